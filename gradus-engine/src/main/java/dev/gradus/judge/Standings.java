package dev.gradus.judge;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.GoalCheck.Status;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Interval;
import dev.gradus.stats.RowsToSettle;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Single;
import dev.gradus.task.Goal;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the ranked arms stand against the goal, task by task and over all tasks.
///
/// On one task each of k arms is checked at 1 - 0.05 / k, with missing outcomes wrong in the lower
/// bound and right in the upper. **Over all tasks** the figures hold for a mix of tasks, and what
/// the mix is, only the traffic says. With it, the score and the cost are weighted by it, the
/// score's bounds recovered from those of the tasks ([TaskWeights]); the p95 of a mix is at most
/// the largest of its parts, so that part is met where every task meets it. Without it, an arm
/// meets the goal where it meets it on every task and misses it where it misses it on every task:
/// what holds for any mix. Both need no further share of the error rate, since all tasks must
/// agree.
final class Standings {
    private final OutcomeTable table;
    private final Arms arms;
    private final Compared compared;
    private final JudgeOptions options;
    private final Optional<TaskWeights> weights;

    Standings(OutcomeTable table, Arms arms, Compared compared, JudgeOptions options) {
        this.table = table;
        this.arms = arms;
        this.compared = compared;
        this.options = options;
        this.weights = TaskWeights.of(table, options);
    }

    /// What the verdict is about: the task of the task file where the outcomes hold it, else all.
    Standing whole() {
        Optional<String> wanted = options.task().map(Task::name);
        Optional<TaskTable> its =
                table.tasks().stream()
                        .filter(task -> wanted.filter(task.name()::equals).isPresent())
                        .findFirst();
        if (its.isPresent() || table.tasks().size() == 1) {
            return on(its.orElse(table.tasks().getFirst()));
        }
        List<JudgedArm> ranked = ranked(JudgeReport.ALL);
        Map<String, GoalCheck> checks = new LinkedHashMap<>();
        options.effectiveGoal()
                .ifPresent(goal ->
                        ranked.forEach(
                                arm -> checks.put(arm.name(), over(goal, arm, ranked.size()))));
        return standing(JudgeReport.ALL, ranked, checks);
    }

    Standing on(TaskTable task) {
        List<JudgedArm> ranked = ranked(task.name());
        Map<String, GoalCheck> checks = new LinkedHashMap<>();
        options.effectiveGoal()
                .ifPresent(goal ->
                        ranked.forEach(arm ->
                                checks.put(
                                        arm.name(),
                                        check(goal, arm, task, PairJudge.ALPHA / ranked.size()))));
        return standing(task.name(), ranked, checks);
    }

    private List<JudgedArm> ranked(String scope) {
        return arms.on(scope).stream().filter(JudgedArm::ranked).toList();
    }

    private Standing standing(String scope, List<JudgedArm> ranked, Map<String, GoalCheck> checks) {
        List<JudgedPair> pairs =
                compared.pairs().stream()
                        .filter(pair -> pair.task().equals(scope) && pair.inVerdict())
                        .toList();
        Optional<Goal> goal = options.effectiveGoal();
        List<JudgeReport.ArmGoal> goals = new ArrayList<>();
        checks.forEach((arm, check) -> goals.add(new JudgeReport.ArmGoal(arm, check)));
        return new Standing(
                scope,
                goal,
                ranked,
                pairs,
                List.copyOf(goals),
                goal.map(given -> RecordedRungs.of(ranked, pairs, given.matters()))
                        .orElse(List.of()),
                graded(scope, ranked),
                options.split().orElse(JudgeReport.NOT_HELD_OUT));
    }

    private GoalCheck check(Goal goal, JudgedArm arm, TaskTable task, double alpha) {
        ArmScorer scorer = scorer(arm, task);
        double[] nanos = scorer.sortedLatencies();
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] *= 1e6;
        }
        long own = Seeds.seed(options.seed(), "judge goal arm=" + arm.name());
        Single observed = Single.of(scorer.scores(ArmColumns.MISSING), own);
        int missing = scorer.coverage().missing();
        ScoreEstimate score =
                ScoreEstimate.of(
                        observed,
                        missing == 0 ? observed : Single.of(scorer.scores(0), own),
                        missing == 0 ? observed : Single.of(scorer.scores(1), own),
                        missing);
        return GoalCheck.of(
                goal,
                score,
                () -> scorer.costs(Seeds.seed(options.seed(), "judge cost arm=" + arm.name())),
                nanos,
                1 - alpha,
                1 - alpha);
    }

    private Set<String> graded(String scope, List<JudgedArm> ranked) {
        List<TaskTable> its =
                table.tasks().stream()
                        .filter(task -> scope.equals(JudgeReport.ALL) || task.name().equals(scope))
                        .toList();
        return ranked.stream()
                .filter(arm ->
                        Arrays.stream(
                                        new ArmScorer(
                                                        its,
                                                        table.displays().indexOf(arm.name()),
                                                        true)
                                                .scores(ArmColumns.MISSING))
                                .anyMatch(score -> score != 0 && score != 1))
                .map(JudgedArm::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private ArmScorer scorer(JudgedArm arm, TaskTable task) {
        return new ArmScorer(List.of(task), table.displays().indexOf(arm.name()), true);
    }

    private GoalCheck over(Goal goal, JudgedArm arm, int ranked) {
        double alpha = PairJudge.ALPHA / ranked;
        List<JudgedArm> its =
                arms.byTask().stream().filter(one -> one.name().equals(arm.name())).toList();
        List<GoalCheck> parts = new ArrayList<>();
        for (JudgedArm one : its) {
            TaskTable task =
                    table.tasks().stream()
                            .filter(other -> other.name().equals(one.task()))
                            .findFirst()
                            .orElseThrow();
            parts.add(check(goal, one, task, alpha));
        }
        return weights.map(given -> weighted(goal, arm, its, parts, given, 1 - alpha))
                .orElseGet(() -> every(goal, its, parts, 1 - alpha));
    }

    private static GoalCheck weighted(
            Goal goal,
            JudgedArm arm,
            List<JudgedArm> its,
            List<GoalCheck> checks,
            TaskWeights given,
            double level) {
        Interval bounds =
                given.interval(
                        its,
                        JudgedArm::estimate,
                        one -> checks.get(its.indexOf(one)).lower(),
                        one -> checks.get(its.indexOf(one)).upper(),
                        level);
        List<GoalCheck.Part> others = new ArrayList<>();
        for (GoalCheck.Part part : checks.getFirst().parts()) {
            if (!part.what().equals("score")) {
                others.add(everyServed(part, its, checks, given));
            }
        }
        return GoalCheck.pooled(
                goal, arm.estimate(), bounds, "recovered from those of the tasks", others);
    }

    /// Cost and time of a mix are within a limit where those of every task in it are.
    private static GoalCheck.Part everyServed(
            GoalCheck.Part part, List<JudgedArm> its, List<GoalCheck> checks, TaskWeights given) {
        List<JudgedArm> served = its.stream().filter(arm -> given.share(arm.task()) > 0).toList();
        List<GoalCheck> theirs = served.stream().map(arm -> checks.get(its.indexOf(arm))).toList();
        return agreed(part, served, theirs);
    }

    /// What holds for any mix of the tasks.
    private static GoalCheck every(
            Goal goal, List<JudgedArm> its, List<GoalCheck> checks, double level) {
        List<GoalCheck.Part> parts = new ArrayList<>();
        for (GoalCheck.Part part : checks.getFirst().parts()) {
            parts.add(agreed(part, its, checks));
        }
        Status whole = whole(parts.stream().map(GoalCheck.Part::status).toList());
        return new GoalCheck(
                whole,
                parts,
                goal,
                checks.stream().mapToDouble(GoalCheck::score).min().orElse(0),
                level,
                checks.stream().mapToDouble(GoalCheck::lower).min().orElse(0),
                checks.stream().mapToDouble(GoalCheck::upper).max().orElse(1),
                "of the task where it is lowest",
                whole == Status.INCONCLUSIVE ? most(checks) : Optional.empty());
    }

    /// The most rows that a task needs; empty where one of them needs something else.
    private static Optional<RowsToSettle> most(List<GoalCheck> checks) {
        return checks.stream()
                .map(GoalCheck::rows)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(rows -> rows.more().orElse(Long.MAX_VALUE)));
    }

    private static GoalCheck.Part agreed(
            GoalCheck.Part like, List<JudgedArm> its, List<GoalCheck> checks) {
        String what = like.what();
        List<String> missed = new ArrayList<>();
        List<String> open = new ArrayList<>();
        boolean within = false;
        for (int i = 0; i < checks.size(); i++) {
            for (GoalCheck.Part part : checks.get(i).parts()) {
                if (part.what().equals(what)) {
                    String task = its.get(i).task();
                    within |= part.status().withinTolerance();
                    if (part.status() == Status.MISSED) {
                        missed.add(task);
                    } else if (!part.status().met()) {
                        open.add(task);
                    }
                }
            }
        }
        int met = checks.size() - missed.size() - open.size();
        Status status =
                met == checks.size()
                        ? within ? Status.MET_WITHIN_TOLERANCE : Status.MET
                        : missed.size() == checks.size() ? Status.MISSED : Status.INCONCLUSIVE;
        String have =
                Wording.text("met on %d of %s", met, Wording.count(checks.size(), "task"))
                        + (missed.isEmpty() ? "" : "; missed on " + Wording.first(missed, 3))
                        + (open.isEmpty() ? "" : "; not settled on " + Wording.first(open, 3));
        return new GoalCheck.Part(
                what,
                like.asked() + ", on every task",
                like.need() + ", on every task",
                have,
                status);
    }

    private static Status whole(List<Status> parts) {
        return parts.contains(Status.MISSED)
                ? Status.MISSED
                : parts.contains(Status.INCONCLUSIVE)
                        ? Status.INCONCLUSIVE
                        : parts.stream().anyMatch(Status::withinTolerance)
                                ? Status.MET_WITHIN_TOLERANCE
                                : Status.MET;
    }
}
