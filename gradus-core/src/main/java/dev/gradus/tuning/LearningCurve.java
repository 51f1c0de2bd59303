package dev.gradus.tuning;

import dev.gradus.stats.Estimate;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Share;
import dev.gradus.stats.Single;
import java.util.Arrays;
import java.util.List;

/// How the score of the classifier on the frozen encoder grows with the examples that teach it: an
/// inverse power law of its error, `error(n) = a + b n^-c`.
///
/// Cortes et al. (1993), NIPS 6, 327-334; Figueroa, Zeng-Treitler, Kandula and Ngo (2012),
/// *Predicting sample size required for classification performance*, BMC Medical Informatics and
/// Decision Making 12:8, for the fit to few points; Viering and Loog (2022), *The shape of learning
/// curves: a review*, IEEE TPAMI 45, 7799-7819, for why no curve is trusted far beyond its points:
/// this one is not read beyond [#farthest()], ten times its largest size.
///
/// Intervals come from resampling the held-out examples, whole groups at a time, and fitting anew.
/// They hold the luck of the held-out examples; not that of which examples taught, and not that the
/// truth may be no power law. No score is claimed to be known better than the one measured at the
/// largest size. Immutable and thread-safe.
public final class LearningCurve {
    /// The fewest sizes that a curve of three parameters is fitted to.
    public static final int FEWEST_SIZES = 3;

    private static final int REACH = 10;
    private static final int FEW = 5;
    private final List<Point> points;
    private final PowerLaw law;
    private final PowerLaw[] resampled;
    private final Single largest;
    private final int rising;

    /// @param trainExamples how many taught
    /// @param score on the held-out examples
    public record Point(int trainExamples, double score) {}

    /// @param rising held-out examples that score higher at the largest size than at the smallest
    LearningCurve(List<Point> points, double[][] resampledMeans, Single largest, int rising) {
        this.points = List.copyOf(points);
        this.largest = largest;
        this.rising = rising;
        PowerLaw.Fitter fitter =
                new PowerLaw.Fitter(points.stream().mapToDouble(Point::trainExamples).toArray());
        this.law = fitter.fine(points.stream().mapToDouble(one -> 1 - one.score()).toArray());
        this.resampled = new PowerLaw[resampledMeans[0].length];
        Arrays.setAll(
                resampled,
                sample -> {
                    double[] errors = new double[points.size()];
                    Arrays.setAll(errors, size -> 1 - resampledMeans[size][sample]);
                    return fitter.coarse(errors);
                });
    }

    /// What was measured, the smallest size first.
    public List<Point> points() {
        return points;
    }

    /// The score that no number of examples takes it beyond.
    public double ceiling() {
        return 1 - law.a();
    }

    /// The exponent c; 0 for a flat curve.
    public double rate() {
        return law.c();
    }

    /// True where more examples did not help: the best fit that does not rise is level.
    public boolean flat() {
        return law.flat();
    }

    /// The most examples that the curve is read at.
    public int farthest() {
        return Math.toIntExact(
                Math.min(Integer.MAX_VALUE, (long) REACH * points.getLast().trainExamples()));
    }

    /// The score at n train examples.
    ///
    /// @param n from 1 to [#farthest()]
    /// @param level of the two-sided interval
    public Estimate predict(int n, double level) {
        double value = score(law, n);
        double side = (1 - level) / 2;
        double[] scores = Arrays.stream(resampled).mapToDouble(one -> score(one, n)).toArray();
        Interval measured = largest.interval(level);
        double low =
                Math.min(
                        Resamples.quantile(scores, side),
                        value - (largest.value() - measured.low()));
        double high =
                Math.max(
                        Resamples.quantile(scores, 1 - side),
                        value + (measured.high() - largest.value()));
        return new Estimate(
                value, new Interval(Math.max(0, low), Math.min(1, high), level), largest.n());
    }

    /// What going from one size to a larger one brings; never below 0.
    ///
    /// @param level of the two-sided interval
    public Estimate gain(int from, int to, double level) {
        double side = (1 - level) / 2;
        double[] gains = resampledGains(from, to);
        double value = score(law, to) - score(law, from);
        double low = Math.min(value, Resamples.quantile(gains, side));
        double high = Math.max(value, Resamples.quantile(gains, 1 - side));
        return new Estimate(
                value,
                new Interval(low, Math.max(high, leastDoubt(from, to, side)), level),
                largest.n());
    }

    double[] resampledGains(int from, int to) {
        return Arrays.stream(resampled)
                .mapToDouble(one -> score(one, to) - score(one, from))
                .toArray();
    }

    /// Where hardly any held-out example changed over the measured sizes, resampling sees no gain.
    /// The share that may change is bounded exactly, and spread evenly over the logarithm of the
    /// size.
    private double leastDoubt(int from, int to, double side) {
        if (rising >= FEW) {
            return 0;
        }
        double measured =
                Math.log(
                        (double) points.getLast().trainExamples()
                                / points.getFirst().trainExamples());
        double share = Share.clopperPearsonUpper(rising, largest.n(), 1 - side);
        return Math.min(1, share * Math.log((double) to / from) / measured);
    }

    private double score(PowerLaw one, int n) {
        if (n < 1 || n > farthest()) {
            throw new IllegalArgumentException(
                    "this learning curve is read from 1 to "
                            + farthest()
                            + " examples, not at "
                            + n);
        }
        return 1 - one.error(n);
    }
}
