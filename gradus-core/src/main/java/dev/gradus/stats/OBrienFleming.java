package dev.gradus.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at data as they come in, in equal parts, such that all looks together err as often as one
/// look at the end (O'Brien and Fleming 1979, Biometrics 35, 549-556).
///
/// After part k of K, at time t = k / K, the standardized sum z is a Brownian motion over the root
/// of t, and a claim is made where z reaches c / sqrt(t). The constant c is the one at which the
/// motion, looked at K times, reaches it with probability alpha: early looks are strict, the last
/// one is nearly as lenient as a single test. The probability is integrated look by look (Armitage,
/// McPherson and Rowe 1969), to about 1e-6.
///
/// @param parts K, looks in all
/// @param alpha one-sided, of all looks together
/// @param constant c
public record OBrienFleming(int parts, double alpha, double constant) {
    /// Below this many standard deviations the motion is left out: it never comes back.
    private static final double FLOOR = -7;

    private static final double STEP = 0.02;

    /// Where a crossing is as good as certain.
    private static final double LOWEST = -4;

    private static final double FAR = 8;
    private static final Map<OBrienFleming, OBrienFleming> KNOWN = new ConcurrentHashMap<>();

    /// @param parts from 1 to 100
    /// @param alpha in (0, 0.5)
    public static OBrienFleming of(int parts, double alpha) {
        Require.that(parts >= 1 && parts <= 100, "there are 1 to 100 parts, but parts is " + parts);
        Require.that(
                alpha > 0 && alpha < 0.5, "alpha lies between 0 and 0.5, but alpha is " + alpha);
        return KNOWN.computeIfAbsent(
                new OBrienFleming(parts, alpha, 0),
                asked -> new OBrienFleming(parts, alpha, solve(parts, alpha)));
    }

    /// The one-sided level of a test after part k: tiny at first.
    ///
    /// @param part from 1 to `parts`
    public double nominal(int part) {
        Require.that(
                part >= 1 && part <= parts,
                "the parts are 1 to " + parts + ", but part is " + part);
        return Normal.cdf(-constant * Math.sqrt((double) parts / part));
    }

    /// The repeated p-value (Jennison and Turnbull 2000, section 9.5): the least alpha at which a
    /// plan of so many parts makes its claim after this part. It may be held against any alpha, and
    /// joined with others by Holm (Maurer and Bretz 2013, Statistics in Biopharmaceutical Research
    /// 5, 311-320).
    ///
    /// @param p one-sided, of the test of what is in after the part
    static double repeatedP(int parts, int part, double p) {
        if (parts == 1 || p >= 1) {
            return p;
        }
        double height =
                -Normal.quantile(Math.max(p, Double.MIN_NORMAL)) * Math.sqrt((double) part / parts);
        if (height <= LOWEST) {
            return 1;
        }
        // Far out twice the tail at the end bounds the crossing (the reflection principle).
        return height > FAR ? 2 * Normal.upperTail(height) : Math.min(1, crossing(parts, height));
    }

    private static double solve(int parts, double alpha) {
        double low = 0;
        double high = Normal.quantile(1 - alpha / parts);
        while (high - low > 1e-7) {
            double middle = (low + high) / 2;
            if (crossing(parts, middle) > alpha) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// The probability that the motion is at or above a height at one of the looks.
    static double crossing(int parts, double height) {
        double deviation = Math.sqrt(1.0 / parts);
        int cells = (int) Math.ceil((height - FLOOR) / STEP / 2) * 2;
        double step = (height - FLOOR) / cells;
        double[] kernel = new double[cells + 1];
        for (int i = 0; i <= cells; i++) {
            kernel[i] = density(i * step / deviation) / deviation;
        }
        double[] below = new double[cells + 1]; // the density at FLOOR + i * step, not yet crossed
        for (int i = 0; i <= cells; i++) {
            below[i] = density((FLOOR + i * step) / deviation) / deviation;
        }
        double crossed = Normal.cdf(-height / deviation);
        for (int look = 2; look <= parts; look++) {
            double[] next = new double[cells + 1];
            for (int from = 0; from <= cells; from++) {
                double weight = below[from] * simpson(from, cells) * step;
                if (weight > 0) {
                    crossed += weight * Normal.cdf((from - cells) * step / deviation);
                    for (int to = 0; to <= cells; to++) {
                        next[to] += weight * kernel[Math.abs(to - from)];
                    }
                }
            }
            below = next;
        }
        return crossed;
    }

    private static double simpson(int i, int cells) {
        return i == 0 || i == cells ? 1.0 / 3 : i % 2 == 1 ? 4.0 / 3 : 2.0 / 3;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
