package dev.gradus.stats;

/// The beta distribution: the regularised incomplete beta function and its inverse.
///
/// I_x(a, b) is the continued fraction of DLMF 8.17.22, evaluated by the modified method of Lentz
/// (Thompson and Barnett 1986, J. Comput. Phys. 64, 490-509) on the side of the mean where it
/// converges in about sqrt(max(a, b)) steps; its leading factor is computed as a saddle-point term,
/// so that large parameters lose no digits. The inverse is Newton's method kept inside a shrinking
/// bracket, halving it where a step would leave.
public final class Beta {
    private static final int MOST_STEPS = 1_000_000;
    private static final double TINY = 1e-300;

    private Beta() {}

    /// P(X <= x) for parameters `a`, `b` > 0; `x` in [0, 1].
    public static double cdf(double x, double a, double b) {
        check(a, b);
        Require.share(x, "x");
        if (x == 0 || x == 1) {
            return x;
        }
        return x < (a + 1) / (a + b + 2) ? left(x, a, b) : 1 - left(1 - x, b, a);
    }

    /// The x with `cdf(x, a, b) == p`, for p in [0, 1].
    public static double quantile(double p, double a, double b) {
        check(a, b);
        Require.share(p, "p");
        if (p == 0 || p == 1) {
            return p;
        }
        double low = 0;
        double high = 1;
        double x = a / (a + b);
        for (int i = 0; i < 2000; i++) {
            double excess = cdf(x, a, b) - p;
            if (excess == 0) {
                return x;
            }
            if (excess > 0) {
                high = x;
            } else {
                low = x;
            }
            double next = x - excess / density(x, a, b);
            if (!(next > low && next < high)) {
                next = low + (high - low) / 2;
            }
            if (Math.abs(next - x) <= 1e-16 * x || next == low || next == high) {
                return next;
            }
            x = next;
        }
        return x;
    }

    private static double left(double x, double a, double b) {
        // x^a (1-x)^b / (a B(a,b)), with the binomial term of real arguments
        double factor = Math.exp(Saddle.logTerm(a, a + b, x)) * b / (a + b);
        double c = 1;
        double d = 1 / floor(1 - (a + b) * x / (a + 1));
        double fraction = d;
        for (int m = 1; m < MOST_STEPS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / floor(1 + even * d);
            c = floor(1 + even / c);
            fraction *= c * d;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / floor(1 + odd * d);
            c = floor(1 + odd / c);
            double change = c * d;
            fraction *= change;
            if (Math.abs(change - 1) < 1e-16) {
                break;
            }
        }
        return Math.min(1, factor * fraction);
    }

    private static double density(double x, double a, double b) {
        return Math.exp(Saddle.logTerm(a, a + b, x)) * a * b / (a + b) / (x * (1 - x));
    }

    private static double floor(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    private static void check(double a, double b) {
        Require.that(
                a > 0 && b > 0 && a + b < Double.POSITIVE_INFINITY,
                "a beta distribution needs positive parameters, but they are " + a + " and " + b);
    }
}
