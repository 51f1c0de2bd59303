package dev.gradus.cost;

import dev.gradus.cost.Economics.CandidateCost;
import dev.gradus.cost.Economics.GainFrom;
import dev.gradus.cost.Economics.Monthly;
import dev.gradus.cost.Economics.TuningCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Adds up the money: what each candidate costs, which of those that meet the goal is cheapest in
/// total ([Cheapest]), and what tuning would bring over the best one that is not tuned
/// ([TuningMoney], [Uncertainty]).
///
/// Without a pilot the gain of tuning is unknown, and the sums ask what a model that *just reaches*
/// the goal less its tolerance would bring: the least that would count as a success.
public final class Sums {
    private final Terms terms;
    private final Field field;
    private final Optional<GainForecast> forecast;
    private final long seed;
    private final List<String> unknown;

    private Sums(Terms terms, Field field, Optional<GainForecast> forecast, long seed) {
        this.terms = terms;
        this.field = field;
        this.forecast = forecast;
        this.seed = seed;
        this.unknown = new ArrayList<>(terms.unknown());
    }

    /// Which candidates there are.
    ///
    /// @param candidates every one of interest
    /// @param meeting those that meet the goal
    /// @param base the best one that is not tuned: what tuning is set against; empty where there is
    ///   none
    /// @param justEnough the lowest score that is good enough; empty without a goal
    public record Field(
            List<Priced> candidates,
            List<Priced> meeting,
            Optional<Priced> base,
            OptionalDouble justEnough) {
        public Field {
            candidates = List.copyOf(candidates);
            meeting = List.copyOf(meeting);
        }
    }

    /// @param forecast what a pilot showed; empty without one
    /// @param seed of the draws
    public static Economics of(
            Terms terms, Field field, Optional<GainForecast> forecast, long seed) {
        return new Sums(terms, field, forecast, seed).economics();
    }

    private Economics economics() {
        Optional<TuningMoney> money = money();
        if (forecast.isEmpty() && tuningStated()) {
            unknown.add("what tuning would gain (no learning-curve forecast)");
        }
        return new Economics(
                terms.currency(),
                terms.volume()
                        .map(one -> OptionalDouble.of(one.callsPerDay()))
                        .orElse(OptionalDouble.empty()),
                terms.volume()
                        .map(one -> OptionalDouble.of(one.growthPerMonth()))
                        .orElse(OptionalDouble.empty()),
                terms.months(),
                field.candidates().stream().map(this::cost).toList(),
                Cheapest.of(terms, field.meeting()),
                tuningStated() ? Optional.of(tuning(money)) : Optional.empty(),
                money.map(one -> one.curve(title(one))),
                money.map(one -> one.flips(room(), now())).orElse(List.of()),
                List.of(),
                unknown);
    }

    /// False where there is no task file.
    private boolean tuningStated() {
        return !terms.outlay().equals(Outlay.unstated());
    }

    /// What is left to gain on the base.
    private double room() {
        return field.base().map(one -> 1 - one.score()).orElse(1.0);
    }

    /// Serving cost of one call of the base.
    private double now() {
        return field.base()
                .map(one -> one.perCall().orElse(Double.POSITIVE_INFINITY))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private CandidateCost cost(Priced one) {
        OptionalDouble outlay = one.tuned() ? terms.outlay().ahead() : OptionalDouble.empty();
        if (terms.volume().isEmpty()) {
            return new CandidateCost(
                    one.id(),
                    one.title(),
                    new Monthly(
                            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    outlay);
        }
        double month = terms.volume().get().inMonth(0);
        OptionalDouble errors = product(one.errorShare(), terms.error());
        OptionalDouble call = sum(one.perCall(), errors);
        OptionalDouble horizon = times(call, terms.calls().getAsDouble());
        return new CandidateCost(
                one.id(),
                one.title(),
                new Monthly(times(one.perCall(), month), times(errors, month), times(call, month)),
                one.tuned() ? sum(horizon, outlay) : horizon,
                times(one.errorShare(), month),
                outlay);
    }

    private TuningCase tuning(Optional<TuningMoney> money) {
        boolean alone = money.filter(one -> one.error().isEmpty()).isPresent();
        OptionalDouble needed = money.map(TuningMoney::gainNeeded).orElse(OptionalDouble.empty());
        double room = room();
        boolean sensible =
                needed.isPresent() && needed.getAsDouble() > 0 && needed.getAsDouble() <= room;
        return new TuningCase(
                field.base().map(Priced::title),
                terms.outlay().training(),
                Optional.of(terms.outlay().trainingSource()).filter(text -> !text.isEmpty()),
                terms.outlay().ahead(),
                times(terms.outlay().training(), PILOT_RUNS),
                gain(),
                from(),
                sensible ? needed : OptionalDouble.empty(),
                neededWords(money, needed, room),
                money.map(TuningMoney::breakEvenCallsPerDay).orElse(OptionalDouble.empty()),
                money.map(TuningMoney::paybackMonth).orElse(OptionalDouble.empty()),
                money.map(one -> OptionalDouble.of(one.net())).orElse(OptionalDouble.empty()),
                alone,
                total(alone),
                forecast.map(one -> OptionalDouble.of(one.lower())).orElse(OptionalDouble.empty()),
                money.map(this::odds));
    }

    /// A quarter, a half and all of one half of train, twice each.
    private static final double PILOT_RUNS = 1.75;

    private OptionalDouble gain() {
        if (forecast.isPresent()) {
            return OptionalDouble.of(forecast.get().lower());
        }
        return field.base().isPresent() && field.justEnough().isPresent()
                ? OptionalDouble.of(field.justEnough().getAsDouble() - field.base().get().score())
                : OptionalDouble.empty();
    }

    private GainFrom from() {
        if (forecast.isPresent()) {
            return GainFrom.FORECAST;
        }
        return gain().isPresent() ? GainFrom.JUST_ENOUGH : GainFrom.NOWHERE;
    }

    /// What the base costs over the horizon, with its errors unless they drop out.
    private OptionalDouble total(boolean servingAlone) {
        if (field.base().isEmpty() || terms.calls().isEmpty()) {
            return OptionalDouble.empty();
        }
        Priced base = field.base().get();
        OptionalDouble call =
                servingAlone
                        ? base.perCall()
                        : sum(base.perCall(), product(base.errorShare(), terms.error()));
        return times(call, terms.calls().getAsDouble());
    }

    private Optional<TuningMoney> money() {
        OptionalDouble now = field.base().map(Priced::perCall).orElse(OptionalDouble.empty());
        if (terms.volume().isEmpty()
                || terms.outlay().ahead().isEmpty()
                || terms.serving().isEmpty()
                || now.isEmpty()
                || gain().isEmpty()) {
            return Optional.empty();
        }
        boolean counted = field.base().filter(one -> one.errorShare().isPresent()).isPresent();
        return Optional.of(
                new TuningMoney(
                        terms.currency(),
                        terms.volume().get(),
                        counted ? terms.error() : OptionalDouble.empty(),
                        terms.outlay().ahead().getAsDouble(),
                        terms.serving().getAsDouble() - now.getAsDouble(),
                        gain().getAsDouble(),
                        terms.months()));
    }

    private Odds odds(TuningMoney money) {
        return Uncertainty.of(
                money.calls(),
                money.error(),
                money.extra(),
                forecast.map(GainForecast::draws).orElseGet(() -> new double[] {money.gain()}),
                money.outlay(),
                seed);
    }

    private static Optional<String> neededWords(
            Optional<TuningMoney> money, OptionalDouble needed, double room) {
        if (money.isEmpty()) {
            return Optional.empty();
        }
        if (needed.isEmpty()) {
            return Optional.of(
                    money.get().net() >= 0
                            ? "none: serving alone pays"
                            : "no gain makes up for it: an error costs nothing, or nobody said what");
        }
        double gain = needed.getAsDouble();
        if (gain <= 0) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "none: serving alone pays, up to a loss of %.1f points",
                            Math.min(100, -100 * gain)));
        }
        return Optional.of(
                gain > room
                        ? "more than every remaining error: no gain pays it back"
                        : String.format(Locale.ROOT, "%.2g points", 100 * gain));
    }

    private String title(TuningMoney money) {
        return String.format(
                Locale.ROOT,
                "net over %d months against calls per day, if tuning %s (%+.1f points)%s",
                terms.months(),
                forecast.isPresent()
                        ? "brought the least that is forecast"
                        : "just reached the goal less its tolerance",
                100 * money.gain(),
                money.error().isEmpty() ? ", by serving alone" : "");
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static OptionalDouble product(OptionalDouble a, OptionalDouble b) {
        return b.isPresent() ? times(a, b.getAsDouble()) : b;
    }

    private static OptionalDouble sum(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() + b.getAsDouble())
                : OptionalDouble.empty();
    }
}
