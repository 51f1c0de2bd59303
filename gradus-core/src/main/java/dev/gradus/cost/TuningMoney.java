package dev.gradus.cost;

import dev.gradus.cost.Economics.Curve;
import dev.gradus.cost.Economics.CurvePoint;
import dev.gradus.cost.Economics.Flip;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// The case for tuning with every figure that it needs.
///
/// net over the horizon = calls x (gain x cost of an error - extra serving cost of a call) - outlay
///
/// Where the cost of an error is unknown, or the score counts none, the gain drops out, and the net
/// is by serving alone. Each flip solves net = 0 for one assumption with the others as stated.
/// Amounts are not discounted: horizons are months, and the error of the other inputs is larger.
///
/// @param error cost of one error; empty where unknown
/// @param outlay that is still to be paid, retraining included
/// @param extra serving cost of one call, tuned less now
/// @param gain in score
record TuningMoney(
        String currency,
        Volume volume,
        OptionalDouble error,
        double outlay,
        double extra,
        double gain,
        int months) {
    private static final int CURVE_POINTS = 25;

    double calls() {
        return volume.over(months);
    }

    /// What one call brings, before the outlay.
    private double perCall() {
        return gain * error.orElse(0) - extra;
    }

    double net() {
        return calls() * perCall() - outlay;
    }

    private TuningMoney at(double callsPerDay) {
        return new TuningMoney(
                currency,
                new Volume(callsPerDay, volume.growthPerMonth()),
                error,
                outlay,
                extra,
                gain,
                months);
    }

    /// Empty where no gain changes the money, or there is no call.
    OptionalDouble gainNeeded() {
        return error.orElse(0) > 0 && calls() > 0
                ? OptionalDouble.of((outlay / calls() + extra) / error.getAsDouble())
                : OptionalDouble.empty();
    }

    OptionalDouble breakEvenCallsPerDay() {
        double callsOfOneADay = new Volume(1, volume.growthPerMonth()).over(months);
        return perCall() > 0
                ? OptionalDouble.of(outlay / (perCall() * callsOfOneADay))
                : OptionalDouble.empty();
    }

    OptionalDouble paybackMonth() {
        double sum = -outlay;
        for (int month = 0; month < months; month++) {
            sum += volume.inMonth(month) * perCall();
            if (sum >= 0) {
                return OptionalDouble.of(month + 1);
            }
        }
        return OptionalDouble.empty();
    }

    Curve curve(String title) {
        double most = 4 * Math.max(volume.callsPerDay(), breakEvenCallsPerDay().orElse(1));
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < CURVE_POINTS; i++) {
            double calls = most * i / (CURVE_POINTS - 1);
            points.add(new CurvePoint(calls, at(calls).net()));
        }
        return new Curve(title, points);
    }

    /// The flips at values that can be: a gain no larger than what is left to gain, and a tuned
    /// model that costs nothing at least.
    ///
    /// @param room what is left to gain, in [0,1]
    /// @param now serving cost of one call now
    List<Flip> flips(double room, double now) {
        List<Flip> flips = new ArrayList<>();
        if (calls() == 0) {
            breakEven(flips);
            return flips;
        }
        double margin = outlay / calls();
        errorCost(margin).ifPresent(flips::add);
        breakEven(flips);
        OptionalDouble needed = gainNeeded();
        if (needed.isPresent()
                && Math.abs(needed.getAsDouble()) <= 1
                && needed.getAsDouble() <= room) {
            flips.add(flip("gain in score", gain, needed.getAsDouble(), "", "above"));
        }
        double mostOutlay = calls() * perCall();
        if (mostOutlay > 0) {
            flips.add(flip("outlay of tuning", outlay, mostOutlay, currency, "below"));
        }
        double mostExtra = gain * error.orElse(0) - margin;
        if (mostExtra >= -now) {
            flips.add(
                    flip(
                            "extra serving cost of 1,000 calls",
                            1000 * extra,
                            1000 * mostExtra,
                            currency,
                            "below"));
        }
        return flips;
    }

    private void breakEven(List<Flip> flips) {
        breakEvenCallsPerDay()
                .ifPresent(value ->
                        flips.add(
                                flip(
                                        "traffic.calls-per-day",
                                        volume.callsPerDay(),
                                        value,
                                        "calls a day",
                                        "above")));
    }

    /// A gain pays from some cost of an error on; a loss pays up to one.
    private Optional<Flip> errorCost(double margin) {
        double at = gain == 0 ? Double.NaN : (margin + extra) / gain;
        if (!(at > 0) || error.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                flip(
                        "traffic.cost-of-an-error",
                        error.getAsDouble(),
                        at,
                        currency,
                        gain > 0 ? "above" : "below"));
    }

    /// The cost of an error at which the net turns, where nobody stated it: `pays back above 0.03
    /// USD an error`; empty where none does.
    Optional<String> errorFlip() {
        double at = gain == 0 || calls() == 0 ? Double.NaN : (outlay / calls() + extra) / gain;
        return at > 0
                ? Optional.of(
                        (gain > 0 ? "above " : "below ")
                                + number(at)
                                + " "
                                + currency
                                + " an error")
                : Optional.empty();
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
                                number(value))
                        .replace("  ", " "));
    }

    static String number(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
