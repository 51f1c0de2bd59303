package dev.gradus.task;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What good enough means. Score, cost and latency must each pass.
///
/// @param score the score to reach, in (0,1]
/// @param matters the smallest difference that matters to the user, in (0,0.5]: the non-inferiority
///   margin and the power target; no count of examples changes it
/// @param tolerance how far below `score` is still good enough, in [0,0.5]; `matters` where nobody
///   said
/// @param costPerThousandCalls the most that 1,000 calls may cost
/// @param p95 the most that 95 % of the calls may take
public record Goal(
        double score,
        double matters,
        double tolerance,
        Optional<Money> costPerThousandCalls,
        Optional<Duration> p95) {
    /// What `matters` is where nobody said: one point.
    public static final double USUAL_MATTERS = 0.01;

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
        if (!(tolerance >= 0 && tolerance <= 0.5)) {
            throw new IllegalArgumentException(
                    "goal.tolerance is 0 or more and at most 0.5, not " + tolerance);
        }
    }

    /// With a tolerance of `matters`.
    public Goal(
            double score,
            double matters,
            Optional<Money> costPerThousandCalls,
            Optional<Duration> p95) {
        this(score, matters, matters, costPerThousandCalls, p95);
    }

    /// A score alone, with a tolerance of `matters`.
    public static Goal of(double score, double matters) {
        return new Goal(score, matters, Optional.empty(), Optional.empty());
    }

    /// A score alone, one point of which matters.
    public static Goal of(double score) {
        return of(score, USUAL_MATTERS);
    }

    public Goal withTolerance(double other) {
        return new Goal(score, matters, other, costPerThousandCalls, p95);
    }

    /// What matters, in points: `1 point`, `2.5 points`.
    public String mattersInWords() {
        String points = String.format(Locale.ROOT, "%.4f", 100 * matters).replaceAll("\\.?0+$", "");
        return points + (points.equals("1") ? " point" : " points");
    }

    /// The score that must be shown to be passed: `score` less `tolerance`, and never below 0.
    public double least() {
        return Math.max(0, score - tolerance);
    }
}
