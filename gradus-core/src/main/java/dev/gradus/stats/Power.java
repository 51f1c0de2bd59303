package dev.gradus.stats;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How many examples a question needs, and what a given number of examples can show.
///
/// **Superiority of right-or-wrong answers.** The power of the one-sided exact McNemar test is
/// computed, not approximated: the number of discordant pairs D is Binomial(n, discordance), given
/// D the wins are Binomial(D, (discordance + effect) / (2 discordance)), and the test rejects from
/// the smallest count whose tail under fair coins is at most alpha (Duffy 1984, *Asymptotic and
/// exact power for the McNemar test*, Biometrics 40, 1005-1015). Beyond 20,000 expected discordant
/// pairs the normal form `Phi((effect sqrt(n) - z_alpha sqrt(psi)) / sqrt(psi - effect^2))` of
/// Connor (1987), *Sample size for testing differences in proportions for the paired-sample
/// design*, Biometrics 43, 207-211, takes over, less half a discordant pair for the exact test's
/// steps.
///
/// **Non-inferiority** of equal candidates: `n = (z_alpha + z_power)^2 psi / margin^2` (Liu et al.
/// 2002, Statistics in Medicine 21, 231-245, for a true difference of 0), and never fewer than the
/// `z_alpha^2 (1 - margin) / margin` at which Tango's bound of no discordant pair clears the
/// margin. At alpha 0.05 and power 0.8 a margin of 0.01 takes 2,226 pairs at discordance 0.036 and
/// 6,183 at 0.10.
///
/// **Graded scores** by the normal approximation with the observed standard deviation.
///
/// A gain of e makes at least the share e of the pairs discordant: a smaller discordance is raised
/// to it. All alphas are one-sided. Costs nothing but time: at most some milliseconds.
public final class Power {
    private static final double MOST_EXACT = 20_000;

    private Power() {}

    /// The chance that n pairs show a true gain of `effect` at one-sided `alpha`.
    public static double paired(long n, double discordance, double effect, double alpha) {
        Require.that(n > 0, "power needs at least one pair, but n is " + n);
        Require.share(discordance, "discordance");
        Require.inside(alpha, "alpha");
        Require.that(
                effect > 0 && effect <= 1, "a gain must lie in (0, 1], but effect is " + effect);
        double psi = Math.max(discordance, effect);
        return n * psi > MOST_EXACT ? normal(n, psi, effect, alpha) : exact(n, psi, effect, alpha);
    }

    /// The number of pairs from which a true gain of `effect` is shown with chance `power`.
    public static long sampleSize(double discordance, double effect, double alpha, double power) {
        Require.inside(power, "power");
        return Smallest.that(
                        n -> paired(n, discordance, effect, alpha) >= power,
                        4,
                        8,
                        Long.MAX_VALUE / 2)
                .orElseThrow();
    }

    /// The smallest true gain that n pairs show with chance `power`; empty if even winning every
    /// pair would not be significant.
    public static OptionalDouble minimalDetectableEffect(
            long n, double discordance, double alpha, double power) {
        Require.inside(power, "power");
        if (paired(n, discordance, 1, alpha) < power) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = 1;
        while (high - low > 1e-7) {
            double middle = (low + high) / 2;
            if (paired(n, discordance, middle, alpha) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    /// The number of pairs from which equal candidates are shown to differ by less than `margin`
    /// with chance `power`.
    public static long nonInferioritySampleSize(
            double discordance, double margin, double alpha, double power) {
        Require.share(discordance, "discordance");
        Require.inside(margin, "margin");
        double z = z(alpha);
        double both = z + Normal.quantile(Require.inside(power, "power"));
        double fewest = z * z * (1 - margin) / margin;
        return ceil(Math.max(fewest, both * both * discordance / (margin * margin)));
    }

    /// The smallest margin within which n pairs show equal candidates to lie, with chance `power`.
    public static double nonInferiorityMargin(
            long n, double discordance, double alpha, double power) {
        Require.that(n > 0, "power needs at least one pair, but n is " + n);
        Require.share(discordance, "discordance");
        double z = z(alpha);
        double both = z + Normal.quantile(Require.inside(power, "power"));
        return Math.max(z * z / (n + z * z), Math.abs(both) * Math.sqrt(discordance / n));
    }

    /// The number of examples from which Wilson's two-sided interval around `share` reaches no
    /// further than `halfWidth` from its middle.
    public static long shareSampleSize(double share, double halfWidth, double level) {
        Require.share(share, "share");
        Require.inside(halfWidth, "halfWidth");
        double z = Normal.quantile(Interval.oneSided(level));
        // (h (1 + u))^2 = v u + u^2 / 4 with u = z^2 / n and v = share (1 - share)
        double square = halfWidth * halfWidth;
        double a = 0.25 - square;
        double b = share * (1 - share) - 2 * square;
        if (a <= 0) {
            return 1;
        }
        double u = (-b + Math.sqrt(b * b + 4 * a * square)) / (2 * a);
        return ceil(z * z / u);
    }

    /// The number of examples at which Wilson's one-sided bound of a share that stays as it is
    /// reaches `threshold`: what settles whether the share lies above or below it. Empty if the two
    /// are equal, which no number of examples settles.
    public static OptionalLong examplesToSettle(double share, double threshold, double level) {
        Require.share(share, "share");
        Require.share(threshold, "threshold");
        double z = Normal.quantile(Require.inside(level, "level"));
        double distance = (share - threshold) / z;
        return distance == 0
                ? OptionalLong.empty()
                : OptionalLong.of(ceil(threshold * (1 - threshold) / (distance * distance)));
    }

    /// The number of examples from which a true mean (difference) of `effect` is shown with chance
    /// `power`, or equal candidates are shown to differ by less than `effect`, where one example
    /// has the standard deviation `deviation`.
    public static long gradedSampleSize(
            double deviation, double effect, double alpha, double power) {
        positive(effect, "effect");
        double both = z(alpha) + Normal.quantile(Require.inside(power, "power"));
        double ratio = both * notNegative(deviation) / effect;
        return ceil(ratio * ratio);
    }

    /// The smallest true mean difference that n examples show with chance `power`.
    public static double gradedMinimalDetectableEffect(
            long n, double deviation, double alpha, double power) {
        Require.that(n > 0, "power needs at least one pair, but n is " + n);
        double both = z(alpha) + Normal.quantile(Require.inside(power, "power"));
        return both * notNegative(deviation) / Math.sqrt(n);
    }

    /// The number of examples at which a one-sided bound reaches a threshold that lies `distance`
    /// from the mean as it stands.
    public static long gradedExamplesToSettle(double deviation, double distance, double level) {
        positive(distance, "distance");
        double ratio = z(1 - Require.inside(level, "level")) * notNegative(deviation) / distance;
        return ceil(ratio * ratio);
    }

    private static double exact(long n, double psi, double effect, double alpha) {
        double deviation = Math.sqrt(n * psi * (1 - psi));
        long from = Math.max(0, (long) Math.floor(n * psi - 8.5 * deviation - 2));
        long to = Math.min(n, (long) Math.ceil(n * psi + 8.5 * deviation + 2));
        double winning = Math.min(1, (psi + effect) / (2 * psi));
        long critical = critical(from, alpha);
        double power = 0;
        for (long d = from; d <= to; d++) {
            // One more pair raises the critical count by one or not at all.
            if (Binomial.upperTail(critical, d, 0.5) > alpha) {
                critical++;
            }
            power += Binomial.pmf(d, n, psi) * Binomial.upperTail(critical, d, winning);
        }
        return Math.min(1, power);
    }

    /// The smallest number of wins out of `discordant` whose tail under fair coins is at most
    /// alpha.
    private static long critical(long discordant, double alpha) {
        long low = discordant / 2;
        long high = discordant + 1;
        while (low < high) {
            long middle = (low + high) / 2;
            if (Binomial.upperTail(middle, discordant, 0.5) <= alpha) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double normal(long n, double psi, double effect, double alpha) {
        double gain = effect * n - 0.5 - z(alpha) * Math.sqrt(n * psi);
        double spread = Math.sqrt(n * (psi - effect * effect));
        return spread == 0 ? (gain > 0 ? 1 : 0) : Normal.cdf(gain / spread);
    }

    private static double z(double alpha) {
        return -Normal.quantile(Require.inside(alpha, "alpha"));
    }

    private static void positive(double value, String name) {
        Require.that(
                value > 0 && value < Double.POSITIVE_INFINITY,
                name + " must be positive, but is " + value);
    }

    private static double notNegative(double deviation) {
        Require.that(
                deviation >= 0 && deviation < Double.POSITIVE_INFINITY,
                "a standard deviation must be finite and not negative, but is " + deviation);
        return deviation;
    }

    private static long ceil(double n) {
        return Math.max(1, (long) Math.ceil(n - 1e-9));
    }
}
