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
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What tuning would gain over the classifier on the frozen encoder, as a pilot inside train shows
/// it, and how that classifier grows with more examples. Of a chat model, read "the best candidate
/// below, held to what teaches" for "the classifier on the frozen encoder" throughout.
///
/// The gain is measured at the largest size of the pilot, paired on the held-out examples. All of
/// train is larger than that, so it is carried on, by a power law and by a straight line
/// ([Carried]). The forecast is the power law's; its lower bound is the smallest of three: of the
/// measured gain, of the power law, of the line. Curves that cross before all of train is reached
/// are bounded by the line.
///
/// The limits hold the luck of the held-out examples, resampled, and that of the training runs: how
/// far runs of several seeds differ, pooled over the sizes ([RunNoise]). They do not hold that of
/// which examples taught. Immutable and thread-safe.
public final class TuningForecast {
    private static final double LEVEL = 0.95;
    private final List<Size> sizes;
    private final int trainExamples;
    private final Gain gain;
    private final Optional<LearningCurve> curve;
    private final double[] draws;
    private final RunNoise noise;
    private final String method;

    /// Both classifiers at one size.
    ///
    /// @param trainExamples how many taught
    /// @param frozen score of the classifier on the frozen encoder
    /// @param tuned score of the tuned encoder
    /// @param gain tuned less frozen, paired; its interval holds the luck of the training runs
    public record Size(int trainExamples, Estimate frozen, Estimate tuned, Estimate gain) {}

    /// The gain forecast for all of train.
    ///
    /// @param value the measured gain carried on to all of train
    /// @param interval two-sided, 95 %, around measured and carried-on gain
    /// @param lower one-sided 95 % bound: the smallest of the three below
    /// @param measured at the largest size of the pilot
    /// @param measuredLower its one-sided 95 % bound
    /// @param carriedLower one-sided 95 % bound of the gain carried on by the power law
    /// @param lineLower one-sided 95 % bound of the gain carried on by the straight line
    public record Gain(
            double value,
            Interval interval,
            double lower,
            double measured,
            double measuredLower,
            double carriedLower,
            double lineLower) {}

    private TuningForecast(
            List<Size> sizes,
            int trainExamples,
            Gain gain,
            Optional<LearningCurve> curve,
            double[] draws,
            RunNoise noise,
            String method) {
        this.sizes = List.copyOf(sizes);
        this.trainExamples = trainExamples;
        this.gain = gain;
        this.curve = curve;
        this.draws = draws;
        this.noise = noise;
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
        RunNoise noise = RunNoise.pooled(rising);
        List<Size> sizes = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        for (Pilot pilot : rising) {
            sizes.add(size(pilot, noise, together, seed));
            columns.add(array(pilot.frozen()));
        }
        rising.forEach(pilot -> columns.add(array(pilot.tuned())));
        double[][] means =
                Resamples.means(columns, together, Seeds.generator(seed, "pilot resamples"));
        double[][] gains = gains(rising, means, noise, Seeds.generator(seed, "training runs"));
        Carried carried =
                new Carried(
                        rising.stream().mapToInt(Pilot::trainExamples).toArray(), trainExamples);
        double[] byPower = Arrays.stream(gains).mapToDouble(carried::byPower).toArray();
        double[] byLine = Arrays.stream(gains).mapToDouble(carried::byLine).toArray();
        Paired paired = paired(rising.getLast(), together, seed);
        double[] lowerOfBoth = new double[gains.length];
        Arrays.setAll(lowerOfBoth, i -> Math.min(byPower[i], byLine[i]));
        return new TuningForecast(
                sizes,
                trainExamples,
                gain(sizes, carried, new Limits(paired, rising.getLast(), noise), byPower, byLine),
                curve(rising, means, together, seed),
                lowerOfBoth,
                noise,
                paired.method());
    }

    /// The gain at every size, in every resample, with what the training runs may have added.
    ///
    /// @return `gains[sample][size]`
    private static double[][] gains(
            List<Pilot> pilots, double[][] means, RunNoise noise, SplittableRandom random) {
        int sizes = pilots.size();
        double[][] gains = new double[means[0].length][sizes];
        for (int sample = 0; sample < gains.length; sample++) {
            double deviation = noise.drawn(random);
            for (int size = 0; size < sizes; size++) {
                double luck = Math.sqrt(pilots.get(size).seeds().share()) * random.nextGaussian();
                gains[sample][size] =
                        means[sizes + size][sample] - means[size][sample] + deviation * luck;
            }
        }
        return gains;
    }

    /// Of a paired gain, with the luck of its training runs. The two are independent, so their
    /// distances to the estimate add as squares (Zou and Donner 2008, Statistics in Medicine 27,
    /// 1693-1702).
    private record Limits(Paired paired, Pilot pilot, RunNoise noise) {
        double lower(double level) {
            double value = paired.difference();
            double reach =
                    Math.hypot(value - paired.lower(level), noise.reach(pilot.seeds(), level));
            return Math.max(-1, value - reach);
        }

        double upper(double level) {
            double value = paired.difference();
            double reach =
                    Math.hypot(paired.upper(level) - value, noise.reach(pilot.seeds(), level));
            return Math.min(1, value + reach);
        }

        Interval interval() {
            double side = (1 + LEVEL) / 2;
            return new Interval(lower(side), upper(side), LEVEL);
        }
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

    private static Size size(Pilot pilot, RunNoise noise, int[] groups, long seed) {
        String at = " at " + pilot.trainExamples();
        Paired paired = paired(pilot, groups, seed);
        return new Size(
                pilot.trainExamples(),
                single(pilot.frozen(), groups, Seeds.seed(seed, "frozen" + at)).estimate(LEVEL),
                single(pilot.tuned(), groups, Seeds.seed(seed, "tuned" + at)).estimate(LEVEL),
                new Estimate(
                        paired.difference(),
                        new Limits(paired, pilot, noise).interval(),
                        paired.n()));
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

    private static Gain gain(
            List<Size> sizes, Carried carried, Limits measured, double[] byPower, double[] byLine) {
        double[] observed = sizes.stream().mapToDouble(size -> size.gain().value()).toArray();
        double value = carried.byPower(observed);
        double powerLower = Math.min(value, Resamples.quantile(byPower, 1 - LEVEL));
        double lineLower = Resamples.quantile(byLine, 1 - LEVEL);
        Interval interval = measured.interval();
        double side = (1 - LEVEL) / 2;
        double low = Math.min(Resamples.quantile(byPower, side), Resamples.quantile(byLine, side));
        double high = Resamples.quantile(byPower, 1 - side);
        double measuredLower = measured.lower(LEVEL);
        return new Gain(
                value,
                new Interval(
                        Math.max(-1, Math.min(Math.min(value, interval.low()), low)),
                        Math.min(1, Math.max(interval.high(), high)),
                        LEVEL),
                Math.min(Math.min(measuredLower, powerLower), lineLower),
                sizes.getLast().gain().value(),
                measuredLower,
                powerLower,
                lineLower);
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

    /// What the gain at all of train may be, drawn 2,000 times: the held-out examples resampled,
    /// with the luck of the training runs, each the lower of the two ways in which it is carried
    /// on. The same pilots and the same seed give the same draws, in the same order.
    public double[] draws() {
        return draws.clone();
    }

    /// The deviation of the score of training runs that differ by their seed; assumed where no size
    /// was trained twice.
    public double runDeviation() {
        return noise.deviation();
    }

    /// True where runs of several seeds showed their deviation.
    public boolean runDeviationMeasured() {
        return noise.freedom() > 0;
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
