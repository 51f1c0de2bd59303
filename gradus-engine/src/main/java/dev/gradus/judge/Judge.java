package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Task;
import dev.gradus.verdict.Gate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

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
        Arms arms = Arms.of(table, options);
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
                                compared.pairs(),
                                options.effectiveMatters())
                        .findings();
        Standings standings = new Standings(table, arms, compared, options);
        Standing standing = standings.whole();
        Conclusion conclusion =
                Conclusion.of(standing, options, findings, Story.of(arms, compared, findings));
        Recorded recorded = recorded(table, arms, compared, standings, standing, conclusion);
        Headline headline =
                new Headline(conclusion, standing, compared, recorded, arms.on(standing.scope()));
        return new JudgeReport(
                table.source(),
                table.rows(),
                headline.kind(),
                headline.text(),
                conclusion.reasons(),
                headline.todo(),
                options.effectiveGoal(),
                OptionalDouble.of(options.effectiveMatters()),
                conclusion.winner(),
                standing.scope(),
                standing.checks(),
                arms.all(),
                compared.pairs(),
                compared.refused(),
                conclusion.gates(),
                conclusion.gates().stream()
                        .filter(gate -> gate.status() == Gate.Status.UNKNOWN)
                        .map(Gate::name)
                        .toList(),
                conclusion.economics(),
                findings,
                prompt.map(PromptDefects::report),
                standing.heldOut(),
                Duration.between(start, clock.instant()).toNanos() / 1e9,
                recorded);
    }

    private Recorded recorded(
            OutcomeTable table,
            Arms arms,
            Compared compared,
            Standings standings,
            Standing standing,
            Conclusion conclusion) {
        Optional<TaskWeights> weights = TaskWeights.of(table, options);
        List<TaskVerdict> tasks = new ArrayList<>();
        if (table.tasks().size() > 1) {
            table.tasks().forEach(task -> tasks.add(alone(task, standings.on(task), weights)));
        }
        Optional<String> pooling =
                tasks.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                weights.map(given -> "by traffic: " + given.sentence())
                                        .orElse(
                                                standing.goal().isEmpty()
                                                        ? "each item counts once"
                                                        : "each item counts once; the goal must hold"
                                                                + " on every task, since no --traffic"
                                                                + " was given"));
        return new Recorded(
                ToUse.of(standing, conclusion.winner(), arms.all()),
                tasks,
                pooling,
                List.copyOf(arms.oracles().values()),
                compared.left());
    }

    private TaskVerdict alone(TaskTable task, Standing its, Optional<TaskWeights> weights) {
        Conclusion conclusion = Conclusion.of(its, options, List.of(), List.of());
        return new TaskVerdict(
                task.name(),
                weights.map(given -> given.share(task.name())),
                task.countedItems(),
                conclusion.kind(),
                conclusion.headline(),
                conclusion.winner(),
                its.highest(),
                its.checks());
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
