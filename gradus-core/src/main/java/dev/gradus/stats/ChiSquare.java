package dev.gradus.stats;

/// The upper tail of the chi-square distribution: the regularised incomplete gamma function, by its
/// series below the mean and by the continued fraction of DLMF 8.9.2 (modified Lentz) above it.
public final class ChiSquare {
    private ChiSquare() {}

    /// P(X >= x) for `degreesOfFreedom` > 0 and x >= 0.
    public static double upperTail(double x, double degreesOfFreedom) {
        Require.that(
                x >= 0 && x < Double.POSITIVE_INFINITY,
                "a chi-square value must be finite and not negative, but x is " + x);
        Require.that(
                degreesOfFreedom > 0,
                "degrees of freedom must be positive, but are " + degreesOfFreedom);
        double a = degreesOfFreedom / 2;
        double y = x / 2;
        if (y == 0) {
            return 1;
        }
        double term = Math.exp(Saddle.logPoisson(a, y));
        return y < a + 1 ? 1 - series(a, y) * term : fraction(a, y) * term * a;
    }

    /// P(a, y) over `y^a exp(-y) / Gamma(a+1)`.
    private static double series(double a, double y) {
        double term = 1;
        double sum = 1;
        for (double k = a + 1; term > 1e-17 * sum; k++) {
            term *= y / k;
            sum += term;
        }
        return sum;
    }

    /// Q(a, y) over `y^a exp(-y) / Gamma(a)`.
    private static double fraction(double a, double y) {
        double b = y + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 1_000_000; i++) {
            double an = -i * (i - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            double change = c * d;
            h *= change;
            if (Math.abs(change - 1) < 1e-16) {
                break;
            }
        }
        return h;
    }
}
