package dev.gradus.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.document.RecordTree;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SumsTest {
    private static final TuningCosts STATED =
            new TuningCosts(usd(100), usd(0.5), usd(200), OptionalDouble.of(2), usd(0.03));

    private static final TuningCosts NOTHING_ON_TRAINING =
            new TuningCosts(Optional.empty(), usd(0.5), usd(200), OptionalDouble.of(2), usd(0.03));

    @Test
    void monthly_cost_is_calls_plus_errors() {
        Economics economics = sums(traffic(1000, 0, 0.20), TuningCosts.unknown(), 500);

        Economics.CandidateCost cost = economics.of("w").orElseThrow();
        assertThat(cost.monthly().calls().orElseThrow())
                .isCloseTo(30437.5 * 0.02 / 1000, within(1e-9));
        assertThat(cost.errorsPerMonth().orElseThrow()).isCloseTo(3043.75, within(1e-9));
        assertThat(cost.monthly().errors().orElseThrow()).isCloseTo(608.75, within(1e-9));
        assertThat(cost.horizonTotal().orElseThrow())
                .isCloseTo(12 * cost.monthly().total().orElseThrow(), within(1e-6));
    }

    @Test
    void unknown_inputs_stay_unknown_and_are_named() {
        Economics economics = sums(Optional.empty(), TuningCosts.unknown(), 120);

        assertThat(economics.of("w").orElseThrow().monthly().total()).isEmpty();
        assertThat(economics.tuning().orElseThrow().net()).isEmpty();
        assertThat(economics.curve()).isEmpty();
        assertThat(economics.unknown())
                .containsExactly(
                        "the traffic (traffic.calls-per-day)",
                        "what an error costs (traffic.cost-of-an-error)",
                        "one training run (tuning.training)",
                        "what the evaluation costs (tuning.evaluation)",
                        "what a verified example costs (tuning.labelling-per-example)",
                        "how often it is trained again (tuning.retrains-per-year)",
                        "what the tuned model costs to serve (tuning.serving-per-1k)",
                        "what tuning would gain (no learning-curve forecast)");
    }

    @Test
    void labelling_is_no_cost_where_five_hundred_are_verified() {
        assertThat(sums(traffic(1000, 0, 0.2), STATED, 500).tuning().orElseThrow().outlay())
                .hasValue(300 + 200);
        assertThat(sums(traffic(1000, 0, 0.2), STATED, 400).tuning().orElseThrow().outlay())
                .hasValue(300 + 200 + 50);
    }

    @Test
    void at_each_flip_the_net_is_zero() {
        double error = 0.2;
        Economics economics = sums(traffic(1000, 0.03, error), STATED, 500);
        double net = economics.tuning().orElseThrow().net().orElseThrow();
        assertThat(net).isPositive();

        double flipsAt = flip(economics, "traffic.cost-of-an-error");
        assertThat(
                        sums(traffic(1000, 0.03, flipsAt), STATED, 500)
                                .tuning()
                                .orElseThrow()
                                .net()
                                .orElseThrow())
                .isCloseTo(0, within(1e-6));
        double calls = flip(economics, "traffic.calls-per-day");
        assertThat(
                        sums(traffic(calls, 0.03, error), STATED, 500)
                                .tuning()
                                .orElseThrow()
                                .net()
                                .orElseThrow())
                .isCloseTo(0, within(1e-6));
        assertThat(economics.tuning().orElseThrow().breakEvenCallsPerDay().orElseThrow())
                .isEqualTo(calls);
        double outlay = flip(economics, "outlay of tuning");
        assertThat(outlay - economics.tuning().orElseThrow().outlay().orElseThrow())
                .isCloseTo(net, within(1e-6));
    }

    @Test
    void pay_back_month_is_the_first_in_which_the_outlay_is_earned_back() {
        // A model that just reaches 0.94 gains 0.04: 1,000 calls a day save 243.20 a month, outlay
        // 500.
        assertThat(month(1000)).hasValue(3);
        assertThat(month(200)).hasValue(11);
        assertThat(month(10)).isEmpty();
    }

    private static OptionalDouble month(double calls) {
        return sums(traffic(calls, 0, 0.2), STATED, 500).tuning().orElseThrow().paybackMonth();
    }

    @Test
    void the_curve_crosses_zero_at_break_even() {
        Economics economics = sums(traffic(1000, 0, 0.2), STATED, 500);
        double even = economics.tuning().orElseThrow().breakEvenCallsPerDay().orElseThrow();

        assertThat(economics.curve().orElseThrow().points())
                .allMatch(point -> point.callsPerDay() < even == point.net() < 0);
    }

    @Test
    void curve_and_flips_assume_the_forecast_where_there_is_one() {
        Economics promised = forecast(0.03);
        assertThat(promised.tuning().orElseThrow().gainAssumed()).hasValue(0.03);
        assertThat(promised.tuning().orElseThrow().net().orElseThrow())
                .isPositive()
                .isLessThan(
                        sums(traffic(1000, 0, 0.2), STATED, 500)
                                .tuning()
                                .orElseThrow()
                                .net()
                                .orElseThrow());

        Economics loss = forecast(-0.031);
        assertThat(loss.tuning().orElseThrow().gainAssumed()).hasValue(-0.031);
        assertThat(loss.tuning().orElseThrow().net().orElseThrow()).isNegative();
        assertThat(loss.tuning().orElseThrow().breakEvenCallsPerDay()).isEmpty();
        assertThat(loss.tuning().orElseThrow().paybackMonth()).isEmpty();
        assertThat(loss.curve().orElseThrow().points())
                .hasSizeGreaterThan(10)
                .allMatch(point -> point.net() < 0);
        assertThat(loss.flips())
                .extracting(Economics.Flip::assumption)
                .containsExactly("gain in score");
    }

    @Test
    void without_calls_every_total_is_zero_and_nothing_divides_by_it() {
        Economics none = sums(traffic(0, 0, 0.2), STATED, 500);

        assertThat(none.of("w").orElseThrow().horizonTotal()).hasValue(0);
        assertThat(none.tuning().orElseThrow().net()).hasValue(-500);
        assertThat(none.tuning().orElseThrow().gainNeeded()).isEmpty();
        assertThat(RecordTree.of(none)).containsKey("tuning");
    }

    @Test
    void where_errors_cost_nothing_serving_alone_decides() {
        Economics free = sums(traffic(1000, 0, 0), STATED, 500);

        assertThat(free.tuning().orElseThrow().net().orElseThrow()).isNegative();
        assertThat(free.tuning().orElseThrow().gainNeededWords().orElseThrow())
                .startsWith("no gain makes up for it");
        assertThat(RecordTree.of(free)).containsKey("flips");
    }

    @Test
    void small_amounts_are_written_out() {
        Economics economics = sums(traffic(50_000_000, 0, 0.20), STATED, 500);

        assertThat(economics.flips())
                .extracting(flip -> flip.text())
                .isNotEmpty()
                .anySatisfy(text -> assertThat(text).contains(" 0.0000"))
                .noneSatisfy(text -> assertThat(text).containsPattern("\\de-"));
    }

    @Test
    void training_that_a_pilot_measured_need_not_be_stated() {
        // 120 CPU seconds for 4,800 examples seen; 10,000 x 8 epochs x 3 seeds are 50 times as
        // many.
        TrainingCost measured = TrainingCost.measured(120, 4_800, 240_000, Money.of(0.06, "USD"));
        assertThat(measured.money().amount()).isCloseTo(0.1, within(1e-12));

        Economics economics = sums(NOTHING_ON_TRAINING, Optional.of(measured));

        assertThat(economics.tuning().orElseThrow().training().orElseThrow())
                .isCloseTo(0.1, within(1e-12));
        assertThat(economics.tuning().orElseThrow().outlay().orElseThrow())
                .isCloseTo(200.3, within(1e-9));
        assertThat(economics.tuning().orElseThrow().trainingSource())
                .contains("measured: 6000 CPU seconds by a pilot of 120, at 0.06 USD a core hour");
        assertThat(economics.unknown()).noneMatch(what -> what.contains("tuning.training"));
        assertThat(
                        sums(NOTHING_ON_TRAINING, Optional.empty())
                                .tuning()
                                .orElseThrow()
                                .trainingSource())
                .isEmpty();
    }

    @Test
    void of_what_is_stated_and_what_was_found_the_larger_counts() {
        TrainingCost dear =
                TrainingCost.quoted(Money.of(150, "USD"), "50.0 M tokens at 3.00 USD a million");
        Economics quoted = sums(STATED, Optional.of(dear));
        assertThat(quoted.tuning().orElseThrow().training()).hasValue(150);
        assertThat(quoted.tuning().orElseThrow().trainingSource())
                .contains(
                        "quoted: 50.0 M tokens at 3.00 USD a million (stated: 100.00 USD, which is less)");

        TrainingCost cheap = TrainingCost.quoted(Money.of(9, "USD"), "3.0 M tokens");
        Economics stated = sums(STATED, Optional.of(cheap));
        assertThat(stated.tuning().orElseThrow().training()).hasValue(100);
        assertThat(stated.tuning().orElseThrow().trainingSource())
                .contains("stated: 100.00 USD (quoted: 3.0 M tokens)");
    }

    private static double flip(Economics economics, String assumption) {
        return economics.flips().stream()
                .filter(flip -> flip.assumption().equals(assumption))
                .findFirst()
                .orElseThrow()
                .flipsAt();
    }

    private static Economics sums(TuningCosts tuning, Optional<TrainingCost> training) {
        return sums(traffic(1000, 0, 0.2), tuning, 500, training);
    }

    private static Economics sums(Optional<Traffic> traffic, TuningCosts tuning, int verified) {
        return sums(traffic, tuning, verified, Optional.empty());
    }

    private static Economics sums(
            Optional<Traffic> traffic,
            TuningCosts tuning,
            int verified,
            Optional<TrainingCost> training) {
        return sums(traffic, tuning, verified, OptionalDouble.empty(), training);
    }

    private static Economics forecast(double gain) {
        return sums(traffic(1000, 0, 0.2), STATED, 500, OptionalDouble.of(gain), Optional.empty());
    }

    private static Economics sums(
            Optional<Traffic> traffic,
            TuningCosts tuning,
            int verified,
            OptionalDouble forecast,
            Optional<TrainingCost> training) {
        Task task =
                new Task(
                        "sums",
                        "Add up.",
                        new AnswerShape.Labels(List.of(Label.of("a"), Label.of("b"))),
                        ScoreName.ACCURACY,
                        Goal.of(0.95, 0.01),
                        traffic,
                        new Policy(Policy.Stage.PRODUCTION, false, 12),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        tuning,
                        Optional.empty(),
                        "USD");
        Priced winner = Priced.of("w", "winner", 0.9, usd(0.02));
        return Sums.of(
                Terms.of(task, OptionalDouble.of(verified), training),
                new Sums.Field(
                        List.of(winner),
                        List.of(),
                        Optional.of(winner),
                        OptionalDouble.of(Terms.justEnough(task.goal()))),
                forecast.isPresent()
                        ? Optional.of(
                                new GainForecast(
                                        forecast.getAsDouble(),
                                        new double[] {forecast.getAsDouble()}))
                        : Optional.empty(),
                1);
    }

    private static Optional<Traffic> traffic(double calls, double growth, double error) {
        return Optional.of(new Traffic(calls, growth, usd(error)));
    }

    private static Optional<Money> usd(double amount) {
        return Optional.of(Money.of(amount, "USD"));
    }
}
