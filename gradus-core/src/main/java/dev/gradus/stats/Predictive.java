package dev.gradus.stats;

/// What new examples will show, as far as those seen so far tell: the uncertainty of the truth and
/// the luck of the new examples together.
///
/// **Right-or-wrong answers.** With Jeffreys' prior the share has the posterior Beta(s + 1/2, n - s
/// + 1/2), and the number of right answers among N new examples is beta-binomial (Gelman et al.
///   2013, *Bayesian Data Analysis*, 3rd edition, section 2.4 and appendix A). The probabilities
///   are summed, not approximated; that takes time linear in N, a millisecond for 100,000.
///
/// **Means** by the normal approximation: the new mean less the seen one has the variance of both.
public final class Predictive {
    private static final double NEGLIGIBLE = 1e-18;

    private Predictive() {}

    /// The chance that of `next` new examples at least `wanted` are right.
    ///
    /// @param right of the `seen` examples
    public static double atLeast(long right, long seen, long wanted, long next) {
        Require.that(
                right >= 0 && right <= seen,
                "of " + seen + " examples " + right + " cannot be right");
        Require.that(next > 0, "a prediction needs at least one new example, but next is " + next);
        double a = right + 0.5;
        double b = seen - right + 0.5;
        long middle = Math.clamp(Math.round(next * a / (a + b)), 0, next);
        double above = middle >= wanted ? 1 : 0;
        double all = 1;
        double weight = 1;
        for (long k = middle; k < next; k++) {
            weight *= (next - k) * (k + a) / ((k + 1.0) * (next - k - 1 + b));
            all += weight;
            above += k + 1 >= wanted ? weight : 0;
            if (weight < NEGLIGIBLE * all) {
                break;
            }
        }
        weight = 1;
        for (long k = middle; k > 0; k--) {
            weight *= k * (next - k + b) / ((next - k + 1.0) * (k - 1 + a));
            all += weight;
            above += k - 1 >= wanted ? weight : 0;
            if (weight < NEGLIGIBLE * all) {
                break;
            }
        }
        return above / all;
    }

    /// The chance that the lower bound of a new mean, at one-sided `alpha`, lies above `edge`.
    ///
    /// @param mean of the examples seen
    /// @param error standard error of that mean
    /// @param nextError standard error of the new mean
    public static double boundAbove(
            double mean, double error, double nextError, double edge, double alpha) {
        Require.that(error >= 0 && nextError >= 0, "a standard error is not negative");
        double distance = mean - edge + nextError * Normal.quantile(Require.inside(alpha, "alpha"));
        double spread = Math.hypot(error, nextError);
        return spread == 0 ? (distance > 0 ? 1 : 0) : Normal.cdf(distance / spread);
    }
}
