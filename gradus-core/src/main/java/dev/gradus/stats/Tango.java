package dev.gradus.stats;

/// The score interval for the difference of two shares measured on the same examples, candidate
/// minus baseline.
///
/// With b wins of the candidate, c losses, n pairs and a hypothetical difference d, the statistic
/// is `T(d) = (b - c - n d) / sqrt(n (2 q + d - d^2))`, where q is the maximum-likelihood estimate
/// of the losing share under d: the positive root of `2n q^2 + ((2n - b + c) d - b - c) q - c d (1
/// - d) = 0`. The interval holds every d that T does not reject. Tango (1998), *Equivalence test
///   and confidence interval for the difference in proportions for the paired-sample design*,
///   Statistics in Medicine 17, 891-908.
///
/// It keeps its level at the small discordances of real comparisons, where Wald's interval does
/// not, never leaves [-1, 1], and has a width above zero when nothing is discordant: its ends are
/// then `z^2 / (n + z^2)` away from 0. It is a score method: unlike the exact McNemar test it may
/// miss its level slightly, so the two can disagree near the border. Bounds are found by bisection
/// to the last bit, since T falls as d grows. Reference values in the test: Fagerland, Lydersen and
/// Laake (2017), *Statistical Analysis of Contingency Tables*, chapter 8, and its software.
public final class Tango {
    private Tango() {}

    /// The two-sided interval.
    public static Interval interval(PairedCounts counts, double level) {
        double side = Interval.oneSided(level);
        return new Interval(lowerBound(counts, side), upperBound(counts, side), level);
    }

    /// The one-sided lower bound: the difference is above it with confidence `level`.
    public static double lowerBound(PairedCounts counts, double level) {
        double z = Normal.quantile(Require.inside(level, "level"));
        double low = -1;
        double high = 1;
        while (true) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (statistic(counts, middle) > z) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// The one-sided upper bound: the difference is below it with confidence `level`.
    public static double upperBound(PairedCounts counts, double level) {
        return -lowerBound(counts.swapped(), level);
    }

    /// The one-sided p-value of "the candidate is worse by `margin` or more": small if it is shown
    /// to be non-inferior. `margin` in (0, 1).
    public static double nonInferiority(PairedCounts counts, double margin) {
        return Normal.upperTail(statistic(counts, -Require.inside(margin, "margin")));
    }

    /// T(d), for d in [-1, 1]; 0 where numerator and variance both vanish.
    static double statistic(PairedCounts counts, double difference) {
        if (difference < 0) {
            return -statistic(counts.swapped(), -difference);
        }
        double n = counts.n();
        double b = counts.candidateOnly();
        double c = counts.baselineOnly();
        double top = b - c - n * difference;
        double linear = (2 * n - b + c) * difference - b - c;
        double constant = c * difference * (1 - difference);
        double root = Math.sqrt(linear * linear + 8 * n * constant);
        double losing = linear > 0 ? 2 * constant / (linear + root) : (root - linear) / (4 * n);
        double variance = n * (2 * losing + difference * (1 - difference));
        return top == 0 ? 0 : top / Math.sqrt(variance);
    }
}
