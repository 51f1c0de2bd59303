package dev.gradus.cost;

import dev.gradus.cost.Odds.Quantile;
import dev.gradus.stats.Normal;
import dev.gradus.stats.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Draws the net of tuning 100,000 times. The gain is drawn from what a pilot showed; traffic, cost
/// of an error and outlay are lognormal around what was stated, with the stated value as their mean
/// and standard deviations of the logarithm of 0.3, 0.5 and 0.5: assumptions, and told as such.
///
/// The worth of knowing an input is the expected value of partial perfect information: how much
/// better one would decide, on average, knowing that input alone (Raiffa and Schlaifer 1961,
/// *Applied Statistical Decision Theory*). It is read from the draws: sorted by that input into 50
/// parts of equal size, each decided by its own mean.
final class Uncertainty {
    static final int DRAWS = 100_000;
    static final double OF_TRAFFIC = 0.3;
    static final double OF_ERROR = 0.5;
    static final double OF_OUTLAY = 0.5;
    private static final int PARTS = 50;
    private static final int PICTURE = 41;
    private final SplittableRandom random;

    private Uncertainty(long seed) {
        this.random = Seeds.generator(seed, "tuning pays");
    }

    /// @param calls over the horizon
    /// @param error cost of one; empty where unknown: the gain then drops out
    /// @param extra serving cost of a call, tuned less now
    /// @param gains equally likely gains in score; one value where it is taken as given
    /// @param once outlay that is still to be paid, retraining included
    static Odds of(
            double calls,
            OptionalDouble error,
            double extra,
            double[] gains,
            double once,
            long seed) {
        return new Uncertainty(seed).odds(calls, error, extra, gains, once);
    }

    private Odds odds(
            double calls, OptionalDouble error, double extra, double[] gains, double once) {
        double[] traffic = spread(calls, OF_TRAFFIC);
        double[] errors = spread(error.orElse(0), OF_ERROR);
        double[] outlay = spread(once, OF_OUTLAY);
        double[] gain = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            gain[i] = gains[(int) ((random.nextLong() >>> 33) * gains.length >>> 31)];
        }
        double[] net = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            net[i] = traffic[i] * (gain[i] * errors[i] - extra) - outlay[i];
        }
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input("the traffic (traffic.calls-per-day)", traffic));
        if (error.isPresent()) {
            inputs.add(new Input("the cost of an error (traffic.cost-of-an-error)", errors));
        }
        inputs.add(new Input("the outlay of tuning", outlay));
        if (gains.length > 1) {
            inputs.add(new Input("the gain in score (a larger pilot)", gain));
        }
        return odds(net, inputs, error.isPresent(), gains.length > 1);
    }

    private record Input(String name, double[] values) {}

    private static Odds odds(
            double[] net, List<Input> inputs, boolean errorKnown, boolean gainDrawn) {
        double[] sorted = net.clone();
        Arrays.sort(sorted);
        double mean = Arrays.stream(net).average().orElseThrow();
        double won = Arrays.stream(net).filter(one -> one > 0).sum() / DRAWS;
        double lost = Arrays.stream(net).filter(one -> one < 0).sum() / DRAWS;
        double best = 0;
        String worth = "nothing: no single input would change the decision";
        for (Input input : inputs) {
            double value = knowing(input.values(), net) - Math.max(0, mean);
            if (value > best) {
                best = value;
                worth = input.name();
            }
        }
        return new Odds(
                (double) Arrays.stream(net).filter(one -> one > 0).count() / DRAWS,
                at(sorted, 0.05),
                at(sorted, 0.95),
                mean,
                Math.abs(lost),
                won,
                worth,
                best,
                assumed(errorKnown, gainDrawn),
                IntStream.range(0, PICTURE)
                        .mapToObj(i -> (i + 0.5) / PICTURE)
                        .map(share -> new Quantile(share, at(sorted, share)))
                        .toList(),
                DRAWS);
    }

    /// What is gained on average by one who knows the input: the sum over its parts of the better
    /// of tuning and not.
    private static double knowing(double[] input, double[] net) {
        int[] places = sortedPlaces(input);
        double sum = 0;
        for (int part = 0; part < PARTS; part++) {
            double of = 0;
            int from = part * DRAWS / PARTS;
            int to = (part + 1) * DRAWS / PARTS;
            for (int i = from; i < to; i++) {
                of += net[places[i]];
            }
            sum += Math.max(0, of);
        }
        return sum / DRAWS;
    }

    /// The draws in the order of their keys. A key's last bits make room for its place, so that
    /// plain numbers are sorted.
    private static int[] sortedPlaces(double[] keys) {
        int mask = Integer.highestOneBit(DRAWS) * 2 - 1;
        long[] packed = new long[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            long bits = Double.doubleToLongBits(keys[i]);
            long rising = bits < 0 ? ~bits ^ Long.MIN_VALUE : bits;
            packed[i] = rising & ~mask | i;
        }
        Arrays.sort(packed);
        int[] places = new int[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            places[i] = (int) (packed[i] & mask);
        }
        return places;
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(DRAWS - 1, (int) (share * DRAWS))];
    }

    private double[] spread(double mean, double deviation) {
        double[] values = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double uniform = ((random.nextLong() >>> 11) + 0.5) * 0x1.0p-53;
            values[i] =
                    mean
                            * Math.exp(
                                    deviation * Normal.quantile(uniform)
                                            - deviation * deviation / 2);
        }
        return values;
    }

    private static List<String> assumed(boolean errorKnown, boolean gainDrawn) {
        List<String> words = new ArrayList<>();
        words.add(
                text(
                        "the traffic is off by a factor of %.2f (one standard deviation)",
                        OF_TRAFFIC));
        if (errorKnown) {
            words.add(text("the cost of an error by one of %.2f", OF_ERROR));
        }
        words.add(text("the outlay by one of %.2f", OF_OUTLAY));
        words.add(
                gainDrawn
                        ? "the gain is spread as the pilot showed it"
                        : "the gain is taken as given: no pilot was run");
        return words;
    }

    private static String text(String format, double deviation) {
        return String.format(Locale.ROOT, format, Math.exp(deviation));
    }
}
