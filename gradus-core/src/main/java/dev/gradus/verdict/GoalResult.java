package dev.gradus.verdict;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.score.JudgedScore;
import dev.gradus.stats.Interval;
import dev.gradus.task.Money;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// The candidate that a verdict is about, held against the goal: the one that meets it and costs
/// least, else the best.
///
/// @param title of the candidate
/// @param where it was measured: `the sealed test`, `test`, `not held out`
/// @param sentence that says what was measured, with its figures
/// @param value of the score, the judge's bias taken out where a model judged
/// @param interval of the value
/// @param n examples with a score
/// @param check of the goal
/// @param status of the goal; inconclusive where the check hangs on something else
/// @param judged where a model judged
/// @param rung that the candidate came from
/// @param cost of 1,000 calls; empty where unknown
/// @param p95Millis of a call; empty where none was timed
/// @param besides further sentences that the status rests on
/// @param todo what would settle what it hangs on
public record GoalResult(
        String title,
        String where,
        String sentence,
        double value,
        Interval interval,
        int n,
        GoalCheck check,
        GoalCheck.Status status,
        Optional<JudgedScore> judged,
        Optional<String> rung,
        Optional<Money> cost,
        OptionalDouble p95Millis,
        List<String> besides,
        List<String> todo) {
    public GoalResult {
        Objects.requireNonNull(status, "status");
        besides = List.copyOf(besides);
        todo = List.copyOf(todo);
    }

    /// True where a model judged that nobody has checked: no goal and no gate may rest on it.
    boolean uncalibrated() {
        return judged.map(one -> !one.calibrated()).orElse(false);
    }

    boolean settled() {
        return status != GoalCheck.Status.INCONCLUSIVE;
    }

    /// True where the goal names another part than the score, and that one is missed.
    boolean missesOtherPart() {
        return check.parts().stream()
                .anyMatch(part ->
                        !part.what().equals("score") && part.status() == GoalCheck.Status.MISSED);
    }
}
