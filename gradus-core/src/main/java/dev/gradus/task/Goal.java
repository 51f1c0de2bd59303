package dev.gradus.task;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// What good enough means. Score, cost and latency must each pass.
///
/// @param score the score to reach, in (0,1]
/// @param matters the smallest difference that matters to the user, in (0,0.5]: the non-inferiority
///   margin, the power target and the goal's tolerance
/// @param costPerThousandCalls the most that 1,000 calls may cost
/// @param p95 the most that 95 % of the calls may take
public record Goal(
        double score,
        double matters,
        Optional<Money> costPerThousandCalls,
        Optional<Duration> p95) {
    public Goal {
        Objects.requireNonNull(costPerThousandCalls, "costPerThousandCalls");
        Objects.requireNonNull(p95, "p95");
        if (!(score > 0 && score <= 1)) {
            throw new IllegalArgumentException("goal.score is above 0 and at most 1, not " + score);
        }
        if (!(matters > 0 && matters <= 0.5)) {
            throw new IllegalArgumentException(
                    "goal.matters is above 0 and at most 0.5, not " + matters);
        }
    }

    public static Goal of(double score, double matters) {
        return new Goal(score, matters, Optional.empty(), Optional.empty());
    }
}
