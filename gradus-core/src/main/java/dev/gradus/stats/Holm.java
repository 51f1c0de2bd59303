package dev.gradus.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Holm's step-down correction for several tests at once: the chance of any false claim stays at
/// most alpha, whatever the dependence between the tests.
///
/// Holm (1979), *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of
/// Statistics 6, 65-70. With the p-values in rising order, the adjusted one of rank i (from 1) is
/// `max over j <= i of min(1, (m - j + 1) p_j)`.
public final class Holm {
    private Holm() {}

    /// The adjusted p-values, in the order given. NaN and values outside [0, 1] are refused.
    public static double[] adjust(double... p) {
        Require.within(p, 0, 1, "p");
        int[] order =
                IntStream.range(0, p.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> p[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] adjusted = new double[p.length];
        double highest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            double scaled = Math.min(1, (p.length - rank) * p[order[rank]]);
            highest = Math.max(highest, scaled);
            adjusted[order[rank]] = highest;
        }
        return adjusted;
    }

    /// Which hypotheses fall at a family-wise error rate of `alpha`: adjusted p at most alpha.
    public static boolean[] rejected(double[] p, double alpha) {
        Require.inside(alpha, "alpha");
        double[] adjusted = adjust(p);
        boolean[] rejected = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            rejected[i] = adjusted[i] <= alpha;
        }
        return rejected;
    }
}
