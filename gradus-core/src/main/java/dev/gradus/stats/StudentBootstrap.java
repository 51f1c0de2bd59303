package dev.gradus.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// One-sided limits of a mean of amounts that have no natural upper end, such as what calls cost.
///
/// **Bootstrap-t** (Efron 1981, *Nonparametric standard errors and confidence intervals*, Canadian
/// Journal of Statistics 9, 139-158; Hall 1988, *Theoretical comparison of bootstrap confidence
/// intervals*, Annals of Statistics 16, 927-953): the distribution of `(mean* - mean) / se*` over
/// resamples stands in for Student's t, so that the limit of a skewed amount is as far away as its
/// skewness asks for. Plain t and percentile limits of such amounts lie too low.
///
/// Amounts of two values, as of a cascade with two prices, have exact limits: those of the share of
/// the dearer one (Clopper-Pearson). Where fewer than 5 amounts differ from the most frequent one,
/// or where so few do that a resample of the level in question sees none of them, the share that
/// differs is bounded exactly (Clopper-Pearson) and taken at the dearest amount seen: what costs
/// more than anything seen cannot be ruled out by any method. Above 5,000 amounts nothing is drawn:
/// the transformation of Hall (1992), *On the removal of skewness by transformation*, JRSS B 54,
/// 221-228, does the same by the third moment.
public final class StudentBootstrap {
    /// With fewer amounts that differ there is no limit to be had.
    public static final int FEWEST = 20;

    private static final int RESAMPLES = 4_000;
    private static final int RELIABLE = 10;
    private static final int FEW = 5;
    private static final int MOST_RESAMPLED = 5_000;

    private StudentBootstrap() {}

    /// Limits of the mean of at least [#FEWEST] amounts that are not all equal.
    ///
    /// @param seed from [Seeds], for this purpose alone
    public static Bounds mean(double[] amounts, long seed) {
        int n = amounts.length;
        Require.that(
                n >= FEWEST, "limits need at least " + FEWEST + " amounts, but there are " + n);
        Require.within(amounts, -Double.MAX_VALUE, Double.MAX_VALUE, "amounts");
        double[] sorted = amounts.clone();
        Arrays.sort(sorted);
        Require.that(sorted[0] < sorted[n - 1], "amounts that are all equal need no limits");
        double least = sorted[0];
        double most = sorted[n - 1];
        if (Arrays.stream(sorted).allMatch(one -> one == least || one == most)) {
            long dear = Arrays.stream(sorted).filter(one -> one == most).count();
            return ofTwo(least, most, dear, n);
        }
        double common = Bootstrap.mostFrequent(sorted);
        long differing = Arrays.stream(sorted).filter(one -> one != common).count();
        Bounds few = Bootstrap.fewDiffer(common, differing, n, least, most);
        if (differing < FEW) {
            return few;
        }
        double mean = Arrays.stream(amounts).sum() / n;
        double[] pulls = Arrays.stream(amounts).map(one -> one - mean).toArray();
        double error = Math.sqrt(Arrays.stream(pulls).map(one -> one * one).sum() / (n - 1) / n);
        if (n > MOST_RESAMPLED) {
            double skew = skewness(pulls, error);
            return limits(
                    mean,
                    error,
                    point -> hall(StudentT.quantile(Normal.cdf(point), n - 1.0), skew, n),
                    few);
        }
        Replicates drawn =
                new Replicates(studentised(pulls, new SplittableRandom(seed)), 0, RELIABLE);
        return limits(mean, error, drawn::at, few);
    }

    private static Bounds ofTwo(double least, double most, long dear, int n) {
        return Bounds.of(
                level -> least + (most - least) * Share.clopperPearsonLower(dear, n, level),
                level -> least + (most - least) * Share.clopperPearsonUpper(dear, n, level));
    }

    private interface Points {
        double at(double normalPoint);
    }

    /// The lower limit lies the *upper* quantile below the mean, and the other way round.
    private static Bounds limits(double mean, double error, Points points, Bounds few) {
        return Bounds.of(
                level -> {
                    double limit = mean - error * points.at(Normal.quantile(level));
                    return Double.isFinite(limit) ? Math.min(mean, limit) : few.lower(level);
                },
                level -> {
                    double limit = mean - error * points.at(-Normal.quantile(level));
                    return Double.isFinite(limit) ? Math.max(mean, limit) : few.upper(level);
                });
    }

    private static double[] studentised(double[] pulls, SplittableRandom random) {
        int n = pulls.length;
        double[] drawn = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i += 2) {
                long bits = random.nextLong();
                double one = pulls[Draws.index(bits, n)];
                double other = i + 1 < n ? pulls[Draws.index(bits >>> 32, n)] : 0;
                sum += one + other;
                squares += one * one + other * other;
            }
            double variance = (squares - sum * sum / n) / (n - 1) / n;
            double shift = sum / n;
            drawn[r] =
                    variance <= 1e-12 * squares / n / n
                            ? Math.copySign(Double.POSITIVE_INFINITY, shift)
                            : shift / Math.sqrt(variance);
        }
        return drawn;
    }

    private static double skewness(double[] pulls, double error) {
        double cubes = 0;
        for (double pull : pulls) {
            cubes += pull * pull * pull;
        }
        double deviation = error * Math.sqrt(pulls.length);
        return cubes / pulls.length / (deviation * deviation * deviation);
    }

    /// The point of the studentised mean at which the transformed one has the point t.
    private static double hall(double t, double skew, int n) {
        if (Math.abs(skew) < 1e-9) {
            return t;
        }
        double root = Math.sqrt(n);
        return 3 * root / skew * (Math.cbrt(1 + skew * (t / root - skew / (6 * n))) - 1);
    }
}
