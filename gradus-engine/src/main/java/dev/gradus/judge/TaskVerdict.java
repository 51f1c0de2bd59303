package dev.gradus.judge;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.verdict.VerdictKind;
import java.util.List;
import java.util.Optional;

/// One task of several by itself: its own arms, goal and verdict.
///
/// @param task its name
/// @param share of the traffic; empty where it was not given
/// @param items of the task
/// @param verdict of this task alone; empty without a goal
/// @param headline of this task alone
/// @param winner the arm that meets the goal here; empty where none does
/// @param highest the ranked arm that scores highest; empty where none is ranked
/// @param goals every ranked arm against the goal here
public record TaskVerdict(
        String task,
        Optional<Double> share,
        int items,
        Optional<VerdictKind> verdict,
        String headline,
        Optional<String> winner,
        Optional<JudgedArm> highest,
        List<JudgeReport.ArmGoal> goals) {
    public TaskVerdict {
        goals = List.copyOf(goals);
    }

    /// How an arm stands against the goal here; empty without a goal and for an unranked arm.
    public Optional<GoalCheck.Status> status(String arm) {
        return goals.stream()
                .filter(one -> one.arm().equals(arm))
                .map(one -> one.check().status())
                .findFirst();
    }
}
