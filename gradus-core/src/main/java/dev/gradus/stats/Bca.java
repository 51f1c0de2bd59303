package dev.gradus.stats;

/// Confidence limits from the bootstrap distribution of a quantity, bias-corrected and accelerated.
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
///
/// The distribution is drawn ([Replicates]) or, for means of very many units, computed from moments
/// ([Moments]).
///
/// Limits never leave the range the quantity can have.
final class Bca implements Bounds {
    /// How the resampled quantity is distributed.
    interface Resampled {
        /// z0: the normal point of the share below the estimate.
        double bias();

        /// The quantile at a normal point.
        double at(double point);
    }

    private final Resampled resampled;
    private final double acceleration;
    private final int units;
    private final double least;
    private final double most;

    /// @param units how many independent units were resampled, at least 2
    Bca(Resampled resampled, double acceleration, int units, double least, double most) {
        this.resampled = resampled;
        this.acceleration = acceleration;
        this.units = units;
        this.least = least;
        this.most = most;
    }

    /// True if the distribution was computed, not drawn.
    boolean fromMoments() {
        return resampled instanceof Moments;
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

    private double limit(double p) {
        double expansion = Math.sqrt(units / (units - 1.0));
        double bias = resampled.bias();
        double shifted = bias + expansion * StudentT.quantile(p, units - 1.0);
        double slope = 1 - acceleration * shifted;
        if (slope <= 0) {
            return shifted > 0 ? most : least;
        }
        return Math.min(most, Math.max(least, resampled.at(bias + shifted / slope)));
    }
}
