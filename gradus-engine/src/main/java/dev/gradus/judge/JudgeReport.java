package dev.gradus.judge;

import dev.gradus.check.Finding;
import dev.gradus.check.PromptReport;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.task.Goal;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.VerdictKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What recorded outcomes show. [JudgeJson] writes it as `gradus.judge/1`.
///
/// @param source what the outcomes are called
/// @param rows how many were read
/// @param verdict empty without a goal, unless a defect says "not yet"
/// @param headline one sentence
/// @param reasons with their figures
/// @param todo what to do first, in order
/// @param goal what good enough means, where anyone said
/// @param matters the smallest difference that matters; 0.01 where nobody said
/// @param winner name of the arm that meets the goal, of several the one whose total is least
/// @param scope the task that the goal is about, or [#ALL]
/// @param goalChecks each arm against the goal; empty without one
/// @param arms every arm on every task, then over all tasks where there are several
/// @param comparisons task by task, then pooled
/// @param refused pairs that share no item with a score in both
/// @param gates of fine-tuning, every one
/// @param couldNotCompute names of the gates that recorded outcomes left unknown
/// @param economics the money; what a task file would tell is unknown without one
/// @param findings of the diagnosis and of the prompt lint
/// @param prompt what the lint read in the prompt, where one was given
/// @param heldOut the split that the items are, or "not held out"
/// @param seconds that the judging took
/// @param recorded what it rests on beside the comparisons
public record JudgeReport(
        String source,
        long rows,
        Optional<VerdictKind> verdict,
        String headline,
        List<String> reasons,
        List<String> todo,
        Optional<Goal> goal,
        OptionalDouble matters,
        Optional<String> winner,
        String scope,
        List<ArmGoal> goalChecks,
        List<JudgedArm> arms,
        List<JudgedPair> comparisons,
        List<RefusedPair> refused,
        List<Gate> gates,
        List<String> couldNotCompute,
        Economics economics,
        List<Finding> findings,
        Optional<PromptReport> prompt,
        String heldOut,
        double seconds,
        Recorded recorded) {

    /// The task of pooled comparisons and of arms over several tasks.
    public static final String ALL = "all";

    /// What is said of outcomes whose split nobody named.
    public static final String NOT_HELD_OUT = "not held out";

    /// @param arm its name
    /// @param check against the goal
    public record ArmGoal(String arm, GoalCheck check) {}

    public JudgeReport {
        Objects.requireNonNull(verdict, "verdict");
        reasons = List.copyOf(reasons);
        todo = List.copyOf(todo);
        goalChecks = List.copyOf(goalChecks);
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
        refused = List.copyOf(refused);
        gates = List.copyOf(gates);
        couldNotCompute = List.copyOf(couldNotCompute);
        findings = List.copyOf(findings);
    }

    /// Of the command line: that of the verdict where a goal was given, else 0, since comparing is
    /// all that was asked for.
    public int exitCode() {
        return goal.isPresent() ? verdict.map(VerdictKind::exitCode).orElse(0) : 0;
    }

    /// The arm against the goal, where there is one and the arm could be checked.
    public Optional<GoalCheck> check(String arm) {
        return goalChecks.stream()
                .filter(one -> one.arm().equals(arm))
                .map(ArmGoal::check)
                .findFirst();
    }
}
