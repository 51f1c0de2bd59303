package dev.gradus.ladder;

import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import java.util.Optional;

/// One look at the sealed test.
///
/// @param number of the look at this test's content, from 1
/// @param alpha 0.05 / 2^number: what this look may spend
/// @param run the candidate on every test example
/// @param score of that run
/// @param check of the goal at level 1 - alpha
/// @param withoutTwins the same without the test examples that have a near twin in train or dev;
///   empty where none has
public record SealedResult(
        int number,
        double alpha,
        Run run,
        ScoreEstimate score,
        GoalCheck check,
        Optional<WithoutTwins> withoutTwins) {

    /// @param removed how many test examples have a near twin
    public record WithoutTwins(int removed, ScoreEstimate score, GoalCheck check) {}

    /// The goal's status; inconclusive where it hangs on the near twins.
    public GoalCheck.Status status() {
        boolean hangs =
                withoutTwins
                        .map(without -> without.check().status().met() != check.status().met())
                        .orElse(false);
        return hangs ? GoalCheck.Status.INCONCLUSIVE : check.status();
    }
}
