package dev.gradus.stats;

/// The binomial distribution, exact to rounding, for a number of trials up to about 1e9.
///
/// One term is Loader's saddle-point form (Loader 2000, *Fast and accurate computation of binomial
/// probabilities*), which keeps full precision where the differences of log factorials lose it.
/// Tails add terms outwards from their largest one by the ratio of neighbours and stop when a term
/// no longer changes the sum: about the square root of n steps, no cancellation, and a small tail
/// keeps its relative precision (the smaller tail is the one that is added up).
public final class Binomial {
    private static final double NEGLIGIBLE = 1e-18;

    private Binomial() {}

    /// ln P(X = k); minus infinity where the outcome is impossible.
    public static double logPmf(long k, long n, double p) {
        check(n, p);
        return k < 0 || k > n ? Double.NEGATIVE_INFINITY : Saddle.logTerm(k, n, p);
    }

    /// P(X = k).
    public static double pmf(long k, long n, double p) {
        return Math.exp(logPmf(k, n, p));
    }

    /// P(X <= k).
    public static double cdf(long k, long n, double p) {
        check(n, p);
        if (k < 0) {
            return 0;
        }
        if (k >= n) {
            return 1;
        }
        return k <= n * p ? down(k, n, p) : 1 - down(n - k - 1, n, 1 - p);
    }

    /// P(X >= k).
    public static double upperTail(long k, long n, double p) {
        check(n, p);
        if (k <= 0) {
            return 1;
        }
        if (k > n) {
            return 0;
        }
        return k >= n * p ? down(n - k, n, 1 - p) : 1 - down(k - 1, n, p);
    }

    /// P(X <= k) for k at or below the mean, largest term first.
    private static double down(long k, long n, double p) {
        if (p == 0) {
            return 1;
        }
        if (p == 1) {
            return 0;
        }
        double odds = (1 - p) / p;
        double sum = 1;
        double term = 1;
        for (long i = k; i > 0; i--) {
            term *= i * odds / (n - i + 1);
            sum += term;
            if (term < NEGLIGIBLE * sum) {
                break;
            }
        }
        return Math.min(1, sum * Math.exp(Saddle.logTerm(k, n, p)));
    }

    private static void check(long n, double p) {
        Require.that(n >= 0, "trials must not be negative, but n is " + n);
        Require.share(p, "p");
    }
}
