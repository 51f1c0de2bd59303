package dev.gradus.judge;

import dev.gradus.score.CallCosts;
import dev.gradus.stats.Interval;
import dev.gradus.stats.OrderStatistic;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Single;
import dev.gradus.task.Money;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One arm on some tasks: its score, cost and time, how much of the tasks it has, and whether it is
/// a failed run.
///
/// Score, cost and time are over the tasks' items alone ([TaskTable]); an item without a row is an
/// outcome without a score, one that the arm was not asked is none. Tokens are over every row,
/// since only their sums are kept.
///
/// **Failed run.** More than half its outcomes have no score, or more than half its answers are
/// empty. The second holds only where answers were recorded: some arm has one, and no empty answer
/// of this arm was right, since an arm with right answers among its empty ones did not record them.
final class ArmScorer {
    static final String CURRENCY = "USD";
    private static final double LEVEL = 0.95;
    private final List<TaskTable> scope;
    private final int arm;
    private final boolean answersRecorded;
    private int rows;
    private int rowsScored;
    private int items;
    private int lacking;
    private int notAsked;
    private int scored;
    private int empty;
    private int emptyRight;
    private boolean costKnown = true;
    private double cost;

    ArmScorer(List<TaskTable> scope, int arm, boolean answersRecorded) {
        this.scope = scope;
        this.arm = arm;
        this.answersRecorded = answersRecorded;
        scope.forEach(task -> count(task, task.columns(arm)));
    }

    private void count(TaskTable task, ArmColumns columns) {
        items += task.countedItems();
        for (int item = 0; item < columns.items(); item++) {
            if (!columns.present(item)) {
                if (task.counts(item)) {
                    notAsked += columns.notAsked(item) ? 1 : 0;
                    lacking += columns.notAsked(item) ? 0 : 1;
                }
                continue;
            }
            rows++;
            rowsScored += columns.scored(item) ? 1 : 0;
            boolean right = columns.score(item) > 0;
            boolean goldKnown = task.gold(item) != TaskTable.NO_GOLD;
            empty += columns.empty(item) ? 1 : 0;
            emptyRight += columns.empty(item) && right && goldKnown ? 1 : 0;
            if (task.counts(item) && columns.scored(item)) {
                scored++;
                costKnown &= !Double.isNaN(columns.cost(item));
                cost += columns.cost(item);
            }
        }
    }

    /// True where any arm has an answer on these tasks.
    static boolean answersRecorded(List<TaskTable> scope, int arms) {
        for (TaskTable task : scope) {
            for (int arm = 0; arm < arms; arm++) {
                ArmColumns columns = task.columns(arm);
                for (int item = 0; item < columns.items(); item++) {
                    if (!columns.empty(item)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    int arm() {
        return arm;
    }

    int rows() {
        return rows;
    }

    Coverage coverage() {
        return new Coverage(items, scored, notAsked, lacking, rows - (items - notAsked - lacking));
    }

    JudgedArm judge(
            ArmName name,
            String display,
            String rung,
            String task,
            Optional<OracleArm> oracle,
            long seed) {
        boolean own = answersRecorded && emptyRight == 0 && rows > 0;
        return new JudgedArm(
                display,
                name.model(),
                name.arm(),
                rung,
                task,
                rows,
                score(Seeds.seed(seed, "judge score task=" + task + " arm=" + display)),
                costPerThousand(),
                latency(),
                tokens(),
                own ? OptionalDouble.of((double) empty / rows) : OptionalDouble.empty(),
                failure(own),
                coverage(),
                coverage().enough() ? Optional.empty() : Optional.of(coverage().sentence()),
                oracle);
    }

    private Optional<String> failure(boolean answersAreOwn) {
        if (2 * (rows - rowsScored) > rows) {
            return Optional.of(
                    Wording.text("%,d of %,d outcomes have no score", rows - rowsScored, rows));
        }
        return answersAreOwn && 2 * empty > rows
                ? Optional.of(Wording.text("%,d of %,d answers are empty", empty, rows))
                : Optional.empty();
    }

    private Optional<JudgedArm.Score> score(long seed) {
        if (scored == 0) {
            return Optional.empty();
        }
        Single single = Single.of(scores(ArmColumns.MISSING), seed);
        Interval interval = single.interval(LEVEL);
        return Optional.of(
                new JudgedArm.Score(
                        single.value(), interval, scored, coverage().missing(), single.method()));
    }

    /// The arm's scores on the items.
    ///
    /// @param filling what a missing outcome counts as; [ArmColumns#MISSING] leaves it out
    double[] scores(double filling) {
        double[] scores = new double[filling == ArmColumns.MISSING ? scored : items - notAsked];
        int at = 0;
        for (TaskTable task : scope) {
            ArmColumns columns = task.columns(arm);
            for (int item = 0; item < columns.items(); item++) {
                if (!task.counts(item)) {
                    continue;
                }
                if (columns.scored(item)) {
                    scores[at++] = columns.score(item);
                } else if (filling != ArmColumns.MISSING && !columns.notAsked(item)) {
                    scores[at++] = filling;
                }
            }
        }
        return scores;
    }

    private Optional<Money> costPerThousand() {
        return costKnown && scored > 0
                ? Optional.of(Money.of(1000 * cost / scored, CURRENCY))
                : Optional.empty();
    }

    /// Of the outcomes that have a score.
    CallCosts costs(long seed) {
        double[] known = new double[scored];
        int at = 0;
        for (TaskTable task : scope) {
            ArmColumns columns = task.columns(arm);
            for (int item = 0; item < columns.items(); item++) {
                if (task.counts(item)
                        && columns.scored(item)
                        && !Double.isNaN(columns.cost(item))) {
                    known[at++] = columns.cost(item);
                }
            }
        }
        return CallCosts.of(Arrays.copyOf(known, at), scored - at, CURRENCY, seed);
    }

    private Optional<JudgedArm.Latency> latency() {
        double[] sorted = sortedLatencies();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new JudgedArm.Latency(
                        OrderStatistic.observed(sorted, 0.5).orElseThrow(),
                        OrderStatistic.observed(sorted, 0.95).orElseThrow(),
                        OrderStatistic.upperBound(sorted, 0.95, LEVEL)));
    }

    /// In milliseconds, those that were recorded on the items.
    double[] sortedLatencies() {
        double[] latencies = new double[rows];
        int at = 0;
        for (TaskTable task : scope) {
            ArmColumns columns = task.columns(arm);
            for (int item = 0; item < columns.items(); item++) {
                if (task.counts(item) && !Double.isNaN(columns.latencyMs(item))) {
                    latencies[at++] = columns.latencyMs(item);
                }
            }
        }
        double[] recorded = Arrays.copyOf(latencies, at);
        Arrays.sort(recorded);
        return recorded;
    }

    private Optional<JudgedArm.Tokens> tokens() {
        double prompt = 0;
        double completion = 0;
        int calls = 0;
        for (TaskTable task : scope) {
            ArmColumns columns = task.columns(arm);
            prompt += columns.promptTokens();
            completion += columns.completionTokens();
            calls += columns.tokensRecorded();
        }
        return calls == 0
                ? Optional.empty()
                : Optional.of(new JudgedArm.Tokens(prompt / calls, completion / calls));
    }
}
