package dev.gradus.tune.net;

/// Zeroes a share of the values and scales the rest up so that the mean stays (Srivastava et al.
/// 2014). Which ones follows from the seed and the place alone, so backward needs no stored mask
/// and the outcome does not depend on who computes it.
final class Dropout {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Dropout() {}

    /// y = mask(x)/(1 - share).
    static void forward(float[] x, float[] y, int count, double share, long seed) {
        int limit = (int) Math.round(share * 65536);
        float scale = 65536f / (65536 - limit);
        for (int i = 0; i < count; i += 4) {
            long bits = mix(seed + i * GOLDEN);
            for (int j = i; j < Math.min(i + 4, count); j++) {
                y[j] = (bits & 0xffff) < limit ? 0 : scale * x[j];
                bits >>>= 16;
            }
        }
    }

    /// dx += mask(dy)/(1 - share), with the same mask.
    static void backward(float[] dy, float[] dx, int count, double share, long seed) {
        int limit = (int) Math.round(share * 65536);
        float scale = 65536f / (65536 - limit);
        for (int i = 0; i < count; i += 4) {
            long bits = mix(seed + i * GOLDEN);
            for (int j = i; j < Math.min(i + 4, count); j++) {
                dx[j] += (bits & 0xffff) < limit ? 0 : scale * dy[j];
                bits >>>= 16;
            }
        }
    }

    /// SplitMix64's finalizer (Steele, Lea and Flood 2014).
    static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
