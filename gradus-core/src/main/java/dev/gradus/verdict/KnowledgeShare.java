package dev.gradus.verdict;

import dev.gradus.stats.Interval;
import java.util.Objects;

/// How many of the winner's failures are missing facts: the net flips of a second run that has the
/// facts in view, as a share of the failures.
///
/// @param failures of the winner among the examples probed
/// @param won failures that the run with the facts gets right, beyond the placebo where there is
///   one
/// @param lost right answers that it gets wrong
/// @param interval two-sided 95 % of the net share, `(won - lost) / failures`
/// @param probe what was run against what, in words
public record KnowledgeShare(int failures, int won, int lost, Interval interval, String probe) {
    public KnowledgeShare {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(probe, "probe");
        if (failures < 1 || won < 0 || lost < 0) {
            throw new IllegalArgumentException(
                    "a share of failures needs at least one: "
                            + failures
                            + " failures, "
                            + won
                            + " won, "
                            + lost
                            + " lost");
        }
    }

    /// Net flips as a share of the failures; below 0 where the facts did more harm than good.
    public double net() {
        return (double) (won - lost) / failures;
    }
}
