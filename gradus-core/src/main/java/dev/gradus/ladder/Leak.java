package dev.gradus.ladder;

import dev.gradus.score.Comparison;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import java.util.Optional;

/// What became of the near twins that the sealed test has in train, for a candidate that learnt
/// from train. What a leak does is measured by taking the twins out of *train* and leaving the test
/// whole: the same candidate is refitted on what is left, answers every test example, and the
/// decision rests on that score. Test messages that repeat what came before are part of the
/// traffic; a score without them answers another question.
public sealed interface Leak {

    /// How many test examples have a near twin in train or dev.
    int twins();

    /// How many train examples were taken out, or would have to be.
    int removed();

    /// The refitted candidate's score.
    ///
    /// @param run of the refitted candidate on the whole test
    /// @param score of that run
    /// @param check of the goal at the look's level; cost and latency are those of the candidate
    ///   that is served
    /// @param effect the refitted against the served candidate, paired on every test example: below
    ///   zero where the leak had flattered
    /// @param share from which share of such messages in the traffic on the goal holds; empty where
    ///   the score is one of the whole set, or a judge's
    record Refitted(
            int twins,
            int removed,
            Run run,
            ScoreEstimate score,
            GoalCheck check,
            Comparison effect,
            Optional<TwinShare> share)
            implements Leak {}

    /// No refit was made, so nobody knows what the leak does.
    ///
    /// @param why in one clause
    record Unknown(int twins, int removed, String why) implements Leak {}
}
