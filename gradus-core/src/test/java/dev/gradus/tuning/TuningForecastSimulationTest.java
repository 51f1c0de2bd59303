package dev.gradus.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.stats.Seeds;
import dev.gradus.stats.Share;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pilots of 3,000 train examples against known truth, of training runs that differ.
@Tag("slow")
class TuningForecastSimulationTest {
    private static final int PILOTS = 100;
    private static final int TRAIN = 3000;
    private static final int HALF = TRAIN / 2;
    private static final IntToDoubleFunction FROZEN = n -> 0.90 - 1.6 / Math.sqrt(n);

    /// What tuning gains with n examples. Of those that cross, one falls by a point with each
    /// doubling, the other as the difference of two power laws.
    private static final Map<String, IntToDoubleFunction> GAINS =
            Map.of(
                    "ahead", n -> 0.03,
                    "shrinks", n -> 1.0 / Math.sqrt(n),
                    "none", n -> 0,
                    "crosses", n -> 0.01 * Math.log((double) HALF / n) / Math.log(2),
                    "crosses-by-power", n -> 1.2 / Math.sqrt(n) - 0.0319);

    @ParameterizedTest
    @CsvSource({
        "crosses, 0.005, 2",
        "crosses, 0.01, 2",
        "crosses-by-power, 0.01, 2",
        "crosses, 0.01, 1",
        "none, 0.005, 2",
        "none, 0.01, 2",
        "ahead, 0.01, 2"
    })
    void at_least_93_percent_of_bounds_lie_below_the_truth(
            String gain, double deviation, int halves) {
        double truth = GAINS.get(gain).applyAsDouble(TRAIN);
        long above =
                IntStream.range(0, PILOTS)
                        .parallel()
                        .filter(seed ->
                                forecast(seed, gain, deviation, halves).gain().lower() > truth)
                        .count();
        System.out.printf("%s, %s, %d halves: %d above%n", gain, deviation, halves, above);
        assertThat(Share.clopperPearsonLower(above, PILOTS, 0.95))
                .as("%d of %d bounds above the truth", above, PILOTS)
                .isLessThanOrEqualTo(0.07);
    }

    @Test
    void a_true_gain_of_three_points_is_shown_by_four_pilots_of_five() {
        long shown =
                IntStream.range(0, PILOTS)
                        .parallel()
                        .filter(seed -> forecast(seed, "ahead", 0.005, 2).gain().lower() > 0)
                        .count();
        long oneWay =
                IntStream.range(0, PILOTS)
                        .parallel()
                        .filter(seed -> forecast(seed, "ahead", 0.005, 1).gain().lower() > 0)
                        .count();
        System.out.printf("+3 points shown: %d of %d, one half %d%n", shown, PILOTS, oneWay);
        assertThat(Share.clopperPearsonUpper(shown, PILOTS, 0.95))
                .as("%d of %d pilots showed it", shown, PILOTS)
                .isGreaterThanOrEqualTo(0.80);
    }

    private static TuningForecast forecast(int seed, String gain, double deviation, int halves) {
        IntToDoubleFunction tuned = n -> FROZEN.applyAsDouble(n) + GAINS.get(gain).applyAsDouble(n);
        return TuningForecast.of(
                SimulatedPilots.trainedTwice(
                        halves,
                        HALF,
                        FROZEN,
                        tuned,
                        deviation,
                        Seeds.generator(seed, "pilots"),
                        HALF / 4,
                        HALF / 2,
                        HALF),
                List.of(),
                TRAIN,
                seed);
    }
}
