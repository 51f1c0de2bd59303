package dev.gradus.tuning;

import dev.gradus.stats.Estimate;
import dev.gradus.task.Money;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Whether the money of tuning would do more in labels: the labels that it buys, and what the
/// learning curve of the classifier on the frozen encoder promises for them, against the gain that
/// tuning is forecast to bring.
///
/// Both gains are resampled together, on the same held-out examples. *Tuning* where the one-sided
/// 95 % bound of tuning less labels is above 0 and the forecast's lower bound is above what the
/// labels promise; *labels* where the bound on the other side is below 0.
///
/// @param answer which
/// @param labels that the outlay buys; empty where a price is unknown
/// @param labelsGain what the curve promises for them, two-sided 95 %; empty where unknown
/// @param cut true where the money buys more labels than the curve is read at: the gain is then
///   that of the labels up to there
/// @param sentence with the figures
public record LabelsOrTuning(
        Answer answer,
        OptionalInt labels,
        Optional<Estimate> labelsGain,
        boolean cut,
        String sentence) {
    private static final double LEVEL = 0.95;

    /// Which brings more.
    public enum Answer {
        TUNING,
        LABELS,
        /// The held-out examples cannot tell.
        NOT_SHOWN,
        /// A figure is missing.
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param forecast what a pilot showed; empty where there was none
    /// @param outlay what tuning costs over the horizon; empty where unknown
    /// @param perLabel what one more verified example costs; empty where unknown
    public static LabelsOrTuning of(
            Optional<TuningForecast> forecast, Optional<Money> outlay, Optional<Money> perLabel) {
        if (forecast.isEmpty()) {
            return unknown("no pilot was run, so neither gain has a forecast");
        }
        if (perLabel.isEmpty()) {
            return unknown(
                    "what a verified example costs is not stated (tuning.labelling-per-example)");
        }
        if (outlay.isEmpty()) {
            return unknown("the outlay of tuning is unknown");
        }
        Optional<LearningCurve> curve = forecast.get().curve();
        return curve.isEmpty()
                ? unknown(
                        "the pilot has "
                                + forecast.get().sizes().size()
                                + " of the "
                                + LearningCurve.FEWEST_SIZES
                                + " sizes that a learning curve needs")
                : known(forecast.get(), curve.get(), outlay.get(), perLabel.get());
    }

    private static LabelsOrTuning known(
            TuningForecast forecast, LearningCurve curve, Money outlay, Money perLabel) {
        int now = forecast.trainExamples();
        int room = curve.farthest() - now;
        if (room <= 0) {
            return unknown(
                    String.format(
                            Locale.ROOT,
                            "the learning curve is read up to %,d examples, and train has %,d: pilot"
                                    + " with more of them",
                            curve.farthest(),
                            now));
        }
        double bought =
                perLabel.amount() > 0
                        ? Math.floor(outlay.amount() / perLabel.amount())
                        : Double.POSITIVE_INFINITY;
        boolean cut = bought > room;
        int labels = cut ? room : (int) bought;
        Estimate gain = curve.gain(now, now + labels, LEVEL);
        double[] ahead = forecast.draws();
        double[] byLabels = curve.resampledGains(now, now + labels);
        Arrays.setAll(ahead, i -> ahead[i] - byLabels[i]);
        Answer answer = answer(forecast, gain, ahead, cut);
        return new LabelsOrTuning(
                answer,
                OptionalInt.of(labels),
                Optional.of(gain),
                cut,
                sentence(forecast.gain(), gain, labels, cut, outlay, perLabel));
    }

    private static Answer answer(
            TuningForecast forecast, Estimate byLabels, double[] ahead, boolean cut) {
        if (Resamples.quantile(ahead, LEVEL) < 0) {
            return Answer.LABELS;
        }
        boolean tuning =
                !cut
                        && Resamples.quantile(ahead, 1 - LEVEL) > 0
                        && forecast.gain().lower() > byLabels.value();
        return tuning ? Answer.TUNING : Answer.NOT_SHOWN;
    }

    private static String sentence(
            TuningForecast.Gain tuning,
            Estimate byLabels,
            int labels,
            boolean cut,
            Money outlay,
            Money perLabel) {
        return String.format(
                Locale.ROOT,
                "the %s of tuning buy %s%,d labels at %s: %+.1f points [%+.1f, %+.1f] by the learning"
                        + " curve; tuning brings %+.1f points [%+.1f, %+.1f]",
                outlay,
                cut ? "more than " : "",
                labels,
                perLabel,
                100 * byLabels.value(),
                100 * byLabels.interval().low(),
                100 * byLabels.interval().high(),
                100 * tuning.value(),
                100 * tuning.interval().low(),
                100 * tuning.interval().high());
    }

    private static LabelsOrTuning unknown(String why) {
        return new LabelsOrTuning(
                Answer.UNKNOWN, OptionalInt.empty(), Optional.empty(), false, why);
    }
}
