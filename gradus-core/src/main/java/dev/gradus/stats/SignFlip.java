package dev.gradus.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The paired permutation test for graded scores: if the two candidates are equally good, each
/// difference could as well have had the other sign.
///
/// Fisher (1935), *The Design of Experiments*, section 21; Pitman (1937). The statistic is the sum
/// of the differences; differences of 0 do not matter. With groups, the sums of whole groups are
/// flipped. For differences of -1, 0 and 1 the test is exact McNemar.
///
/// Exact wherever it can be, in one of two ways; else from the saddlepoint for many differences,
/// and by random flips for few:
/// 1. If all differences are multiples of 1/k for some k up to 120 (averages of repeats, rubric
///    points), the distribution of the flipped sum is built up difference by difference: the shift
///    algorithm of Streitberg and Roehmel (1986), Statistical Software Newsletter 12, 10-17;
///    polynomial time as in Pagano and Tritchler (1983), JASA 78, 435-440.
/// 2. With at most 20 non-zero differences, all `2^m` arrangements are counted, as pairs from two
///    sorted halves (Horowitz and Sahni 1974, JACM 21, 277-292).
/// 3. With more than 5,000 non-zero differences, of which no few hold most of the sum of squares,
///    the tail is computed from the cumulants of the flipped sum: Robinson (1982), *Saddlepoint
///    approximations for permutation tests and confidence intervals*, JRSS B 44, 91-101 (this
///    package's `FlippedSum`). Its relative error is below 0.001 everywhere, tiny p-values
///    included; 99,999 random arrangements have one of 0.014 at p = 0.05 and know nothing below
///    1e-5.
/// 4. Otherwise up to 99,999 random arrangements; p is `(hits + 1) / (drawn + 1)`, which keeps the
///    level exactly (Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, article 39).
public final class SignFlip {
    static final int MOST_DRAWN = 99_999;

    private static final int FEWEST_DRAWN = 9_999;
    private static final long MOST_STEPS = 400_000_000L;
    private static final int COUNTED = 20;
    private static final int MOST_FLIPPED = 5_000;
    private static final int FINEST = 120;
    private static final double TINY = 1e-280;

    private SignFlip() {}

    /// Tests the differences, candidate minus baseline, one per example.
    ///
    /// @param seed from [Seeds], for this purpose alone; not used where the test is exact
    public static Permutation test(double[] differences, long seed) {
        return test(differences, Groups.each(differences.length), seed);
    }

    /// Tests the differences where examples with equal entries in `groups` belong together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Permutation test(double[] differences, int[] groups, long seed) {
        return test(differences, Groups.of(groups, differences.length), seed);
    }

    static Permutation test(double[] differences, Groups groups, long seed) {
        for (int i = 0; i < differences.length; i++) {
            Require.that(
                    Double.isFinite(differences[i]),
                    "differences[" + i + "] must be a finite number, but is " + differences[i]);
        }
        groups.enough();
        int unit = unit(differences);
        double[] sums = groups.sums(unit > 0 ? scaled(differences, unit) : differences);
        double observed = Arrays.stream(sums).sum();
        double[] sizes = Arrays.stream(sums).map(Math::abs).filter(s -> s > 0).toArray();
        double total = Arrays.stream(sizes).sum();
        if (unit > 0 && total * sizes.length <= MOST_STEPS) {
            return built(sizes, (int) total, Math.round(observed));
        }
        if (sizes.length <= COUNTED) {
            return counted(sizes, total, observed);
        }
        return sizes.length > MOST_FLIPPED && FlippedSum.even(sizes)
                ? new FlippedSum(sizes, unit > 0 ? 1 : 0).test(observed)
                : drawn(sizes, total, observed, new SplittableRandom(seed));
    }

    /// The smallest k for which all values are multiples of 1/k, or 0.
    private static int unit(double[] values) {
        for (int k = 1; k <= FINEST; k++) {
            boolean fits = true;
            for (int i = 0; fits && i < values.length; i++) {
                double scaled = values[i] * k;
                fits = Math.abs(scaled - Math.rint(scaled)) <= 1e-9;
            }
            if (fits) {
                return k;
            }
        }
        return 0;
    }

    private static double[] scaled(double[] values, int unit) {
        return Arrays.stream(values).map(v -> Math.rint(v * unit)).toArray();
    }

    /// P(flipped sum >= |observed|) from the distribution of w, the sum of the sizes that came out
    /// negative: the flipped sum is `total - 2 w`.
    private static Permutation built(double[] sizes, int total, long observed) {
        double[] chance = new double[total + 1];
        chance[0] = 1;
        int low = 0;
        int high = 0;
        for (double size : sizes) {
            int shift = (int) size;
            for (int w = high + shift; w >= low; w--) {
                double stays = w <= high ? chance[w] : 0;
                double moves = w - shift >= low ? chance[w - shift] : 0;
                chance[w] = (stays + moves) / 2;
            }
            high += shift;
            // What has become negligible is dropped before it turns into slow subnormal numbers.
            while (chance[low] < TINY) {
                chance[low++] = 0;
            }
            while (chance[high] < TINY) {
                chance[high--] = 0;
            }
        }
        double tail = atMost(chance, (total - Math.abs(observed)) / 2);
        double greater = observed >= 0 ? tail : atMost(chance, (total - observed) / 2);
        double twoSided = observed == 0 ? 1 : Math.min(1, 2 * tail);
        return new Permutation(twoSided, greater, true, arrangements(sizes.length));
    }

    private static double atMost(double[] chance, long w) {
        double sum = 0;
        for (int i = 0; i <= w && i < chance.length; i++) {
            sum += chance[i];
        }
        return Math.min(1, sum);
    }

    private static Permutation counted(double[] sizes, double total, double observed) {
        double slack = 1e-12 * total;
        int half = sizes.length / 2;
        double[] left = subsetSums(Arrays.copyOfRange(sizes, 0, half));
        double[] right = subsetSums(Arrays.copyOfRange(sizes, half, sizes.length));
        double all = (double) left.length * right.length;
        double tail = pairsUpTo(left, right, (total - Math.abs(observed) + slack) / 2) / all;
        double greater = pairsUpTo(left, right, (total - observed + slack) / 2) / all;
        boolean even = Math.abs(observed) <= slack;
        return new Permutation(
                even ? 1 : Math.min(1, 2 * tail), greater, true, arrangements(sizes.length));
    }

    private static double[] subsetSums(double[] values) {
        double[] sums = new double[1 << values.length];
        for (int mask = 1; mask < sums.length; mask++) {
            int last = Integer.numberOfTrailingZeros(mask);
            sums[mask] = sums[mask & (mask - 1)] + values[last];
        }
        Arrays.sort(sums);
        return sums;
    }

    private static long pairsUpTo(double[] left, double[] right, double limit) {
        long pairs = 0;
        int r = right.length;
        for (double sum : left) {
            while (r > 0 && sum + right[r - 1] > limit) {
                r--;
            }
            pairs += r;
        }
        return pairs;
    }

    private static Permutation drawn(
            double[] sizes, double total, double observed, SplittableRandom random) {
        double[] table = foursomes(sizes);
        int blocks = table.length / 16;
        long affordable = MOST_STEPS / blocks;
        int draws = (int) Math.max(FEWEST_DRAWN, Math.min(MOST_DRAWN, affordable));
        double slack = 1e-12 * total;
        int greater = 0;
        int asFar = 0;
        for (int i = 0; i < draws; i++) {
            double sum = flippedSum(table, blocks, random);
            greater += sum >= observed - slack ? 1 : 0;
            asFar += Math.abs(sum) >= Math.abs(observed) - slack ? 1 : 0;
        }
        return new Permutation(
                (asFar + 1.0) / (draws + 1), (greater + 1.0) / (draws + 1), false, draws);
    }

    /// For each block of four sizes, their 16 signed sums: one look-up then flips four signs.
    private static double[] foursomes(double[] sizes) {
        int blocks = (sizes.length + 3) / 4;
        double[] table = new double[blocks * 16];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < 4; j++) {
                int at = (i >> 4) * 4 + j;
                double size = at < sizes.length ? sizes[at] : 0;
                table[i] += (i >> j & 1) == 0 ? size : -size;
            }
        }
        return table;
    }

    private static double flippedSum(double[] table, int blocks, SplittableRandom random) {
        double sum = 0;
        long bits = 0;
        for (int block = 0; block < blocks; block++) {
            bits = (block & 15) == 0 ? random.nextLong() : bits >>> 4;
            sum += table[(block << 4) | (int) (bits & 15)];
        }
        return sum;
    }

    private static long arrangements(int flips) {
        return flips < 63 ? 1L << flips : Long.MAX_VALUE;
    }
}
