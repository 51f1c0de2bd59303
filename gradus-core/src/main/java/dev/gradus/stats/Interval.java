package dev.gradus.stats;

/// A two-sided confidence interval: its ends and the share of repetitions in which such an interval
/// covers the truth.
///
/// @param low the lower end, at most `high`
/// @param high the upper end
/// @param level the confidence level, strictly between 0 and 1, for example 0.95
public record Interval(double low, double high, double level) {
    public Interval {
        Require.that(
                Double.isFinite(low) && Double.isFinite(high) && low <= high,
                "an interval needs finite ends in order, but they are " + low + " and " + high);
        Require.inside(level, "level");
    }

    /// True if `value` lies inside, ends included.
    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    /// The same ends, which hold at another level than that of one look.
    public Interval at(double other) {
        return other == level ? this : new Interval(low, high, other);
    }

    public double width() {
        return high - low;
    }

    /// The confidence of each end alone when the interval is cut symmetrically: 0.975 for 0.95.
    static double oneSided(double level) {
        return 1 - (1 - Require.inside(level, "level")) / 2;
    }
}
