package dev.gradus.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Bootstrap confidence limits of a mean of bounded scores, or of a mean paired difference.
///
/// Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 14: examples are drawn
/// with replacement, the mean is recomputed, and the limits are read off the replicates (BCa with
/// three refinements, explained in this package's `Bca`). With groups, whole groups are drawn and
/// the mean is the ratio of the drawn scores to the drawn examples.
///
/// **Where the bootstrap knows nothing.** If fewer than 5 units differ from the most frequent value
/// c, resampling hardly sees anything but c, and if none differs it sees nothing at all: the
/// interval would have zero width however few examples there are. Then the share of units that may
/// differ is bounded exactly by u (Clopper-Pearson; for none, the rule of three, `u = 1 -
/// (1-level)^(1/n)`, about 3/n), and all of those are taken at the worst value of the range: `lower
/// = (1-u) c + u low`, `upper = (1-u) c + u high`. This holds whatever the distribution is. (With
/// groups of unequal size u bounds the share of groups, as an approximation.)
///
/// 10,000 resamples, fewer (down to 2,000) where they would cost more than 3e8 draws. Above 5,000
/// units of equal size nothing is drawn where the moments of the values say the same more exactly:
/// the distribution of the resampled mean is computed (this package's `Moments`), and the limits
/// are those of BCa as before.
public final class Bootstrap {
    /// The number of resamples, up to 30,000 units.
    public static final int RESAMPLES = 10_000;

    private static final int FEWEST_RESAMPLES = 2_000;
    private static final long MOST_DRAWS = 300_000_000L;
    private static final int FEW = 5;
    private static final int MOST_RESAMPLED = 5_000;

    private Bootstrap() {}

    /// Limits of the mean of `values`, independent of each other and all in `[low, high]`.
    ///
    /// @param seed from [Seeds], for this purpose alone
    public static Bounds mean(double[] values, double low, double high, long seed) {
        return mean(values, Groups.each(values.length), low, high, seed);
    }

    /// Limits of the mean of `values`, where examples with equal entries in `groups` belong
    /// together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Bounds mean(double[] values, int[] groups, double low, double high, long seed) {
        return mean(values, Groups.of(groups, values.length), low, high, seed);
    }

    static Bounds mean(double[] values, Groups groups, double low, double high, long seed) {
        Require.that(values.length > 0, "a mean needs at least one value, but there is none");
        Require.within(values, low, high, "values");
        groups.enough();
        double[] sums = groups.sums(values);
        double[] sizes = groups.sizes();
        double[] ratios = new double[sums.length];
        Arrays.setAll(ratios, i -> sums[i] / sizes[i]);
        double common = mostFrequent(ratios);
        long differing = Arrays.stream(ratios).filter(r -> !same(r, common)).count();
        if (differing < FEW) {
            return fewDiffer(common, differing, sums.length, low, high);
        }
        double sum = Arrays.stream(sums).sum();
        return new Bca(
                resampled(sums, sizes, ratios, sum / values.length, seed),
                acceleration(sums, sizes, sum, values.length),
                sums.length,
                low,
                high);
    }

    private static Bca.Resampled resampled(
            double[] sums, double[] sizes, double[] ratios, double estimate, long seed) {
        boolean equalSizes = Arrays.stream(sizes).allMatch(size -> size == sizes[0]);
        if (equalSizes && ratios.length > MOST_RESAMPLED) {
            Moments moments = new Moments(ratios);
            if (moments.suffice()) {
                return moments;
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        int resamples = resamples(sums.length);
        return new Replicates(
                equalSizes
                        ? Draws.means(ratios, resamples, random)
                        : Draws.ratios(sums, sizes, resamples, random),
                estimate);
    }

    static int resamples(int unitsPerResample) {
        long affordable = MOST_DRAWS / unitsPerResample;
        return (int) Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, affordable));
    }

    /// The distribution-free limits described above.
    static Bounds fewDiffer(double common, long differing, long n, double low, double high) {
        return Bounds.of(
                level -> {
                    double share = Share.clopperPearsonUpper(differing, n, level);
                    return common + share * (low - common);
                },
                level -> {
                    double share = Share.clopperPearsonUpper(differing, n, level);
                    return common + share * (high - common);
                });
    }

    private static double acceleration(double[] sums, double[] sizes, double sum, double n) {
        double[] leftOut = new double[sums.length];
        double[] once = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            leftOut[i] = (sum - sums[i]) / (n - sizes[i]);
            once[i] = 1;
        }
        return Bca.acceleration(leftOut, once);
    }

    static double mostFrequent(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double common = sorted[0];
        int longest = 0;
        int start = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (!same(sorted[i], sorted[start])) {
                start = i;
            }
            if (i - start + 1 > longest) {
                longest = i - start + 1;
                common = sorted[start];
            }
        }
        return common;
    }

    /// 0.4 - 0.3 and 0.3 - 0.2 are one value to a reader, though not to a double.
    private static boolean same(double a, double b) {
        return Math.abs(a - b) <= 1e-9;
    }
}
