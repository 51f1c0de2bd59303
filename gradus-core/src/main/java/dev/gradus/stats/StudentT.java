package dev.gradus.stats;

/// Quantiles of Student's t, by its relation to the beta distribution (`nu / (nu + T^2)` is
/// Beta(nu/2, 1/2); Abramowitz and Stegun 26.7.1).
public final class StudentT {
    private StudentT() {}

    /// The value below which a draw lies with probability p.
    ///
    /// @param p strictly between 0 and 1
    /// @param degreesOfFreedom above 0
    public static double quantile(double p, double degreesOfFreedom) {
        Require.inside(p, "p");
        if (p == 0.5) {
            return 0;
        }
        double tail = Math.min(p, 1 - p);
        double x = Beta.quantile(2 * tail, degreesOfFreedom / 2, 0.5);
        // 1 - x cancels for large degrees of freedom, so take the complement from its own quantile.
        double rest = Beta.quantile(1 - 2 * tail, 0.5, degreesOfFreedom / 2);
        double t = Math.sqrt(degreesOfFreedom * rest / x);
        return p < 0.5 ? -t : t;
    }
}
