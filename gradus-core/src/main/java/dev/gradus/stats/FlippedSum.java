package dev.gradus.stats;

/// The distribution of a sum of many numbers whose signs are fair coins, by its saddlepoint.
///
/// The sum of `a_i` with random signs has the cumulant generating function `K(t) = sum ln cosh(t
/// a_i)`. With t solving `K'(t) = x`, `r = sqrt(2 (t x - K))` and `u = t sqrt(K'')`, the chance of
/// x or more is `1 - Phi(r) + phi(r) (1/u - 1/r)`: Lugannani and Rice (1980), *Saddle point
/// approximation for the distribution of the sum of independent random variables*, Advances in
/// Applied Probability 12, 475-490; for sign-flip tests Robinson (1982) and Davison and Hinkley
/// (1988), *Saddlepoint approximations in resampling methods*, Biometrika 75, 417-431. Sums of
/// whole numbers lie two apart: x is then moved half that way, h, and t in u becomes `sinh(h t) /
/// h` (Daniels 1987, *Tail probability approximations*, International Statistical Review 55, 37-48,
/// second continuity correction).
///
/// Odd cumulants are zero, so the relative error is of the order of `sum a^4 / (sum a^2)^2`, which
/// [#even] holds below 1/1,000.
final class FlippedSum {
    private static final double MOST_UNEVEN = 1e-3;
    private static final int MOST_STEPS = 100;
    private static final double CLOSE_ENOUGH = 1e-9;
    private static final double MIDDLE = 1e-3;
    private static final double UNDERFLOW = 38;

    private final double[] sizes;
    private final double halfStep;

    /// @param sizes above 0
    /// @param halfStep half the distance of two neighbouring sums; 0 where they lie anywhere
    FlippedSum(double[] sizes, double halfStep) {
        this.sizes = sizes;
        this.halfStep = halfStep;
    }

    /// True if no few of the sizes hold most of the sum of squares.
    static boolean even(double[] sizes) {
        double squares = 0;
        double fourths = 0;
        for (double size : sizes) {
            squares += size * size;
            fourths += size * size * size * size;
        }
        return fourths <= MOST_UNEVEN * squares * squares;
    }

    Permutation test(double observed) {
        double far = Math.abs(observed);
        double atLeast = far - halfStep <= 0 ? 0.5 : tail(far - halfStep);
        double greater = observed >= 0 ? atLeast : 1 - tail(far + halfStep);
        double twoSided = observed == 0 ? 1 : Math.min(1, 2 * atLeast);
        return new Permutation(twoSided, greater, false, 0);
    }

    /// The chance of x or more, for x above 0.
    private double tail(double x) {
        double t = 0;
        double[] k = cumulants(t);
        // K' is concave, so that Newton's steps from 0 climb to the root and never pass it.
        for (int i = 0; i < MOST_STEPS && x - k[1] > CLOSE_ENOUGH * x; i++) {
            t += (x - k[1]) / k[2];
            k = cumulants(t);
        }
        double r = Math.sqrt(2 * (t * x - k[0]));
        if (r > UNDERFLOW) {
            return 0;
        }
        double u = (halfStep == 0 ? t : Math.sinh(t * halfStep) / halfStep) * Math.sqrt(k[2]);
        double density = Math.exp(-r * r / 2) / Math.sqrt(2 * Math.PI);
        double correction = r < MIDDLE ? 0 : density * (1 / u - 1 / r);
        return Normal.upperTail(r) + correction;
    }

    /// K and its first two derivatives.
    private double[] cumulants(double t) {
        double[] k = new double[3];
        for (double size : sizes) {
            double fading = Math.exp(-2 * t * size);
            double tanh = (1 - fading) / (1 + fading);
            k[0] += t * size + Math.log1p(fading) - Math.log(2);
            k[1] += size * tanh;
            k[2] += size * size * (1 - tanh * tanh);
        }
        return k;
    }
}
