package dev.gradus.stats;

import java.util.function.DoubleUnaryOperator;

/// The confidence limits of one quantity, at any level. Implementations are immutable and
/// thread-safe, and have a width above zero at every level of at least 1/2.
public interface Bounds {
    /// The one-sided lower bound: the truth is above it with confidence `level`.
    double lower(double level);

    /// The one-sided upper bound: the truth is below it with confidence `level`.
    double upper(double level);

    /// The two-sided interval: an equal error on either side.
    default Interval interval(double level) {
        double side = Interval.oneSided(level);
        return new Interval(lower(side), upper(side), level);
    }

    /// Bounds from one function per side.
    static Bounds of(DoubleUnaryOperator lower, DoubleUnaryOperator upper) {
        return new Bounds() {
            @Override
            public double lower(double level) {
                return lower.applyAsDouble(level);
            }

            @Override
            public double upper(double level) {
                return upper.applyAsDouble(level);
            }
        };
    }
}
