package dev.gradus.cost;

import dev.gradus.cost.Economics.CandidateCost;
import dev.gradus.cost.Economics.CurvePoint;
import dev.gradus.cost.Economics.Flip;
import dev.gradus.cost.Economics.TuningCase;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Adds up the money.
///
/// Monthly cost of a candidate = calls x cost per call + calls x (1 - score) x cost of an error.
/// Fine-tuning over the horizon of H months: net = calls(H) x (gain x cost of an error - extra
/// serving cost per call) - outlay, with outlay = training x (1 + retrains per year x H / 12) +
/// labelling of the examples missing to 500 + evaluation. Training is what the team states for one
/// run, people included; where a pilot measured it or a provider quoted it too, the larger counts.
/// Every flip solves net = 0 for one assumption with the others as stated. Amounts are not
/// discounted: horizons are months, and the error of the other inputs is larger.
public final class Sums {
    private static final int EXAMPLES_FOR_TUNING = 500;
    private static final int CURVE_POINTS = 25;
    private final Task task;
    private final Optional<TrainingCost> found;
    private final List<String> unknown = new ArrayList<>();

    private Sums(Task task, Optional<TrainingCost> found) {
        this.task = task;
        this.found = found;
    }

    /// One candidate as the sums need it.
    ///
    /// @param score in [0,1]
    /// @param perThousandCalls empty where unknown
    public record Priced(
            String candidate, String title, double score, Optional<Money> perThousandCalls) {}

    /// @param candidates every candidate of interest; the winner among them
    /// @param winner its id; what tuning would be set against
    /// @param verifiedExamples how many labelled, verified examples there are
    /// @param forecast lower bound of the gain that tuning is forecast to bring; empty without a
    ///   forecast
    public static Economics of(
            Task task,
            List<Priced> candidates,
            Optional<String> winner,
            int verifiedExamples,
            OptionalDouble forecast) {
        return of(task, candidates, winner, verifiedExamples, forecast, Optional.empty());
    }

    /// @param training what a pilot measured or a provider quoted for one run; empty where neither
    ///   did
    public static Economics of(
            Task task,
            List<Priced> candidates,
            Optional<String> winner,
            int verifiedExamples,
            OptionalDouble forecast,
            Optional<TrainingCost> training) {
        return new Sums(task, training).economics(candidates, winner, verifiedExamples, forecast);
    }

    private Economics economics(
            List<Priced> candidates,
            Optional<String> winner,
            int verified,
            OptionalDouble forecast) {
        Optional<Volume> volume =
                task.traffic()
                        .map(traffic ->
                                new Volume(traffic.callsPerDay(), traffic.growthPerMonth()));
        OptionalDouble error = amount(task.traffic().flatMap(Traffic::costOfAnError));
        if (volume.isEmpty()) {
            unknown.add("the traffic (traffic.calls-per-day)");
        }
        if (error.isEmpty()) {
            unknown.add("what an error costs (traffic.cost-of-an-error)");
        }
        List<CandidateCost> costs =
                candidates.stream().map(one -> monthly(one, volume, error)).toList();
        Optional<Priced> base =
                winner.flatMap(id ->
                        candidates.stream().filter(one -> one.candidate().equals(id)).findFirst());
        OptionalDouble training = amount(training());
        OptionalDouble outlay = outlay(verified, training);
        OptionalDouble extra = extraServing(base);
        double gain = forecast.orElse(base.map(one -> 1 - one.score()).orElse(0.0));
        Optional<Case> known =
                volume.isPresent() && error.isPresent() && outlay.isPresent() && extra.isPresent()
                        ? Optional.of(
                                new Case(
                                        volume.get(),
                                        error.getAsDouble(),
                                        outlay.getAsDouble(),
                                        extra.getAsDouble(),
                                        gain,
                                        task.policy().horizonMonths()))
                        : Optional.empty();
        if (forecast.isEmpty()) {
            unknown.add("what tuning would gain (no learning-curve forecast)");
        }
        return new Economics(
                task.currency(),
                volume.map(v -> OptionalDouble.of(v.callsPerDay())).orElse(OptionalDouble.empty()),
                volume.map(Volume::growthPerMonth).orElse(0.0),
                task.policy().horizonMonths(),
                costs,
                new TuningCase(
                        training,
                        trainingSource(),
                        outlay,
                        gain,
                        known.map(Case::gainNeeded).orElse(OptionalDouble.empty()),
                        known.map(Case::breakEvenCallsPerDay).orElse(OptionalDouble.empty()),
                        known.map(Case::paybackMonth).orElse(OptionalDouble.empty()),
                        known.map(c -> OptionalDouble.of(c.net())).orElse(OptionalDouble.empty()),
                        forecast),
                known.map(Sums::curve).orElse(List.of()),
                known.map(this::flips).orElse(List.of()),
                unknown);
    }

    private CandidateCost monthly(Priced one, Optional<Volume> volume, OptionalDouble error) {
        if (volume.isEmpty()) {
            return new CandidateCost(
                    one.candidate(),
                    one.title(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty());
        }
        double month = volume.get().inMonth(0);
        double horizon = volume.get().over(task.policy().horizonMonths());
        double wrong = month * (1 - one.score());
        OptionalDouble perCall =
                one.perThousandCalls().isPresent()
                        ? OptionalDouble.of(one.perThousandCalls().get().amount() / 1000)
                        : OptionalDouble.empty();
        OptionalDouble calls = times(perCall, month);
        OptionalDouble errors = times(error, wrong);
        OptionalDouble total = sum(calls, errors);
        return new CandidateCost(
                one.candidate(),
                one.title(),
                calls,
                errors,
                total,
                times(total, horizon / month),
                OptionalDouble.of(wrong));
    }

    /// One run: the larger of what is stated and what was found.
    private Optional<Money> training() {
        Optional<Money> stated = task.tuning().training();
        return stated.isPresent() && found.isPresent()
                ? Optional.of(statedCounts() ? stated.get() : found.get().money())
                : stated.or(() -> found.map(TrainingCost::money));
    }

    private boolean statedCounts() {
        return task.tuning()
                .training()
                .filter(stated -> found.filter(one -> one.money().compareTo(stated) > 0).isEmpty())
                .isPresent();
    }

    private String trainingSource() {
        String other = found.map(one -> one.source().word() + ": " + one.how()).orElse("");
        String stated = task.tuning().training().map(one -> "stated: " + one).orElse("");
        if (stated.isEmpty() || other.isEmpty()) {
            return stated + other;
        }
        return statedCounts()
                ? stated + " (" + other + ")"
                : other + " (" + stated + ", which is less)";
    }

    private OptionalDouble outlay(int verified, OptionalDouble training) {
        TuningCosts tuning = task.tuning();
        int missing = Math.max(0, EXAMPLES_FOR_TUNING - verified);
        if (training.isEmpty()) {
            unknown.add("one training run (tuning.training)");
        }
        OptionalDouble evaluation =
                need(tuning.evaluation(), "what the evaluation costs (tuning.evaluation)");
        OptionalDouble labelling =
                missing == 0
                        ? OptionalDouble.of(0)
                        : times(
                                need(
                                        tuning.labellingPerExample(),
                                        "what a verified example costs (tuning.labelling-per-example)"),
                                missing);
        if (tuning.retrainsPerYear().isEmpty()) {
            unknown.add("how often it is trained again (tuning.retrains-per-year)");
            return OptionalDouble.empty();
        }
        double runs =
                1 + tuning.retrainsPerYear().getAsDouble() * task.policy().horizonMonths() / 12.0;
        return sum(sum(times(training, runs), labelling), evaluation);
    }

    private OptionalDouble extraServing(Optional<Priced> base) {
        OptionalDouble tuned =
                need(
                        task.tuning().servingPerThousandCalls(),
                        "what the tuned model costs to serve (tuning.serving-per-1k)");
        OptionalDouble now = amount(base.flatMap(Priced::perThousandCalls));
        return tuned.isPresent() && now.isPresent()
                ? OptionalDouble.of((tuned.getAsDouble() - now.getAsDouble()) / 1000)
                : OptionalDouble.empty();
    }

    private OptionalDouble need(Optional<Money> money, String what) {
        if (money.isEmpty()) {
            unknown.add(what);
        }
        return amount(money);
    }

    private static List<CurvePoint> curve(Case stated) {
        double most =
                4
                        * Math.max(
                                stated.volume().callsPerDay(),
                                stated.breakEvenCallsPerDay().orElse(1));
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < CURVE_POINTS; i++) {
            double calls = most * i / (CURVE_POINTS - 1);
            points.add(new CurvePoint(calls, stated.at(calls).net()));
        }
        return points;
    }

    private List<Flip> flips(Case stated) {
        List<Flip> flips = new ArrayList<>();
        double calls = stated.calls();
        double margin = stated.outlay() / calls;
        String money = task.currency();
        if (stated.gain() > 0) {
            flips.add(
                    flip(
                            "traffic.cost-of-an-error",
                            stated.error(),
                            (margin + stated.extra()) / stated.gain(),
                            money,
                            "above"));
        }
        stated.breakEvenCallsPerDay()
                .ifPresent(value ->
                        flips.add(
                                flip(
                                        "traffic.calls-per-day",
                                        stated.volume().callsPerDay(),
                                        value,
                                        "calls a day",
                                        "above")));
        stated.gainNeeded()
                .ifPresent(value ->
                        flips.add(flip("gain in score", stated.gain(), value, "", "above")));
        double mostOutlay = calls * (stated.gain() * stated.error() - stated.extra());
        if (mostOutlay > 0) {
            flips.add(flip("outlay of tuning", stated.outlay(), mostOutlay, money, "below"));
        }
        double extraAt = 1000 * (stated.gain() * stated.error() - margin);
        flips.add(
                flip(
                        "extra serving cost of 1,000 calls",
                        1000 * stated.extra(),
                        extraAt,
                        money,
                        "below"));
        return flips;
    }

    private static Flip flip(String assumption, double value, double at, String unit, String side) {
        return new Flip(
                assumption,
                value,
                at,
                unit,
                String.format(
                        Locale.ROOT,
                        "pays back %s %s %s (stated: %s)",
                        side,
                        number(at),
                        unit,
                        number(value)));
    }

    private static String number(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static OptionalDouble amount(Optional<Money> money) {
        return money.map(one -> OptionalDouble.of(one.amount())).orElse(OptionalDouble.empty());
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static OptionalDouble sum(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() + b.getAsDouble())
                : OptionalDouble.empty();
    }

    /// The case for tuning with everything stated.
    ///
    /// @param error cost of one error
    /// @param extra serving cost of one call, tuned less now
    /// @param gain in score
    private record Case(
            Volume volume, double error, double outlay, double extra, double gain, int months) {
        double calls() {
            return volume.over(months);
        }

        double net() {
            return calls() * (gain * error - extra) - outlay;
        }

        Case at(double callsPerDay) {
            return new Case(
                    new Volume(callsPerDay, volume.growthPerMonth()),
                    error,
                    outlay,
                    extra,
                    gain,
                    months);
        }

        OptionalDouble gainNeeded() {
            return error > 0 && calls() > 0
                    ? OptionalDouble.of((outlay / calls() + extra) / error)
                    : OptionalDouble.empty();
        }

        OptionalDouble breakEvenCallsPerDay() {
            double perCall = gain * error - extra;
            double callsOfOneADay = new Volume(1, volume.growthPerMonth()).over(months);
            return perCall > 0
                    ? OptionalDouble.of(outlay / (perCall * callsOfOneADay))
                    : OptionalDouble.empty();
        }

        OptionalDouble paybackMonth() {
            double sum = -outlay;
            for (int month = 0; month < months; month++) {
                sum += volume.inMonth(month) * (gain * error - extra);
                if (sum >= 0) {
                    return OptionalDouble.of(month + 1);
                }
            }
            return OptionalDouble.empty();
        }
    }
}
