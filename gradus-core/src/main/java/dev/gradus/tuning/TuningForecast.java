package dev.gradus.tuning;

import dev.gradus.score.Comparison;
import dev.gradus.stats.Estimate;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Paired;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Single;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What tuning would gain over the classifier on the frozen encoder, as a pilot inside train shows
/// it, and how that classifier grows with more examples. Of a chat model, read "the best candidate
/// below, held to what teaches" for "the classifier on the frozen encoder" throughout.
///
/// The gain is measured at the largest size of the pilot, paired on the held-out examples. All of
/// train is larger than that, and what tuning gains usually shrinks as examples grow, so a measured
/// gain is carried on as a power of the size, `gain(n) = gain(m) (n / m)^-c`: learning curves are
/// power laws (Cortes et al. 1993; Viering and Loog 2022), and a gain that shrinks does not turn
/// into a loss, for the tuned encoder can always stay what it was. c is the least-squares exponent
/// over all sizes, or that of the last step where that shrinks faster, and never below 0. A
/// measured loss stays what it is. The forecast's lower bound is the smaller of the two bounds,
/// measured and carried on.
///
/// The intervals hold the luck of the held-out examples. They do not hold that of the training run:
/// hand in means over several seeds where runs differ. Immutable and thread-safe.
public final class TuningForecast {
    private static final double LEVEL = 0.95;
    private final List<Size> sizes;
    private final int trainExamples;
    private final Gain gain;
    private final Optional<LearningCurve> curve;
    private final double[] resampledGains;
    private final String method;

    /// Both classifiers at one size.
    ///
    /// @param trainExamples how many taught
    /// @param frozen score of the classifier on the frozen encoder
    /// @param tuned score of the tuned encoder
    /// @param gain tuned less frozen, paired
    public record Size(int trainExamples, Estimate frozen, Estimate tuned, Estimate gain) {}

    /// The gain forecast for all of train.
    ///
    /// @param value the measured gain carried on to all of train
    /// @param interval two-sided, 95 %, around measured and carried-on gain
    /// @param lower one-sided 95 % bound: the smaller of the two below
    /// @param measured at the largest size of the pilot
    /// @param measuredLower its one-sided 95 % bound
    /// @param carriedLower one-sided 95 % bound of the gain carried on
    public record Gain(
            double value,
            Interval interval,
            double lower,
            double measured,
            double measuredLower,
            double carriedLower) {}

    private TuningForecast(
            List<Size> sizes,
            int trainExamples,
            Gain gain,
            Optional<LearningCurve> curve,
            double[] resampledGains,
            String method) {
        this.sizes = List.copyOf(sizes);
        this.trainExamples = trainExamples;
        this.gain = gain;
        this.curve = curve;
        this.resampledGains = resampledGains;
        this.method = method;
    }

    /// @param pilots one a size, all on the same held-out examples; at least one
    /// @param groups one number a held-out example, equal ones belong together; empty where each
    ///   stands alone
    /// @param trainExamples all of train: at least as many as the largest size
    /// @param seed from [Seeds], for this purpose alone
    /// @throws dev.gradus.stats.TooFewGroups where the held-out examples fall into fewer than 10
    ///   groups
    public static TuningForecast of(
            List<Pilot> pilots, List<Integer> groups, int trainExamples, long seed) {
        List<Pilot> rising =
                pilots.stream().sorted(Comparator.comparingInt(Pilot::trainExamples)).toList();
        int[] together = checked(rising, groups, trainExamples);
        List<Size> sizes = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        for (Pilot pilot : rising) {
            sizes.add(size(pilot, together, seed));
            columns.add(array(pilot.frozen()));
        }
        rising.forEach(pilot -> columns.add(array(pilot.tuned())));
        double[][] means =
                Resamples.means(columns, together, Seeds.generator(seed, "pilot resamples"));
        Pilot largest = rising.getLast();
        Paired paired = paired(largest, together, seed);
        double[] carried = carried(rising, means, trainExamples);
        return new TuningForecast(
                sizes,
                trainExamples,
                gain(rising, sizes, paired, carried, trainExamples),
                curve(rising, means, together, seed),
                carried,
                paired.method());
    }

    private static int[] checked(List<Pilot> pilots, List<Integer> groups, int trainExamples) {
        require(!pilots.isEmpty(), "a forecast needs a pilot of at least one size");
        int heldOut = pilots.getFirst().heldOut();
        for (int i = 0; i < pilots.size(); i++) {
            require(
                    pilots.get(i).heldOut() == heldOut,
                    "every size of a pilot is scored on the same held-out examples: "
                            + heldOut
                            + " and "
                            + pilots.get(i).heldOut());
            require(
                    i == 0 || pilots.get(i).trainExamples() > pilots.get(i - 1).trainExamples(),
                    "two pilots have the same size of " + pilots.get(i).trainExamples());
        }
        require(
                groups.isEmpty() || groups.size() == heldOut,
                "one group a held-out example: " + groups.size() + " groups, " + heldOut);
        require(
                trainExamples >= pilots.getLast().trainExamples(),
                "train has "
                        + trainExamples
                        + " examples, and the pilot learned from "
                        + pilots.getLast().trainExamples());
        return groups.isEmpty()
                ? IntStream.range(0, heldOut).toArray()
                : groups.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Size size(Pilot pilot, int[] groups, long seed) {
        String at = " at " + pilot.trainExamples();
        Paired paired = paired(pilot, groups, seed);
        return new Size(
                pilot.trainExamples(),
                single(pilot.frozen(), groups, Seeds.seed(seed, "frozen" + at)).estimate(LEVEL),
                single(pilot.tuned(), groups, Seeds.seed(seed, "tuned" + at)).estimate(LEVEL),
                new Estimate(paired.difference(), paired.interval(LEVEL), paired.n()));
    }

    private static Paired paired(Pilot pilot, int[] groups, long seed) {
        return Paired.of(
                array(pilot.frozen()),
                array(pilot.tuned()),
                groups,
                Seeds.seed(seed, "gain at " + pilot.trainExamples()));
    }

    private static Single single(List<Double> scores, int[] groups, long seed) {
        return Single.of(array(scores), groups, seed);
    }

    /// The gain at all of train in every resample.
    private static double[] carried(List<Pilot> pilots, double[][] means, int trainExamples) {
        int sizes = pilots.size();
        double[] carried = new double[means[0].length];
        double[] gains = new double[sizes];
        for (int sample = 0; sample < carried.length; sample++) {
            for (int size = 0; size < sizes; size++) {
                gains[size] = means[sizes + size][sample] - means[size][sample];
            }
            carried[sample] = carriedOn(pilots, gains, trainExamples);
        }
        return carried;
    }

    private static double carriedOn(List<Pilot> pilots, double[] gains, int trainExamples) {
        int last = gains.length - 1;
        if (gains[last] <= 0) {
            return Math.max(-1, gains[last]);
        }
        double grown = (double) trainExamples / pilots.get(last).trainExamples();
        return gains[last] * Math.pow(grown, -decay(pilots, gains));
    }

    /// The exponent at which the gain shrinks; 0 where it does not, or where too few sizes gained
    /// anything.
    private static double decay(List<Pilot> pilots, double[] gains) {
        int last = gains.length - 1;
        double decay = Math.max(0, -slope(pilots, gains));
        if (last > 0 && gains[last - 1] > 0) {
            double step =
                    Math.log(
                            (double) pilots.get(last).trainExamples()
                                    / pilots.get(last - 1).trainExamples());
            decay = Math.max(decay, Math.log(gains[last - 1] / gains[last]) / step);
        }
        return decay;
    }

    /// Of the logarithm of the gain over the logarithm of the size, where there is a gain.
    private static double slope(List<Pilot> pilots, double[] gains) {
        int[] gained = IntStream.range(0, gains.length).filter(i -> gains[i] > 0).toArray();
        if (gained.length < 2) {
            return 0;
        }
        double meanX =
                IntStream.of(gained).mapToDouble(i -> size(pilots, i)).average().orElseThrow();
        double meanY =
                IntStream.of(gained).mapToDouble(i -> Math.log(gains[i])).average().orElseThrow();
        double top = 0;
        double bottom = 0;
        for (int i : gained) {
            double x = size(pilots, i) - meanX;
            top += x * (Math.log(gains[i]) - meanY);
            bottom += x * x;
        }
        return top / bottom;
    }

    private static double size(List<Pilot> pilots, int at) {
        return Math.log(pilots.get(at).trainExamples());
    }

    private static Gain gain(
            List<Pilot> pilots,
            List<Size> sizes,
            Paired measured,
            double[] carried,
            int trainExamples) {
        double[] observed = sizes.stream().mapToDouble(size -> size.gain().value()).toArray();
        double value = carriedOn(pilots, observed, trainExamples);
        double carriedLower = Math.min(value, Resamples.quantile(carried, 1 - LEVEL));
        Interval interval = measured.interval(LEVEL);
        double side = (1 - LEVEL) / 2;
        return new Gain(
                value,
                new Interval(
                        Math.min(
                                Math.min(value, interval.low()), Resamples.quantile(carried, side)),
                        Math.max(interval.high(), Resamples.quantile(carried, 1 - side)),
                        LEVEL),
                Math.min(measured.lower(LEVEL), carriedLower),
                measured.difference(),
                measured.lower(LEVEL),
                carriedLower);
    }

    private static Optional<LearningCurve> curve(
            List<Pilot> pilots, double[][] means, int[] groups, long seed) {
        if (pilots.size() < LearningCurve.FEWEST_SIZES) {
            return Optional.empty();
        }
        List<LearningCurve.Point> points = new ArrayList<>();
        for (Pilot pilot : pilots) {
            points.add(
                    new LearningCurve.Point(
                            pilot.trainExamples(),
                            Arrays.stream(array(pilot.frozen())).average().orElseThrow()));
        }
        List<Double> first = pilots.getFirst().frozen();
        List<Double> last = pilots.getLast().frozen();
        int rising =
                (int)
                        IntStream.range(0, first.size())
                                .filter(i -> last.get(i) > first.get(i))
                                .count();
        return Optional.of(
                new LearningCurve(
                        points,
                        Arrays.copyOf(means, pilots.size()),
                        single(last, groups, Seeds.seed(seed, "curve")),
                        rising));
    }

    /// Both classifiers at every size, the smallest first.
    public List<Size> sizes() {
        return sizes;
    }

    /// All of train: what the forecast is for.
    public int trainExamples() {
        return trainExamples;
    }

    public Gain gain() {
        return gain;
    }

    /// What tuning gains at least over another candidate than the classifier on the frozen encoder:
    /// one-sided 95 %, each of the two figures it rests on bounded at 97.5 %.
    ///
    /// @param best that candidate, with the classifier on the frozen encoder as the baseline
    public double lowerOver(Comparison best) {
        return Math.max(-1, gain.interval().low() - best.upper((1 + LEVEL) / 2));
    }

    /// Of the classifier on the frozen encoder; empty with fewer than three sizes.
    public Optional<LearningCurve> curve() {
        return curve;
    }

    /// How the measured gain's limits were made.
    public String method() {
        return method;
    }

    public double[] resampledGains() {
        return resampledGains.clone();
    }

    private static double[] array(List<Double> scores) {
        return scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
