package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.cost.Choice;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.spi.GradusException;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Single;
import dev.gradus.task.Goal;
import dev.gradus.task.Task;
import dev.gradus.verdict.Evidence;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.Gates;
import dev.gradus.verdict.Verdict;
import dev.gradus.verdict.VerdictKind;
import dev.gradus.verdict.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads recorded outcomes: who is better than whom, what the cause may be, and whether that is
/// enough.
///
/// ```java
/// OutcomeTable table = new OutcomeTable("outcomes.csv");
/// rows.forEach(table::add);
/// JudgeReport report = new Judge(JudgeOptions.standard(), InstantSource.system()).report(table);
/// ```
///
/// Calls no model and costs nothing but time, which `bench/judge.sh` measures. Immutable and
/// thread-safe.
public final class Judge {
    private final JudgeOptions options;
    private final InstantSource clock;

    public Judge(JudgeOptions options, InstantSource clock) {
        this.options = Objects.requireNonNull(options, "options");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /// What these outcomes show.
    ///
    /// @throws GradusException.Data where nothing can be said: no outcome; or no two arms that can
    ///   be compared, and neither a goal nor a prompt to hold one arm against
    /// @throws GradusException.Usage where the baseline named in the options is no arm, or where
    ///   the task's goal is in a score of the whole set
    public JudgeReport report(OutcomeTable table) {
        Instant start = clock.instant();
        requireReadable(table);
        requireScoreOfItems();
        Arms arms = Arms.of(table, options.seed());
        Compared compared = Compared.of(table, arms, options);
        Optional<PromptDefects> prompt = PromptDefects.of(table, options);
        if (compared.pairs().isEmpty() && options.effectiveGoal().isEmpty() && prompt.isEmpty()) {
            throw nothingToCompare(table, arms, compared);
        }
        List<Finding> findings =
                new Diagnosis(
                                table,
                                Set.copyOf(options.givenLabels()),
                                prompt,
                                arms.byTask(),
                                compared.pairs())
                        .findings();
        Standing standing = standing(table, arms, compared);
        List<String> story = Story.of(arms.all(), compared, findings);
        RecordedMoney money = RecordedMoney.of(standing, options.task());
        Optional<String> winner = money.choice().map(Choice::candidate);
        Economics economics = money.economics(options.seed());
        Evidence evidence =
                new RecordedEvidence(standing, options.task(), winner, findings, economics, story)
                        .evidence();
        Conclusion conclusion = conclude(standing, evidence, story);
        List<Gate> gates = Gates.of(evidence);
        return new JudgeReport(
                table.source(),
                table.rows(),
                conclusion.kind(),
                conclusion.headline(),
                conclusion.use(),
                conclusion.reasons(),
                conclusion.todo(),
                options.effectiveGoal(),
                options.effectiveMatters(),
                winner,
                standing.scope(),
                standing.checks(),
                arms.all(),
                compared.pairs(),
                compared.refused(),
                gates,
                gates.stream()
                        .filter(gate -> gate.status() == Gate.Status.UNKNOWN)
                        .map(Gate::name)
                        .toList(),
                economics,
                findings,
                prompt.map(PromptDefects::report),
                standing.heldOut(),
                Duration.between(start, clock.instant()).toNanos() / 1e9);
    }

    /// @param kind empty without a goal and without a defect
    private record Conclusion(
            Optional<VerdictKind> kind,
            String headline,
            Optional<String> use,
            List<String> reasons,
            List<String> todo) {}

    /// Without a goal there is no verdict, unless a defect says "not yet".
    private static Conclusion conclude(Standing standing, Evidence evidence, List<String> story) {
        boolean defects = evidence.findings().stream().anyMatch(Finding::blocks);
        if (!defects && (evidence.goal().isEmpty() || evidence.result().isEmpty())) {
            return new Conclusion(
                    Optional.empty(), Story.headline(standing), Optional.empty(), story, List.of());
        }
        Verdict verdict = VerdictRule.decide(evidence);
        return new Conclusion(
                Optional.of(verdict.kind()),
                verdict.headline(),
                verdict.use(),
                verdict.reasons(),
                verdict.todo());
    }

    private static void requireReadable(OutcomeTable table) {
        List<TaskTable> tasks = table.tasks();
        if (table.rows() == 0) {
            throw new GradusException.Data(
                    table.source() + ": there is no outcome. Write one row for each item and arm.");
        }
        boolean taken = tasks.stream().anyMatch(task -> task.name().equals(JudgeReport.ALL));
        if (tasks.size() > 1 && taken) {
            throw new GradusException.Data(
                    table.source()
                            + ": a task is called 'all', which is the name of all tasks together."
                            + " Call it something else.");
        }
    }

    /// A score of the whole set is no mean of item scores, and only those are recorded.
    private void requireScoreOfItems() {
        options.task()
                .map(Task::score)
                .filter(score -> score.ofTheSet() && options.goal().isEmpty())
                .ifPresent(score -> {
                    throw new GradusException.Usage(
                            "the task's score is "
                                    + score.word()
                                    + ", and recorded outcomes hold a score for each item. Give"
                                    + " --goal and --matters for the mean of correct.");
                });
    }

    private Standing standing(OutcomeTable table, Arms arms, Compared compared) {
        List<TaskTable> scope = scope(table);
        String name = scope.size() == 1 ? scope.getFirst().name() : JudgeReport.ALL;
        List<JudgedArm> standing =
                arms.all().stream()
                        .filter(arm -> arm.task().equals(name))
                        .filter(arm -> !arm.failed() && arm.score().isPresent())
                        .toList();
        List<JudgedPair> pairs =
                compared.pairs().stream().filter(pair -> pair.task().equals(name)).toList();
        Optional<Goal> goal = options.effectiveGoal();
        List<JudgeReport.ArmGoal> checks = new ArrayList<>();
        goal.ifPresent(given ->
                standing.forEach(arm ->
                        checks.add(
                                new JudgeReport.ArmGoal(
                                        arm.name(),
                                        check(
                                                given,
                                                arm,
                                                scorer(table, scope, arm),
                                                standing.size())))));
        return new Standing(
                name,
                goal,
                standing,
                pairs,
                List.copyOf(checks),
                goal.map(given -> RecordedRungs.of(standing, pairs, given.matters()))
                        .orElse(List.of()),
                graded(table, scope, standing),
                options.split().orElse(JudgeReport.NOT_HELD_OUT));
    }

    /// The task of the task file where the outcomes hold it, else every task.
    private List<TaskTable> scope(OutcomeTable table) {
        Optional<String> wanted = options.task().map(Task::name);
        return table.tasks().stream()
                .filter(task -> wanted.filter(task.name()::equals).isPresent())
                .findFirst()
                .map(List::of)
                .orElse(table.tasks());
    }

    private static Set<String> graded(
            OutcomeTable table, List<TaskTable> scope, List<JudgedArm> arms) {
        return arms.stream()
                .filter(arm ->
                        Arrays.stream(scorer(table, scope, arm).scores(ArmColumns.MISSING))
                                .anyMatch(score -> score != 0 && score != 1))
                .map(JudgedArm::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static ArmScorer scorer(OutcomeTable table, List<TaskTable> scope, JudgedArm arm) {
        int number = table.displays().indexOf(arm.name());
        return new ArmScorer(scope, number, true);
    }

    /// A missing outcome counts as wrong in the lower bound and as right in the upper one. More
    /// items would be held against the same level: each of the arms has its share of 5 %.
    private GoalCheck check(Goal goal, JudgedArm arm, ArmScorer scorer, int arms) {
        double level = 1 - PairJudge.ALPHA / arms;
        long own = Seeds.seed(options.seed(), "judge goal arm=" + arm.name());
        double[] nanos = scorer.sortedLatencies();
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] *= 1e6;
        }
        int missing = arm.score().orElseThrow().missing();
        Single observed = Single.of(scorer.scores(ArmColumns.MISSING), own);
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
                level,
                level);
    }

    private static GradusException.Data nothingToCompare(
            OutcomeTable table, Arms arms, Compared compared) {
        List<String> why = new ArrayList<>();
        arms.over().stream()
                .filter(JudgedArm::failed)
                .forEach(arm ->
                        why.add(
                                Wording.quoted(arm.name())
                                        + " is a failed run ("
                                        + arm.failure().orElseThrow()
                                        + ")"));
        compared.refused()
                .forEach(pair ->
                        why.add(
                                Wording.quoted(pair.baseline())
                                        + " and "
                                        + Wording.quoted(pair.candidate())
                                        + " on task "
                                        + Wording.quoted(pair.task())
                                        + ": "
                                        + pair.why()));
        if (arms.over().size() == 1) {
            why.add("there is one arm, " + Wording.quoted(arms.over().getFirst().name()));
        }
        return new GradusException.Data(
                table.source()
                        + ": no two arms can be compared: "
                        + Wording.first(why, 5)
                        + ". Record two arms on the same items, or give a goal to hold one arm against.");
    }
}
