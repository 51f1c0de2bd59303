package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.stats.Power;
import dev.gradus.task.Goal;
import dev.gradus.task.Task;
import dev.gradus.verdict.Cause;
import dev.gradus.verdict.Evidence;
import dev.gradus.verdict.GoalResult;
import dev.gradus.verdict.Shows;
import dev.gradus.verdict.Source;
import dev.gradus.verdict.TuningEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Recorded arms as [Evidence]. Most of what a climb knows stays unknown: an outcome says nothing
/// of train examples, of how still the task has stood, or of what a tuned model must not lose, and
/// no probe can be run on it.
///
/// @param chosen the arm that meets the goal and costs least; empty where none meets it
record RecordedEvidence(
        Standing standing,
        Optional<Task> task,
        Optional<String> chosen,
        List<Finding> findings,
        Economics economics,
        List<String> story) {
    private static final double USUAL_DISCORDANCE = 0.10;
    private static final double POWER = 0.80;

    Evidence evidence() {
        return new Evidence(
                Source.RECORDED,
                standing.goal(),
                result(),
                Optional.empty(),
                standing.rungs(),
                shows(),
                Optional.empty(),
                Optional.empty(),
                task.map(given -> given.policy().stage()),
                Cause.unknown(
                        "no probe can be run on recorded answers",
                        "recorded outcomes",
                        "read the failing items, or climb with a model configured"),
                findings,
                economics,
                TuningEvidence.none(),
                standing.arms().stream().anyMatch(RecordedMoney::tuned),
                told());
    }

    /// The chosen arm; else the best of those left open; else the best.
    private Optional<GoalResult> result() {
        return chosen.flatMap(this::check)
                .or(() -> standing.best(GoalCheck.Status.INCONCLUSIVE))
                .or(standing::best)
                .map(one -> result(standing.goal().orElseThrow(), one));
    }

    private Optional<JudgeReport.ArmGoal> check(String arm) {
        return standing.checks().stream().filter(one -> one.arm().equals(arm)).findFirst();
    }

    private GoalResult result(Goal goal, JudgeReport.ArmGoal one) {
        JudgedArm arm = standing.arm(one.arm());
        JudgedArm.Score score = arm.score().orElseThrow();
        return new GoalResult(
                arm.name(),
                standing.heldOut(),
                Wording.text(
                        "Recorded outcomes (%s): %s scores %s [%s, %s] on %s; at least %s, at most %s with"
                                + " confidence %.4g %%: %s (goal %.4g %%, matters %s).",
                        standing.heldOut(),
                        arm.name(),
                        Wording.share(score.value()),
                        Wording.share(score.interval().low()),
                        Wording.share(score.interval().high()),
                        Wording.count(score.n(), "item"),
                        Wording.share(one.check().lower()),
                        Wording.share(one.check().upper()),
                        100 * one.check().level(),
                        one.check().status().word().replace('-', ' '),
                        100 * goal.score(),
                        goal.mattersInWords()),
                score.value(),
                score.interval(),
                score.n(),
                one.check(),
                one.check().status(),
                Optional.empty(),
                Optional.of(arm.rung()).filter(rung -> !rung.isEmpty()),
                arm.costPerThousand(),
                arm.latency()
                        .map(latency -> OptionalDouble.of(latency.p95()))
                        .orElse(OptionalDouble.empty()),
                List.of(),
                List.of());
    }

    /// Which other arms are left open, then what any verdict comes with.
    private List<String> told() {
        List<String> told = new ArrayList<>();
        if (chosen.isEmpty()) {
            standing.checks().stream()
                    .filter(one -> one.check().status() == GoalCheck.Status.INCONCLUSIVE)
                    .flatMap(one ->
                            one.check().parts().stream()
                                    .filter(part -> part.status() == GoalCheck.Status.INCONCLUSIVE)
                                    .map(part ->
                                            Wording.text(
                                                    "%s: %s is not settled: %s; the goal is %s.",
                                                    one.arm(),
                                                    part.what(),
                                                    part.have(),
                                                    part.need())))
                    .forEach(told::add);
        }
        told.addAll(story);
        return told;
    }

    private Shows shows() {
        int items = standing.items();
        OptionalDouble observed =
                standing.comparisons().stream()
                        .filter(pair -> pair.detectable().isPresent())
                        .mapToDouble(pair -> pair.detectable().getAsDouble())
                        .max();
        boolean usual = observed.isEmpty() && items >= 1;
        return new Shows(
                "a set of " + Wording.count(items, "item"),
                items,
                usual
                        ? Power.minimalDetectableEffect(
                                items, USUAL_DISCORDANCE, PairJudge.ALPHA / 2, POWER)
                        : observed,
                usual
                        ? Wording.text("discordance %.2f assumed", USUAL_DISCORDANCE)
                        : "discordance as observed, the widest comparison",
                !standing.heldOut().equals(JudgeReport.NOT_HELD_OUT),
                "what is recorded");
    }
}
