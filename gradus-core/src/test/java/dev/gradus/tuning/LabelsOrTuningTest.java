package dev.gradus.tuning;

import static dev.gradus.tuning.SimulatedPilots.firstRight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.task.Money;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LabelsOrTuningTest {
    private static final Optional<Money> OUTLAY = usd(700);

    @Test
    void dear_labels_bring_less_than_tuning() {
        LabelsOrTuning answer = LabelsOrTuning.of(steep(), OUTLAY, usd(10));

        assertThat(answer.answer()).isEqualTo(LabelsOrTuning.Answer.TUNING);
        assertThat(answer.labels()).hasValue(70);
        assertThat(answer.sentence())
                .isEqualTo(
                        "the 700.00 USD of tuning buy 70 labels at 10.00 USD: +0.4 points [+0.2, +0.4] by"
                                + " the learning curve; tuning brings +14.3 points [+9.6, +19.3]");
    }

    @Test
    void cheap_labels_bring_more_where_the_curve_is_steep_and_tuning_gains_little() {
        LabelsOrTuning answer =
                LabelsOrTuning.of(forecast(200, 204, 260, 264, 320, 322), OUTLAY, usd(0.10));

        assertThat(answer.answer()).isEqualTo(LabelsOrTuning.Answer.LABELS);
        assertThat(answer.labels()).hasValue(7000);
        assertThat(answer.cut()).isFalse();
    }

    @Test
    void what_the_held_out_examples_cannot_tell_is_not_shown() {
        LabelsOrTuning answer =
                LabelsOrTuning.of(forecast(300, 310, 320, 326, 330, 336), OUTLAY, usd(0.50));

        assertThat(answer.answer()).isEqualTo(LabelsOrTuning.Answer.NOT_SHOWN);
    }

    @Test
    void more_labels_than_the_curve_reaches_never_speak_for_tuning() {
        LabelsOrTuning free = LabelsOrTuning.of(steep(), OUTLAY, usd(0));

        assertThat(free.cut()).isTrue();
        assertThat(free.labels()).hasValue(7000);
        assertThat(free.answer()).isNotEqualTo(LabelsOrTuning.Answer.TUNING);
        assertThat(free.sentence())
                .startsWith("the 700.00 USD of tuning buy more than 7,000 labels");
    }

    @Test
    void what_nobody_stated_is_unknown_and_named() {
        assertThat(LabelsOrTuning.of(steep(), OUTLAY, Optional.empty()).sentence())
                .isEqualTo(
                        "what a verified example costs is not stated (tuning.labelling-per-example)");
        assertThat(LabelsOrTuning.of(steep(), Optional.empty(), usd(1)).sentence())
                .isEqualTo("the outlay of tuning is unknown");
        assertThat(LabelsOrTuning.of(Optional.empty(), OUTLAY, usd(1)))
                .isEqualTo(
                        new LabelsOrTuning(
                                LabelsOrTuning.Answer.UNKNOWN,
                                OptionalInt.empty(),
                                Optional.empty(),
                                false,
                                "no pilot was run, so neither gain has a forecast"));
    }

    @Test
    void a_pilot_far_smaller_than_train_promises_nothing_for_labels() {
        LabelsOrTuning answer =
                LabelsOrTuning.of(
                        Optional.of(
                                TuningForecast.of(
                                        pilots(300, 310, 320, 326, 330, 336), List.of(), 9000, 1)),
                        OUTLAY,
                        usd(1));

        assertThat(answer.answer()).isEqualTo(LabelsOrTuning.Answer.UNKNOWN);
        assertThat(answer.sentence())
                .isEqualTo(
                        "the learning curve is read up to 8,000 examples, and train has 9,000: pilot with"
                                + " more of them");
    }

    private static Optional<TuningForecast> steep() {
        return forecast(280, 360, 300, 370, 320, 380);
    }

    private static Optional<TuningForecast> forecast(int... right) {
        return Optional.of(TuningForecast.of(pilots(right), List.of(), 1000, 1));
    }

    private static List<Pilot> pilots(int... right) {
        return List.of(
                new Pilot(200, firstRight(right[0], 400), firstRight(right[1], 400)),
                new Pilot(400, firstRight(right[2], 400), firstRight(right[3], 400)),
                new Pilot(800, firstRight(right[4], 400), firstRight(right[5], 400)));
    }

    private static Optional<Money> usd(double amount) {
        return Optional.of(Money.of(amount, "USD"));
    }
}
