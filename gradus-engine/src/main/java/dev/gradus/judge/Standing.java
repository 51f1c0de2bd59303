package dev.gradus.judge;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.task.Goal;
import dev.gradus.verdict.RungEvidence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the arms stand against the goal, in the scope that the goal is about: the one task, or all
/// tasks together.
///
/// Every arm is one more chance to seem good enough, so each of k arms is checked with one-sided
/// bounds at 1 - 0.05 / k: the chance that any arm is wrongly said to meet the goal is at most 5 %.
///
/// @param scope the task that the goal is about, or all of them
/// @param goal empty where nobody gave one
/// @param arms of the scope, failed runs left out
/// @param comparisons of the scope
/// @param checks the arms against the goal, in their order; empty without a goal
/// @param rungs the cheaper rungs; empty without a goal
/// @param graded names of the arms whose scores are not all 0 or 1
/// @param heldOut the split that the items are, or "not held out"
record Standing(
        String scope,
        Optional<Goal> goal,
        List<JudgedArm> arms,
        List<JudgedPair> comparisons,
        List<JudgeReport.ArmGoal> checks,
        List<RungEvidence> rungs,
        Set<String> graded,
        String heldOut) {

    /// The largest number of items that an arm has.
    int items() {
        return arms.stream().mapToInt(JudgedArm::rows).max().orElse(0);
    }

    JudgedArm arm(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
    }

    /// The arm that scores highest, the earlier of equals.
    Optional<JudgedArm> highest() {
        return arms.stream().reduce((one, other) -> value(other) > value(one) ? other : one);
    }

    private static double value(JudgedArm arm) {
        return arm.score().orElseThrow().value();
    }

    /// The highest-scoring arm; the cheaper, then the earlier of equals.
    Optional<JudgeReport.ArmGoal> best() {
        return best(checks);
    }

    /// The same of the arms with this status.
    Optional<JudgeReport.ArmGoal> best(GoalCheck.Status status) {
        return best(checks.stream().filter(one -> one.check().status() == status).toList());
    }

    private Optional<JudgeReport.ArmGoal> best(List<JudgeReport.ArmGoal> some) {
        return some.stream()
                .max(
                        Comparator.comparingDouble(this::score)
                                .thenComparing(Comparator.comparingDouble(this::cost).reversed())
                                .thenComparing(
                                        Comparator.comparingInt((JudgeReport.ArmGoal one) ->
                                                        some.indexOf(one))
                                                .reversed()));
    }

    private double score(JudgeReport.ArmGoal one) {
        return value(arm(one.arm()));
    }

    private double cost(JudgeReport.ArmGoal one) {
        return arm(one.arm())
                .costPerThousand()
                .map(money -> money.amount())
                .orElse(Double.POSITIVE_INFINITY);
    }
}
