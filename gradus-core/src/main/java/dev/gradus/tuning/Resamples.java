package dev.gradus.tuning;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Means of several columns of scores of the same examples, over the same bootstrap samples: what
/// the columns share stays shared. Whole groups are drawn (Efron and Tibshirani 1993, *An
/// Introduction to the Bootstrap*, chapter 8).
final class Resamples {
    static final int COUNT = 2_000;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private Resamples() {}

    /// @param columns each with one score an example
    /// @param groups of the examples; equal numbers belong together
    /// @return `means[column][sample]`
    static double[][] means(List<double[]> columns, int[] groups, SplittableRandom random) {
        int[] groupOf = numbered(groups);
        int count = 1 + Arrays.stream(groupOf).max().orElse(0);
        double[] sizes = new double[count];
        double[][] sums = new double[columns.size()][count];
        for (int i = 0; i < groupOf.length; i++) {
            sizes[groupOf[i]]++;
            for (int column = 0; column < sums.length; column++) {
                sums[column][groupOf[i]] += columns.get(column)[i];
            }
        }
        double[][] means = new double[sums.length][COUNT];
        for (int sample = 0; sample < COUNT; sample++) {
            draw(sums, sizes, means, sample, random);
        }
        return means;
    }

    private static void draw(
            double[][] sums,
            double[] sizes,
            double[][] means,
            int sample,
            SplittableRandom random) {
        double size = 0;
        for (int drawn = 0; drawn < sizes.length; drawn++) {
            int group = (int) (((random.nextLong() & LOW_HALF) * sizes.length) >>> 32);
            size += sizes[group];
            for (int column = 0; column < sums.length; column++) {
                means[column][sample] += sums[column][group];
            }
        }
        for (int column = 0; column < sums.length; column++) {
            means[column][sample] /= size;
        }
    }

    private static int[] numbered(int[] groups) {
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] numbered = new int[groups.length];
        for (int i = 0; i < groups.length; i++) {
            Integer known = numbers.putIfAbsent(groups[i], numbers.size());
            numbered[i] = known == null ? numbers.size() - 1 : known;
        }
        return numbered;
    }

    /// The value below which the share `p` of the values lies (nearest rank).
    static double quantile(double[] values, double p) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(p * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, rank))];
    }
}
