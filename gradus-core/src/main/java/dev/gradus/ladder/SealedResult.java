package dev.gradus.ladder;

import dev.gradus.score.JudgedScore;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Interval;
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
/// @param judged what the score is worth where a model judged; empty where none did
public record SealedResult(
        int number,
        double alpha,
        Run run,
        ScoreEstimate score,
        GoalCheck check,
        Optional<WithoutTwins> withoutTwins,
        Optional<JudgedScore> judged) {
    private static final double LEVEL = 0.95;

    /// @param removed how many test examples have a near twin
    public record WithoutTwins(int removed, ScoreEstimate score, GoalCheck check) {}

    /// The score that counts: with the judge's bias taken out where a model judged and people
    /// checked it.
    public double value() {
        return judged.flatMap(JudgedScore::corrected)
                .map(JudgedScore.Corrected::value)
                .orElseGet(score::value);
    }

    /// The two-sided 95 % interval of [#value()].
    public Interval interval() {
        return judged.flatMap(JudgedScore::corrected)
                .map(JudgedScore.Corrected::interval)
                .orElseGet(() -> score.interval(LEVEL));
    }

    /// True where a model judged that nobody has checked: no goal and no gate may rest on it.
    public boolean uncalibrated() {
        return judged.map(one -> !one.calibrated()).orElse(false);
    }

    /// The goal's status; inconclusive where it hangs on the near twins.
    public GoalCheck.Status status() {
        boolean hangs =
                withoutTwins
                        .map(without -> without.check().status().met() != check.status().met())
                        .orElse(false);
        return hangs ? GoalCheck.Status.INCONCLUSIVE : check.status();
    }
}
