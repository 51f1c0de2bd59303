package dev.gradus.stats;

import java.util.Arrays;

/// A bootstrap distribution that was drawn.
///
/// Beyond the outermost 50 replicates a quantile is noise, so the distribution continues there as a
/// normal tail through the 50th. The levels of Holm steps and repeated looks need this.
final class Replicates implements Bca.Resampled {
    private static final int RELIABLE = 50;

    private final double[] sorted;
    private final double bias;
    private final int reliable;

    /// @param replicates sorted in place
    Replicates(double[] replicates, double estimate) {
        this(replicates, estimate, RELIABLE);
    }

    /// @param reliable the replicate from which on the tail is continued; fewer than 50 where the
    ///   tail is too skewed to be continued as a normal one, at the price of more noise
    Replicates(double[] replicates, double estimate, int reliable) {
        this.reliable = reliable;
        Arrays.sort(replicates);
        this.sorted = replicates;
        this.bias = bias(replicates, estimate);
    }

    private static double bias(double[] sorted, double estimate) {
        double tolerance = 1e-12 * Math.max(1, Math.abs(estimate));
        double below = 0;
        for (double replicate : sorted) {
            if (replicate < estimate - tolerance) {
                below++;
            } else if (replicate <= estimate + tolerance) {
                below += 0.5;
            } else {
                break;
            }
        }
        double half = 0.5 / sorted.length;
        return Normal.quantile(Math.min(1 - half, Math.max(half, below / sorted.length)));
    }

    @Override
    public double bias() {
        return bias;
    }

    @Override
    public double at(double point) {
        double edge = Normal.quantile(1 - (double) reliable / sorted.length);
        if (Math.abs(point) <= edge) {
            return quantile(Normal.cdf(point));
        }
        double centre = quantile(0.5);
        double outermost = quantile(Normal.cdf(Math.copySign(edge, point)));
        return centre + (outermost - centre) * Math.abs(point) / edge;
    }

    /// Type 6 of Hyndman and Fan (1996): rank p (B+1), linear between neighbours.
    private double quantile(double p) {
        double rank = p * (sorted.length + 1) - 1;
        int below = (int) Math.floor(rank);
        double share = rank - below;
        return sorted[below] + share * (sorted[below + 1] - sorted[below]);
    }
}
