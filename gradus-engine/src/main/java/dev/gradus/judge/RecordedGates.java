package dev.gradus.judge;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.stats.Power;
import dev.gradus.task.Goal;
import dev.gradus.task.Policy;
import dev.gradus.task.Task;
import dev.gradus.verdict.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The gates of fine-tuning, as far as recorded outcomes can show them. The names are those of a
/// climb. Most stay unknown: an outcome says nothing of train examples, of how still the task has
/// stood, or of what a tuned model must not lose, and no probe can be run on it. Unknown never
/// permits.
final class RecordedGates {
    private static final double USUAL_DISCORDANCE = 0.10;
    private static final double POWER = 0.80;
    private static final String OUTCOMES = "recorded outcomes";
    private final Standing standing;
    private final Optional<Task> task;
    private final List<Gate> gates = new ArrayList<>();

    private RecordedGates(Standing standing, Optional<Task> task) {
        this.standing = standing;
        this.task = task;
    }

    static List<Gate> of(Standing standing, Optional<Task> task) {
        RecordedGates made = new RecordedGates(standing, task);
        made.evaluationSet();
        made.cheaperRungs();
        made.gap();
        made.beyondOutcomes();
        return List.copyOf(made.gates);
    }

    private void evaluationSet() {
        String need = "held-out items that can show the gap to the goal, and settle the goal";
        if (standing.goal().isEmpty()) {
            noGoal("evaluation-set", need);
            return;
        }
        double wanted = Math.max(standing.matters(), standing.gap());
        OptionalDouble shows = smallestShown();
        boolean enough = shows.isPresent() && shows.getAsDouble() <= wanted && standing.settled();
        String have =
                Wording.text(
                        "%s show %s at 80 %% power and %s the goal; %s",
                        Wording.count(standing.items(), "item"),
                        shows.isPresent() ? Wording.points(shows.getAsDouble()) : "nothing",
                        standing.settled() ? "settle" : "do not settle",
                        standing.heldOut());
        boolean known = !standing.heldOut().equals(JudgeReport.NOT_HELD_OUT);
        add(
                "evaluation-set",
                need,
                have,
                !enough ? Gate.Status.FAIL : known ? Gate.Status.PASS : Gate.Status.UNKNOWN,
                "power of the paired test",
                enough
                        ? "say which split the items are, and record items that no arm was made with"
                        : "record more items");
    }

    /// The largest of what each comparison can show, or what the items show at a usual discordance.
    private OptionalDouble smallestShown() {
        OptionalDouble observed =
                standing.comparisons().stream()
                        .filter(pair -> pair.detectable().isPresent())
                        .mapToDouble(pair -> pair.detectable().getAsDouble())
                        .max();
        return observed.isPresent() || standing.items() < 1
                ? observed
                : Power.minimalDetectableEffect(
                        standing.items(), USUAL_DISCORDANCE, PairJudge.ALPHA / 2, POWER);
    }

    private void cheaperRungs() {
        String need =
                "every cheaper rung ended in gain or no gain that matters, or is not applicable";
        if (standing.goal().isEmpty()) {
            noGoal("cheaper-rungs", need);
            return;
        }
        String open = named(RungEvidence.Status.NOT_SHOWN);
        String absent = named(RungEvidence.Status.NOT_RECORDED);
        String have =
                open.isEmpty() && absent.isEmpty()
                        ? "all did"
                        : (open.isEmpty() ? "" : "not shown: " + open)
                                + (open.isEmpty() || absent.isEmpty() ? "" : "; ")
                                + (absent.isEmpty() ? "" : "not recorded: " + absent);
        Gate.Status status =
                !open.isEmpty()
                        ? Gate.Status.FAIL
                        : absent.isEmpty() ? Gate.Status.PASS : Gate.Status.UNKNOWN;
        add(
                "cheaper-rungs",
                need,
                have,
                status,
                "the arms' rungs",
                open.isEmpty()
                        ? "record an arm for each of these rungs, or say why it does not apply"
                        : "record more items until these rungs are settled");
    }

    private String named(RungEvidence.Status status) {
        return standing.rungs().stream()
                .filter(rung -> rung.status() == status)
                .map(RungEvidence::rung)
                .collect(Collectors.joining(", "));
    }

    private void gap() {
        Optional<Goal> goal = standing.goal();
        if (goal.isEmpty() || standing.best().isEmpty()) {
            noGoal("gap", "a gap that matters, or a missed cost or latency goal");
            return;
        }
        GoalCheck check = standing.best().get().check();
        double least = goal.get().score() - check.upper();
        boolean other =
                check.parts().stream()
                        .anyMatch(part ->
                                !part.what().equals("score")
                                        && part.status() == GoalCheck.Status.MISSED);
        add(
                "gap",
                Wording.text(
                        "the gap to the goal is at least %s, or the cost or latency goal is missed",
                        Wording.points(standing.matters())),
                Wording.text(
                        "gap %s, at least %s, of %s%s",
                        Wording.points(standing.gap()),
                        Wording.points(least),
                        standing.best().get().arm(),
                        other ? "; cost or latency missed" : ""),
                least >= standing.matters() || other ? Gate.Status.PASS : Gate.Status.FAIL,
                OUTCOMES,
                "the gap may be smaller than what matters: record more items, or look for a cheaper way");
    }

    private void beyondOutcomes() {
        unknown(
                "behaviour",
                "the cause of the failures is behaviour, format or domain language, not missing facts",
                "no probe can be run on recorded answers",
                "read the failing items, or climb with a model configured");
        unknown(
                "labelled-examples",
                "at least 500 verified train examples",
                "recorded outcomes do not say how many there are",
                "count the verified examples that no arm was measured on");
        unknown(
                "labels-or-tuning",
                "tuning brings more than the labels that its money would buy",
                "no learning curve: recorded outcomes say nothing of fewer examples",
                "climb with a task file: its pilot trains on parts of train");
        unknown(
                "no-unverified-synthetic",
                "no synthetic example that nobody verified",
                "recorded outcomes do not say where the items come from",
                "have people verify the synthetic examples, or leave them out");
        unknown(
                "stable-task",
                "brief, labels and prompt unchanged for 14 days",
                "recorded outcomes have no dates",
                "tune only when the task has stood still for two weeks");
        pastMvp();
        unknown(
                "pays-back",
                "the outlay earned back within the horizon",
                "no forecast of what tuning would gain",
                "state traffic, cost of an error and costs of tuning in a task file, and climb");
        unknown(
                "forgetting-suite",
                "a suite of what the tuned model must not lose",
                "recorded outcomes hold none",
                "write down what must not be lost, as examples");
        unknown(
                "base-model",
                "the base model is not about to be shut down",
                "no shutdown date is known",
                "state the base model's shutdown date");
    }

    private void pastMvp() {
        String need = "policy.stage: production";
        if (task.isEmpty()) {
            unknown("past-mvp", need, "no task file was given", "give the task file with --task");
            return;
        }
        Policy.Stage stage = task.get().policy().stage();
        add(
                "past-mvp",
                need,
                "policy.stage: " + stage.name().toLowerCase(Locale.ROOT),
                stage == Policy.Stage.PRODUCTION ? Gate.Status.PASS : Gate.Status.FAIL,
                "task file",
                "ship the best arm first and learn from its traffic");
    }

    private void noGoal(String name, String need) {
        unknown(name, need, "no goal was given", "give --goal and --matters, or --task");
    }

    private void unknown(String name, String need, String have, String todo) {
        add(name, need, have, Gate.Status.UNKNOWN, OUTCOMES, todo);
    }

    private void add(
            String name, String need, String have, Gate.Status status, String source, String todo) {
        gates.add(new Gate(name, need, have, status, source, todo));
    }
}
