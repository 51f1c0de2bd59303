package dev.gradus.stats;

/// A measured value with its interval.
///
/// @param value the estimate
/// @param interval its two-sided interval
/// @param n the examples it rests on
public record Estimate(double value, Interval interval, int n) {
    public Estimate {
        Require.that(Double.isFinite(value), "an estimate must be finite, but is " + value);
        Require.that(n > 0, "an estimate needs at least one example, but n is " + n);
    }
}
