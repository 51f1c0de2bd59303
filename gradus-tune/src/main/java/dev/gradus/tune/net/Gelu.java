package dev.gradus.tune.net;

/// The constants of x·Φ(x), Φ the normal distribution (Hendrycks and Gimpel 2016).
///
/// Φ(x) = 1 - q for x >= 0 and q below 0, where q = ½·(a1·t + ... + a5·t⁵)·exp(-x²/2) and t = 1/(1
/// + p·|x|/√2): Abramowitz and Stegun (1964), 7.1.26.
final class Gelu {
    static final float P = (float) (0.3275911 / Math.sqrt(2));
    static final float A1 = 0.5f * 0.254829592f;
    static final float A2 = 0.5f * -0.284496736f;
    static final float A3 = 0.5f * 1.421413741f;
    static final float A4 = 0.5f * -1.453152027f;
    static final float A5 = 0.5f * 1.061405429f;

    /// 1/√(2π)
    static final float DENSITY = 0.39894228f;

    private Gelu() {}

    /// @param e exp(-x²/2)
    static double below(float x, double e) {
        double t = 1 / (1 + P * Math.abs(x));
        double q = ((((A5 * t + A4) * t + A3) * t + A2) * t + A1) * t * e;
        return x < 0 ? q : 1 - q;
    }
}
