package dev.gradus.stats;

/// The pieces of Loader's saddle-point expansion, for real arguments: shared by [Binomial], [Beta]
/// and [ChiSquare].
///
/// `x!` is written as Stirling's formula times `exp(stirlingError(x))`, and the deviance `x ln(x/m)
/// + m - x` is computed without cancellation. Loader (2000), *Fast and accurate computation of
///   binomial probabilities*; the series of the Stirling error is Abramowitz and Stegun 6.1.41.
final class Saddle {
    private static final double HALF_LN_TWO_PI = 0.918938533204672741780329736406;

    private Saddle() {}

    /// ln of `Gamma(n+1) / (Gamma(k+1) Gamma(n-k+1)) * p^k * (1-p)^(n-k)`, for real `0 <= k <= n`.
    static double logTerm(double k, double n, double p) {
        double q = 1 - p;
        if (p == 0 || q == 0) {
            return k == (p == 0 ? 0 : n) ? 0 : Double.NEGATIVE_INFINITY;
        }
        if (k == 0) {
            return p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q);
        }
        if (k == n) {
            return n * Math.log(p);
        }
        double m = n - k;
        double error = stirlingError(n) - stirlingError(k) - stirlingError(m);
        double deviance = deviance(k, n * p) + deviance(m, n * q);
        double scale = 0.5 * (Math.log(k) + Math.log1p(-k / n));
        return error - deviance - HALF_LN_TWO_PI - scale;
    }

    /// ln of `m^x exp(-m) / Gamma(x+1)`: one Poisson term, for real `x >= 0` and `m > 0`.
    static double logPoisson(double x, double m) {
        if (x == 0) {
            return -m;
        }
        return -stirlingError(x) - deviance(x, m) - HALF_LN_TWO_PI - 0.5 * Math.log(x);
    }

    /// `ln Gamma(x+1) - (x+1/2) ln x + x - ln(2 pi)/2`, for x > 0.
    static double stirlingError(double x) {
        if (x >= 16) {
            return series(x);
        }
        // Lift x above 16 by Gamma(y+1) = y Gamma(y), then take the lift back out.
        double product = 1;
        double lifted = x;
        while (lifted < 16) {
            lifted++;
            product *= lifted;
        }
        double logGamma =
                (lifted + 0.5) * Math.log(lifted)
                        - lifted
                        + HALF_LN_TWO_PI
                        + series(lifted)
                        - Math.log(product);
        return logGamma - (x + 0.5) * Math.log(x) + x - HALF_LN_TWO_PI;
    }

    private static double series(double x) {
        double s = 1 / (x * x);
        double tail = 1.0 / 1188 - s * (691.0 / 360360 - s / 156);
        return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * tail)))) / x;
    }

    /// `x ln(x/m) + m - x`, by its series in `(x-m)/(x+m)` where the two are close.
    static double deviance(double x, double m) {
        double difference = x - m;
        if (Math.abs(difference) >= 0.1 * (x + m)) {
            return x * Math.log(x / m) - difference;
        }
        double v = difference / (x + m);
        double sum = difference * v;
        double power = 2 * x * v;
        for (int j = 3; ; j += 2) {
            power *= v * v;
            double next = sum + power / j;
            if (next == sum) {
                return next;
            }
            sum = next;
        }
    }
}
