package dev.gradus.ladder;

import dev.gradus.ladder.GoalCheck.Part;
import dev.gradus.ladder.GoalCheck.Status;
import dev.gradus.score.CallCosts;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.RareLabels;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Interval;
import dev.gradus.stats.OrderStatistic;
import dev.gradus.stats.RowsToSettle;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/// Checks the parts of a goal one by one, and puts them together.
final class GoalParts {
    private static final double P95 = 0.95;
    private final Goal goal;
    private final double level;
    private final double next;
    private final List<Part> parts = new ArrayList<>();
    private final List<DoubleFunction<Optional<RowsToSettle>>> open = new ArrayList<>();
    private double value;
    private Interval bounds;
    private String method = "";

    GoalParts(Goal goal, double level, double next) {
        this.goal = goal;
        this.level = level;
        this.next = next;
        this.bounds = new Interval(0, 1, level);
    }

    GoalParts score(ScoreEstimate score) {
        value = score.value();
        bounds = new Interval(score.decidingLower(level), score.decidingUpper(level), level);
        method = score.decidingMethod();
        add(
                scorePart(
                        scored(),
                        GoalCheck.percent(value) + ", " + between() + rare(score.rareLabels())),
                power ->
                        Optional.of(
                                score.rowsToSettle(question(goal.least(), goal.score(), power))));
        return this;
    }

    /// A score whose bounds were made elsewhere; how many more rows settle it is not known.
    GoalParts score(double score, Interval limits, String how) {
        value = score;
        bounds = limits;
        method = how;
        add(
                scorePart(scored(), GoalCheck.percent(value) + ", " + between()),
                power -> Optional.empty());
        return this;
    }

    /// A part that was checked elsewhere.
    GoalParts other(Part part) {
        add(part, power -> Optional.empty());
        return this;
    }

    /// More examples do not settle what hangs on the judge, so none are asked for.
    GoalParts judged(JudgedScore judged, double said) {
        value = judged.corrected().map(JudgedScore.Corrected::value).orElse(said);
        bounds = judged.corrected().map(JudgedScore.Corrected::bounds).orElse(bounds);
        method = "corrected by people's labels";
        add(
                judged.calibrated()
                        ? scorePart(
                                scored(),
                                text(
                                        "%s, %s; the judge says %s",
                                        GoalCheck.percent(value),
                                        between(),
                                        GoalCheck.percent(said)))
                        : scorePart(
                                Status.INCONCLUSIVE,
                                GoalCheck.percent(said) + " by a judge that is not calibrated"),
                power -> Optional.empty());
        return this;
    }

    private Part scorePart(Status status, String have) {
        return new Part(
                "score",
                GoalCheck.plain(goal.score()),
                text(
                        "lower bound above %s (goal %s less a tolerance of %s)",
                        GoalCheck.plain(goal.least()),
                        GoalCheck.plain(goal.score()),
                        GoalCheck.points(goal.tolerance())),
                have,
                status);
    }

    private String between() {
        return text(
                "at least %s, at most %s (%s bounds, %s)",
                GoalCheck.percent(bounds.low()),
                GoalCheck.percent(bounds.high()),
                percent(level),
                method);
    }

    private static String rare(RareLabels labels) {
        return labels.many()
                ? text("; too few examples of %d labels for an upper bound", labels.names().size())
                : "";
    }

    private Status scored() {
        if (bounds.low() > goal.least()) {
            return value >= goal.score()
                    ? Status.MET
                    : bounds.high() < goal.score()
                            ? Status.BELOW_WITHIN_TOLERANCE
                            : Status.MET_WITHIN_TOLERANCE;
        }
        return bounds.high() < goal.score() ? Status.MISSED : Status.INCONCLUSIVE;
    }

    GoalParts cost(Supplier<CallCosts> costs) {
        goal.costPerThousandCalls().ifPresent(limit -> cost(limit, costs.get()));
        return this;
    }

    private void cost(Money limit, CallCosts costs) {
        Optional<Money> most = costs.perThousandAtMost(level);
        Optional<Money> least = costs.perThousandAtLeast(level);
        Status status =
                most.isPresent() && most.get().compareTo(limit) <= 0
                        ? Status.MET
                        : least.isPresent() && least.get().compareTo(limit) > 0
                                ? Status.MISSED
                                : Status.INCONCLUSIVE;
        add(
                new Part(
                        "cost",
                        "at most " + limit + " per 1,000 calls",
                        "at most " + limit + " per 1,000 calls",
                        costWords(costs, status),
                        status),
                power -> costRows(limit, costs, power));
    }

    private String costWords(CallCosts costs, Status status) {
        if (costs.perThousand().isEmpty()) {
            return costs.unpriced() == costs.calls()
                    ? "unknown: no call has a price"
                    : text(
                            "unknown: %,d of %,d calls have no price",
                            costs.unpriced(), costs.calls());
        }
        String mean = costs.perThousand().get() + " per 1,000 calls";
        if (costs.same()) {
            return mean;
        }
        Optional<Money> bound =
                status == Status.MISSED
                        ? costs.perThousandAtLeast(level)
                        : costs.perThousandAtMost(level);
        return bound.map(one ->
                        text(
                                "%s, at %s %s (%s bound, as calls differ)",
                                mean,
                                status == Status.MISSED ? "least" : "most",
                                one,
                                percent(level)))
                .orElse(
                        mean
                                + text(
                                        ", and %,d calls that differ are too few to bound it",
                                        costs.calls()));
    }

    private Optional<RowsToSettle> costRows(Money limit, CallCosts costs, double power) {
        if (costs.perThousand().isEmpty() || costs.deviationPerThousand().isEmpty()) {
            return Optional.empty();
        }
        double mean = costs.perThousand().get().amount();
        return Optional.of(
                RowsToSettle.ofMean(
                        mean,
                        mean,
                        costs.deviationPerThousand().getAsDouble(),
                        costs.calls(),
                        question(limit.amount(), limit.amount(), power)));
    }

    GoalParts p95(double[] sorted, int rows) {
        goal.p95().ifPresent(limit -> p95(limit, sorted, rows));
        return this;
    }

    private void p95(Duration limit, double[] sorted, int rows) {
        OptionalDouble upper = OrderStatistic.upperBound(sorted, P95, level);
        OptionalDouble lower = OrderStatistic.lowerBound(sorted, P95, level);
        double most = limit.toNanos();
        Status status =
                upper.isPresent() && upper.getAsDouble() <= most
                        ? Status.MET
                        : lower.isPresent() && lower.getAsDouble() > most
                                ? Status.MISSED
                                : Status.INCONCLUSIVE;
        OptionalDouble said = status == Status.MISSED ? lower : upper;
        add(
                new Part(
                        "p95",
                        "at most " + limit.toMillis() + " ms",
                        "at most " + limit.toMillis() + " ms",
                        said.isPresent()
                                ? text(
                                        "at %s %.2f ms (%s bound)",
                                        status == Status.MISSED ? "least" : "most",
                                        said.getAsDouble() / 1e6,
                                        percent(level))
                                : text(
                                        "%,d calls were timed, too few for a %s bound",
                                        sorted.length, percent(level)),
                        status),
                power -> p95Rows(most, sorted, rows, power));
    }

    /// The 95th percentile is within the limit where at least 95 % of the calls are.
    private Optional<RowsToSettle> p95Rows(double most, double[] sorted, int rows, double power) {
        if (sorted.length == 0) {
            return Optional.empty();
        }
        long within = Arrays.stream(sorted).filter(one -> one <= most).count();
        return Optional.of(
                RowsToSettle.ofShare(within, within, sorted.length, question(P95, P95, power))
                        .scaled((double) Math.max(rows, sorted.length) / sorted.length));
    }

    private RowsToSettle.Question question(double above, double below, double power) {
        return new RowsToSettle.Question(above, below, next, power);
    }

    private void add(Part part, DoubleFunction<Optional<RowsToSettle>> rows) {
        parts.add(part);
        if (part.status() == Status.INCONCLUSIVE) {
            open.add(rows);
        }
    }

    GoalCheck check() {
        Status whole = whole();
        return new GoalCheck(
                whole,
                parts,
                goal,
                value,
                level,
                bounds.low(),
                bounds.high(),
                method,
                whole == Status.INCONCLUSIVE ? rows() : Optional.empty());
    }

    private Status whole() {
        if (parts.stream().anyMatch(part -> part.status() == Status.MISSED)) {
            return Status.MISSED;
        }
        return open.isEmpty() ? parts.getFirst().status() : Status.INCONCLUSIVE;
    }

    /// Each of m open parts is planned with so much power that all are settled with 80 %.
    private Optional<RowsToSettle> rows() {
        double power = 1 - (1 - RowsToSettle.POWER) / open.size();
        List<RowsToSettle> all = new ArrayList<>();
        for (DoubleFunction<Optional<RowsToSettle>> one : open) {
            Optional<RowsToSettle> own = one.apply(power);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            all.add(own.get());
        }
        return all.stream().reduce(RowsToSettle::or);
    }

    /// `97.5 %`, `99.93 %`.
    private static String percent(double level) {
        return text(level > 0.9999 ? "%.4f" : "%.2f", 100 * level)
                        .replaceAll("0+$", "")
                        .replaceAll("\\.$", "")
                + " %";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
