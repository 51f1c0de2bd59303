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
/// @param leak what the near twins that the test has in train did; empty where nothing can have
///   leaked
/// @param judged what the score is worth where a model judged; empty where none did
public record SealedResult(
        int number,
        double alpha,
        Run run,
        ScoreEstimate score,
        GoalCheck check,
        Optional<Leak> leak,
        Optional<JudgedScore> judged) {
    private static final double LEVEL = 0.95;

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

    /// The goal's status. Where the candidate learnt from train and train holds near twins of the
    /// test, it rests on the refitted candidate's score; and what is met as served and not as
    /// refitted, or where no refit could be made, is inconclusive.
    public GoalCheck.Status status() {
        return leak.map(one ->
                        switch (one) {
                            case Leak.Refitted refitted -> status(refitted.check().status());
                            case Leak.Unknown unknown ->
                                    check.status().met()
                                            ? GoalCheck.Status.INCONCLUSIVE
                                            : check.status();
                        })
                .orElseGet(check::status);
    }

    /// A refitted candidate has learnt less, so that its score misses more easily: what is missed
    /// is said of the served one alone.
    private GoalCheck.Status status(GoalCheck.Status refitted) {
        return check.status() == GoalCheck.Status.MISSED
                ? GoalCheck.Status.MISSED
                : refitted.met() ? refitted : GoalCheck.Status.INCONCLUSIVE;
    }

    /// True where the goal is met as served, and the near twins leave it open whether it is met
    /// without them.
    public boolean hangsOnTwins() {
        return check.status().met() && !status().met();
    }
}
