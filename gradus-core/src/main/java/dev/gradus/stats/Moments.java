package dev.gradus.stats;

import java.util.Arrays;

/// The bootstrap distribution of a mean, computed instead of drawn.
///
/// The mean of n values drawn with replacement has the cumulants of the values, which are known
/// exactly: with variance v, skewness g1 and excess kurtosis g2 of the values (moments over n), its
/// own are `v / n`, `g1 / sqrt(n)` and `g2 / n`. Its quantiles follow by the expansion of Cornish
/// and Fisher (1938), *Moments and cumulants in the specification of distributions*, Revue de
/// l'Institut International de Statistique 5, 307-320; Abramowitz and Stegun 26.2.49; for the
/// bootstrap Hall (1992), *The Bootstrap and Edgeworth Expansion*, section 3.5.
///
/// What the expansion leaves out is of the third order in the two last cumulants. They must be at
/// most 0.1 and 0.01, which leaves about 0.001 standard errors at the usual levels; the quantile of
/// 10,000 replicates is known to 0.03. Test: `MomentsTest`.
final class Moments implements Bca.Resampled {
    private static final double MOST_SKEWED = 0.1;
    private static final double MOST_PEAKED = 0.01;

    private final double mean;
    private final double error;
    private final double skewness;
    private final double excess;

    /// From values that are not all the same.
    Moments(double[] values) {
        int n = values.length;
        mean = Arrays.stream(values).sum() / n;
        double squares = 0;
        double cubes = 0;
        double fourths = 0;
        for (double value : values) {
            double off = value - mean;
            double square = off * off;
            squares += square;
            cubes += square * off;
            fourths += square * square;
        }
        error = Math.sqrt(squares) / n;
        skewness = cubes / Math.pow(squares, 1.5);
        excess = fourths / (squares * squares) - 3.0 / n;
    }

    /// True if these cumulants say all that matters of the distribution of the mean.
    boolean suffice() {
        return Math.abs(skewness) <= MOST_SKEWED && Math.abs(excess) <= MOST_PEAKED;
    }

    @Override
    public double bias() {
        return skewness / 6;
    }

    @Override
    public double at(double point) {
        double square = point * point;
        double bent =
                point
                        + skewness * (square - 1) / 6
                        + excess * point * (square - 3) / 24
                        - skewness * skewness * point * (2 * square - 5) / 36;
        return mean + error * bent;
    }
}
