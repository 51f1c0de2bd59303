package dev.gradus.tuning;

import static dev.gradus.tuning.SimulatedPilots.firstRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.stats.Binomial;
import dev.gradus.stats.PairedCounts;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Tango;
import dev.gradus.stats.TooFewGroups;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TuningForecastTest {
    private static final int SIMULATIONS = 200;
    private static final int HELD_OUT = 250;
    private static final int TRAIN = 1600;
    private static final IntToDoubleFunction FROZEN = n -> 0.90 - 1.6 / Math.sqrt(n);

    @Test
    void the_measured_gain_is_paired_and_its_bound_is_tangos_and_the_runs() {
        TuningForecast forecast = forecast(160, 160, 170, 180, 180, 190);

        PairedCounts counts = new PairedCounts(180, 0, 10, 10);
        assertThat(forecast.sizes())
                .extracting(TuningForecast.Size::trainExamples)
                .containsExactly(200, 400, 800);
        assertThat(forecast.gain().measured()).isCloseTo(0.05, within(1e-12));
        // Trained once: how far runs differ is unknown, and 1 point is assumed.
        double items = 0.05 - Tango.lowerBound(counts, 0.95);
        assertThat(forecast.gain().measuredLower())
                .isCloseTo(0.05 - Math.hypot(items, 1.6448536 * 0.01), within(1e-7));
        assertThat(forecast.runDeviationMeasured()).isFalse();
        assertThat(forecast.runDeviation()).isEqualTo(0.01);
        assertThat(forecast.method()).isEqualTo("exact McNemar test, Tango score interval");
    }

    @Test
    void a_gain_that_shrinks_is_carried_on_and_one_that_grows_is_not() {
        // +20, +12, +5 points at 200, 400, 800: the last step keeps 5/12 of the gain, less than the
        // power law through all three does.
        TuningForecast shrinking = forecast(140, 180, 160, 184, 180, 190);
        assertThat(shrinking.gain().measured()).isCloseTo(0.05, within(1e-12));
        assertThat(shrinking.gain().value())
                .isCloseTo(
                        0.05 * Math.pow(1000.0 / 800, -Math.log(12.0 / 5) / Math.log(2)),
                        within(1e-12));
        assertThat(shrinking.gain().lower()).isLessThan(shrinking.gain().measuredLower());

        TuningForecast growing = forecast(160, 162, 170, 176, 180, 190);
        assertThat(growing.gain().value()).isCloseTo(0.05, within(1e-12));
        assertThat(growing.gain().lower())
                .isEqualTo(Math.min(growing.gain().measuredLower(), growing.gain().carriedLower()));
    }

    @Test
    void curves_that_cross_are_bounded_by_a_straight_line() {
        // +6, +4, +2 points at 400, 800, 1600: a line has lost them all at 3,200. The power law
        // never gets there.
        TuningForecast crossing =
                TuningForecast.of(
                        List.of(
                                new Pilot(400, firstRight(1600, 2000), firstRight(1720, 2000)),
                                new Pilot(800, firstRight(1640, 2000), firstRight(1720, 2000)),
                                new Pilot(1600, firstRight(1680, 2000), firstRight(1720, 2000))),
                        List.of(),
                        3200,
                        1);

        assertThat(crossing.gain().value()).isPositive();
        assertThat(crossing.gain().carriedLower()).isPositive();
        assertThat(crossing.gain().lineLower()).isNegative();
        assertThat(crossing.gain().lower()).isEqualTo(crossing.gain().lineLower());
    }

    @Test
    void runs_that_differ_widen_the_bound_by_students_t_of_all_sizes() {
        TuningForecast apart = trainedTwice(0.02);
        TuningForecast close = trainedTwice(0.002);

        // Three sizes with two runs each: three degrees of freedom, t(0.95) = 2.353363.
        assertThat(apart.runDeviation()).isCloseTo(0.01 * Math.sqrt(2), within(1e-12));
        assertThat(apart.runDeviationMeasured()).isTrue();
        double items = Math.pow(reach(close), 2) - runs(0.001);
        assertThat(reach(apart)).isCloseTo(Math.sqrt(items + runs(0.01)), within(1e-6));
        assertThat(apart.gain().lower()).isLessThan(close.gain().lower());
        assertThat(apart.draws()).isEqualTo(trainedTwice(0.02).draws()).hasSize(2000);
        assertThat(spread(apart.draws())).isGreaterThan(spread(close.draws()));
    }

    @Test
    void single_answers_that_change_from_run_to_run_are_counted_once() {
        // Of 200 answers 10 are right in one run alone and 6 in the other alone: the runs are 2
        // points apart, and 16 answers that change by themselves are worth 16 / 2 / 200^2.
        List<Double> one = new ArrayList<>(firstRight(180, 200));
        List<Double> other = new ArrayList<>(one);
        for (int i = 0; i < 10; i++) {
            other.set(i, 0.0);
        }
        for (int i = 0; i < 6; i++) {
            other.set(190 + i, 1.0);
        }
        SeedSpread seeds = SeedSpread.ofRuns(List.of(one, other));

        assertThat(seeds.squares()).isCloseTo(0.0002, within(1e-15));
        assertThat(seeds.answers()).isCloseTo(0.0002, within(1e-15));
        assertThat(SeedSpread.ofRuns(List.of(one))).isEqualTo(SeedSpread.unknown());

        double twice = reach(with(new SeedSpread(0.0002, 1, 0.5)));
        double once = reach(with(seeds));
        // What the resampled examples hold already, by the normal.
        assertThat(twice * twice - once * once)
                .isCloseTo(Math.pow(1.6448536, 2) * 0.0002 / 2, within(1e-9));
        assertThat(spread(with(seeds).draws()))
                .isLessThan(spread(with(new SeedSpread(0.0002, 1, 0.5)).draws()));
    }

    private static TuningForecast with(SeedSpread seeds) {
        return TuningForecast.of(
                pilots(160, 162, 170, 176, 180, 190).stream()
                        .map(one ->
                                new Pilot(one.trainExamples(), one.frozen(), one.tuned(), seeds))
                        .toList(),
                List.of(),
                1000,
                1);
    }

    /// Squared reach of the mean over two runs that are each `off` from it.
    private static double runs(double off) {
        return Math.pow(2.3533634348 * off, 2);
    }

    private static double reach(TuningForecast forecast) {
        return forecast.gain().measured() - forecast.gain().measuredLower();
    }

    private static double spread(double[] draws) {
        return Resamples.quantile(draws, 0.95) - Resamples.quantile(draws, 0.05);
    }

    /// @param apart difference of the two runs at each size
    private static TuningForecast trainedTwice(double apart) {
        return with(SeedSpread.of(List.of(0.9, 0.9 + apart)));
    }

    @Test
    void the_lower_bound_covers_a_gain_that_shrinks() {
        assertThat(covered(n -> FROZEN.applyAsDouble(n) + 1.0 / Math.sqrt(n)))
                .as("of %d forecasts whose truth lies above the bound", SIMULATIONS)
                .isGreaterThanOrEqualTo(atLeast(0.95));
    }

    @Test
    void the_lower_bound_covers_a_gain_that_stays() {
        assertThat(covered(n -> FROZEN.applyAsDouble(n) + 0.04))
                .isGreaterThanOrEqualTo(atLeast(0.95));
    }

    @Test
    void where_tuning_brings_nothing_the_bound_says_so_and_can_fail() {
        long above = SIMULATIONS - covered(FROZEN);

        assertThat(above).isLessThanOrEqualTo(SIMULATIONS - atLeast(0.95));
    }

    @Test
    void the_curves_interval_holds_the_score_at_all_of_train() {
        long held =
                IntStream.range(0, SIMULATIONS)
                        .parallel()
                        .filter(seed ->
                                drawn(seed, FROZEN)
                                        .curve()
                                        .orElseThrow()
                                        .predict(2000, 0.95)
                                        .interval()
                                        .contains(FROZEN.applyAsDouble(2000)))
                        .count();

        assertThat(held).isGreaterThanOrEqualTo(atLeast(0.95));
    }

    @Test
    void a_flat_curve_promises_nothing_and_still_has_a_width() {
        LearningCurve flat = forecast(200, 200, 200, 200, 200, 200).curve().orElseThrow();

        assertThat(flat.flat()).isTrue();
        assertThat(flat.rate()).isZero();
        assertThat(flat.ceiling()).isEqualTo(1);
        assertThat(flat.predict(4000, 0.95).value()).isEqualTo(1);
        assertThat(flat.predict(4000, 0.95).interval().width()).isPositive();
        assertThat(flat.gain(1000, 2000, 0.95).value()).isZero();
        // None of 200 rose over two doublings: at most 1.8 % did, half of it in one doubling.
        assertThat(flat.gain(1000, 2000, 0.95).interval().high()).isCloseTo(0.0091, within(1e-4));
    }

    @Test
    void an_error_that_rises_is_flat_too() {
        LearningCurve rising = forecast(190, 190, 180, 180, 170, 170).curve().orElseThrow();

        assertThat(rising.flat()).isTrue();
        assertThat(rising.predict(4000, 0.95).value()).isCloseTo(0.9, within(1e-12));
        assertThat(rising.gain(1000, 4000, 0.95).value()).isZero();
    }

    @Test
    void the_curve_is_not_read_beyond_ten_times_its_largest_size() {
        LearningCurve curve = forecast(140, 180, 160, 184, 180, 190).curve().orElseThrow();

        assertThat(curve.farthest()).isEqualTo(8000);
        assertThatThrownBy(() -> curve.predict(8001, 0.95))
                .hasMessage("this learning curve is read from 1 to 8000 examples, not at 8001");
    }

    @Test
    void two_sizes_forecast_a_gain_but_no_curve() {
        TuningForecast forecast =
                TuningForecast.of(
                        List.of(
                                new Pilot(800, firstRight(180, 200), firstRight(190, 200)),
                                new Pilot(400, firstRight(170, 200), firstRight(190, 200))),
                        List.of(),
                        1000,
                        1);

        assertThat(forecast.curve()).isEmpty();
        assertThat(forecast.sizes())
                .extracting(TuningForecast.Size::trainExamples)
                .containsExactly(400, 800);
    }

    @Test
    void examples_of_one_group_are_drawn_together() {
        List<Integer> pairs = IntStream.range(0, 200).mapToObj(i -> i / 2).toList();

        TuningForecast grouped = TuningForecast.of(shrinking(), pairs, 1000, 1);

        assertThat(grouped.method()).contains("over 100 groups");
        assertThatThrownBy(
                        () -> TuningForecast.of(shrinking(), Collections.nCopies(200, 7), 1000, 1))
                .isInstanceOf(TooFewGroups.class);
    }

    @Test
    void the_same_seed_says_the_same() {
        assertThat(forecast(140, 180, 160, 184, 180, 190).gain())
                .isEqualTo(forecast(140, 180, 160, 184, 180, 190).gain());
    }

    @Test
    void pilots_that_do_not_fit_together_are_refused() {
        List<Pilot> short4 = new ArrayList<>(shrinking());
        short4.set(0, new Pilot(200, firstRight(2, 4), firstRight(3, 4)));
        assertThatThrownBy(() -> TuningForecast.of(short4, List.of(), 1000, 1))
                .hasMessage(
                        "every size of a pilot is scored on the same held-out examples: 4 and 200");
        assertThatThrownBy(() -> TuningForecast.of(shrinking(), List.of(), 700, 1))
                .hasMessage("train has 700 examples, and the pilot learned from 800");
        assertThatThrownBy(() -> new Pilot(5, List.of(0.5), List.of(1.5)))
                .hasMessage("a score is in [0,1], not 1.5");
    }

    private static long covered(IntToDoubleFunction tuned) {
        double truth = tuned.applyAsDouble(TRAIN) - FROZEN.applyAsDouble(TRAIN);
        return IntStream.range(0, SIMULATIONS)
                .parallel()
                .filter(seed -> drawn(seed, tuned).gain().lower() <= truth)
                .count();
    }

    private static TuningForecast drawn(long seed, IntToDoubleFunction tuned) {
        SplittableRandom random = Seeds.generator(seed, "pilots");
        return TuningForecast.of(
                SimulatedPilots.draw(HELD_OUT, FROZEN, tuned, random, 200, 400, 800),
                List.of(),
                TRAIN,
                seed);
    }

    /// The least of the simulations that a true rate lets through with chance 0.999.
    private static long atLeast(double rate) {
        for (int misses = 0; misses <= SIMULATIONS; misses++) {
            if (Binomial.upperTail(misses + 1, SIMULATIONS, 1 - rate) < 0.001) {
                return SIMULATIONS - misses;
            }
        }
        throw new AssertionError();
    }

    private static List<Pilot> shrinking() {
        return pilots(140, 180, 160, 184, 180, 190);
    }

    private static TuningForecast forecast(int... right) {
        return TuningForecast.of(pilots(right), List.of(), 1000, 1);
    }

    /// Of 200 held-out examples: frozen and tuned right at 200, at 400, at 800.
    private static List<Pilot> pilots(int... right) {
        return List.of(
                new Pilot(200, firstRight(right[0], 200), firstRight(right[1], 200)),
                new Pilot(400, firstRight(right[2], 200), firstRight(right[3], 200)),
                new Pilot(800, firstRight(right[4], 200), firstRight(right[5], 200)));
    }
}
