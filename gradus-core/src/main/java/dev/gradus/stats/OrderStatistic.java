package dev.gradus.stats;

import java.util.OptionalDouble;

/// Confidence bounds of a quantile, such as the p95 latency, without any assumption on the
/// distribution.
///
/// The number of observations below the true quantile q is Binomial(n, q), so the r-th smallest
/// value is an upper bound with confidence `P(Bin(n, q) <= r - 1)`; the smallest such r that
/// reaches the confidence is taken. Wilks (1941), *Determination of sample sizes for setting
/// tolerance limits*, Annals of Mathematical Statistics 12, 91-96; David and Nagaraja (2003),
/// *Order Statistics*, section 7.1. A p95 bound at 95 % needs at least 59 observations, a p99 bound
/// 299; with fewer there is none, whatever the values are.
public final class OrderStatistic {
    private OrderStatistic() {}

    /// The value that the quantile does not exceed, with `confidence`; empty if there are too few
    /// observations.
    ///
    /// @param sorted the observations in rising order
    /// @param quantile the share in (0, 1), 0.95 for p95
    public static OptionalDouble upperBound(double[] sorted, double quantile, double confidence) {
        check(sorted, quantile, confidence);
        int n = sorted.length;
        int low = 1;
        int high = n + 1;
        while (low < high) {
            int rank = (low + high) >>> 1;
            if (Binomial.cdf(rank - 1, n, quantile) >= confidence) {
                high = rank;
            } else {
                low = rank + 1;
            }
        }
        return low > n || Binomial.cdf(low - 1L, n, quantile) < confidence
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted[low - 1]);
    }

    /// The value that the quantile is not below, with `confidence`; empty if there are too few
    /// observations.
    public static OptionalDouble lowerBound(double[] sorted, double quantile, double confidence) {
        check(sorted, quantile, confidence);
        int n = sorted.length;
        int low = 0;
        int high = n;
        while (low < high) {
            int rank = (low + high + 1) >>> 1;
            if (Binomial.upperTail(rank, n, quantile) >= confidence) {
                low = rank;
            } else {
                high = rank - 1;
            }
        }
        return low == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[low - 1]);
    }

    /// The observed quantile: the smallest observation that at least the share `quantile` of all do
    /// not exceed (type 1 of Hyndman and Fan 1996, American Statistician 50, 361-365); empty
    /// without observations.
    public static OptionalDouble observed(double[] sorted, double quantile) {
        check(sorted, quantile, 0.5);
        int rank = (int) Math.ceil(quantile * sorted.length);
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted[Math.max(1, rank) - 1]);
    }

    private static void check(double[] sorted, double quantile, double confidence) {
        Require.inside(quantile, "quantile");
        Require.inside(confidence, "confidence");
        for (int i = 0; i < sorted.length; i++) {
            Require.that(!Double.isNaN(sorted[i]), "sorted[" + i + "] is NaN; leave it out");
            Require.that(
                    i == 0 || sorted[i - 1] <= sorted[i],
                    "values must be in rising order, but sorted[" + i + "] is below its neighbour");
        }
    }
}
