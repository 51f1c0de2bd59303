package dev.gradus.stats;

import java.util.SplittableRandom;

/// The inner loops of the bootstrap: resampled means, two draws per random number.
///
/// An index is the high half of `32 random bits * n`; its bias is below `n / 2^32` of a draw, far
/// under the noise of 10,000 resamples. Only `nextLong()` is called, whose stream is specified, so
/// a result is the same on every Java release. The values of 3,000 outcomes stay in the first-level
/// cache: `BootstrapTiming` measures the cost of a draw.
final class Draws {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private Draws() {}

    static int index(long bits, int n) {
        return (int) (((bits & LOW_HALF) * n) >>> 32);
    }

    /// Means of `resamples` samples with replacement, each as large as `values`.
    static double[] means(double[] values, int resamples, SplittableRandom random) {
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            means[r] = sum(values, random) / values.length;
        }
        return means;
    }

    private static double sum(double[] values, SplittableRandom random) {
        int n = values.length;
        double even = 0;
        double odd = 0;
        for (int i = n >> 1; i > 0; i--) {
            long bits = random.nextLong();
            even += values[index(bits, n)];
            odd += values[index(bits >>> 32, n)];
        }
        return (n & 1) == 0 ? even + odd : even + odd + values[index(random.nextLong(), n)];
    }

    /// Ratios of the sum of `sums` to the sum of `sizes` over resampled units.
    static double[] ratios(double[] sums, double[] sizes, int resamples, SplittableRandom random) {
        int n = sums.length;
        double[] ratios = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            double size = 0;
            for (int i = 0; i < n; i++) {
                int unit = index(random.nextLong(), n);
                sum += sums[unit];
                size += sizes[unit];
            }
            ratios[r] = sum / size;
        }
        return ratios;
    }
}
