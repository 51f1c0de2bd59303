package dev.gradus.stats;

import java.util.Arrays;

/// Confidence limits from bootstrap replicates, bias-corrected and accelerated.
///
/// Efron (1987), *Better bootstrap confidence intervals*, JASA 82, 171-185: the limit at normal
/// point z is the replicate quantile at `Phi(z0 + (z0 + z) / (1 - a (z0 + z)))`, with z0 from the
/// share of replicates below the estimate and a from the jackknife.
///
/// Deviations, each against coverage lost in small or coarse samples:
/// 1. Replicates equal to the estimate count half in z0, since scores have few distinct values.
/// 2. z is `sqrt(n/(n-1))` times Student's t with n-1 degrees of freedom, n the independent units
///    (examples, or groups): the expanded bootstrap of Hesterberg (2015), *What teachers should
///    know about the bootstrap*, American Statistician 69, 371-386. It undoes the bootstrap's
///    narrowness (`sqrt((n-1)/n)`) and is invisible from a few hundred units.
/// 3. Beyond the outermost 50 replicates a quantile is noise, so the limit continues there as a
///    normal tail through the 50th. The levels of Holm steps and repeated looks need this.
///
/// Limits never leave the range the quantity can have.
final class Bca implements Bounds {
    private static final int RELIABLE = 50;

    private final double[] sorted;
    private final double bias;
    private final double acceleration;
    private final int units;
    private final double least;
    private final double most;

    /// @param replicates the bootstrap replicates; sorted in place
    /// @param units how many independent units were resampled, at least 2
    Bca(
            double[] replicates,
            double estimate,
            double acceleration,
            int units,
            double least,
            double most) {
        Arrays.sort(replicates);
        this.sorted = replicates;
        this.bias = bias(replicates, estimate);
        this.acceleration = acceleration;
        this.units = units;
        this.least = least;
        this.most = most;
    }

    @Override
    public double lower(double level) {
        return limit(1 - Require.inside(level, "level"));
    }

    @Override
    public double upper(double level) {
        return limit(Require.inside(level, "level"));
    }

    /// The acceleration from leave-one-out estimates, entry i standing for `times[i]` units.
    static double acceleration(double[] leftOut, double[] times) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < leftOut.length; i++) {
            sum += times[i] * leftOut[i];
            n += times[i];
        }
        double squares = 0;
        double cubes = 0;
        for (int i = 0; i < leftOut.length; i++) {
            double pull = sum / n - leftOut[i];
            squares += times[i] * pull * pull;
            cubes += times[i] * pull * pull * pull;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
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

    private double limit(double p) {
        double expansion = Math.sqrt(units / (units - 1.0));
        double shifted = bias + expansion * StudentT.quantile(p, units - 1.0);
        double slope = 1 - acceleration * shifted;
        if (slope <= 0) {
            return shifted > 0 ? most : least;
        }
        return Math.min(most, Math.max(least, replicateAt(bias + shifted / slope)));
    }

    /// The replicate quantile at a normal point, with a normal tail beyond the reliable replicates.
    private double replicateAt(double point) {
        double edge = Normal.quantile(1 - (double) RELIABLE / sorted.length);
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
