package dev.gradus.cost;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the candidates cost at the task's traffic, which of those that meet the goal to use, and
/// whether fine-tuning would pay. A figure that rests on something nobody stated is empty, and
/// `unknown` names what is missing; 0 is a value. It stands under `economics` in the documents,
/// component by component.
///
/// @param currency of every amount
/// @param callsPerDay empty where the traffic is unknown
/// @param growthPerMonth a share; empty where the traffic is unknown
/// @param horizonMonths within which an outlay must pay back
/// @param candidates what each costs
/// @param choice which to use; empty where none meets the goal
/// @param tuning the case for fine-tuning; empty where nothing is stated about it
/// @param curve net over the horizon at a range of traffic
/// @param flips the value of each assumption at which the net of tuning turns
/// @param assumed figures that nobody stated and that a default stands for
/// @param unknown what nobody stated, in the task file's words
public record Economics(
        String currency,
        OptionalDouble callsPerDay,
        OptionalDouble growthPerMonth,
        int horizonMonths,
        List<CandidateCost> candidates,
        Optional<Choice> choice,
        Optional<TuningCase> tuning,
        Optional<Curve> curve,
        List<Flip> flips,
        List<String> assumed,
        List<String> unknown) {
    public Economics {
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(tuning, "tuning");
        candidates = List.copyOf(candidates);
        flips = List.copyOf(flips);
        assumed = List.copyOf(assumed);
        unknown = List.copyOf(unknown);
    }

    /// One candidate at the task's traffic, in the first month and over the horizon.
    ///
    /// @param candidate its id
    /// @param monthly in the first month
    /// @param horizonTotal calls, errors, and for a tuned candidate the outlay that is still to be
    ///   paid
    /// @param errorsPerMonth how many; empty where the score counts no errors
    /// @param outlay of tuning that is in the total; empty where it was not tuned
    public record CandidateCost(
            String candidate,
            String title,
            Monthly monthly,
            OptionalDouble horizonTotal,
            OptionalDouble errorsPerMonth,
            OptionalDouble outlay) {}

    /// @param calls cost of a month's calls
    /// @param errors cost of a month's errors
    public record Monthly(OptionalDouble calls, OptionalDouble errors, OptionalDouble total) {}

    /// @param base title of the candidate that tuning is set against: the best one not tuned
    /// @param training one training run
    /// @param trainingSource who says what it costs, in words; empty where nobody does
    /// @param outlay training with its retrains, labelling what is missing, evaluation
    /// @param pilot about what a pilot costs: its runs, by the price of training
    /// @param gainAssumed the gain in score that net, curve and flips assume
    /// @param gainFrom where it is from
    /// @param gainNeeded the gain at which the outlay is earned back within the horizon; empty
    ///   where none is needed, none suffices, or it is unknown
    /// @param gainNeededWords the same in words
    /// @param breakEvenCallsPerDay at the assumed gain
    /// @param paybackMonth at the assumed gain; empty where it never pays back within the horizon
    /// @param net over the horizon at the assumed gain; by serving alone where the cost of an error
    ///   is unknown
    /// @param servingAlone true where it is by serving alone
    /// @param total of the base over the horizon, what the net is set against
    /// @param forecast lower bound of the forecast gain; empty where there is no forecast
    /// @param odds how likely it is to pay; empty where traffic or outlay is unknown
    public record TuningCase(
            Optional<String> base,
            OptionalDouble training,
            Optional<String> trainingSource,
            OptionalDouble outlay,
            OptionalDouble pilot,
            OptionalDouble gainAssumed,
            GainFrom gainFrom,
            OptionalDouble gainNeeded,
            Optional<String> gainNeededWords,
            OptionalDouble breakEvenCallsPerDay,
            OptionalDouble paybackMonth,
            OptionalDouble net,
            boolean servingAlone,
            OptionalDouble total,
            OptionalDouble forecast,
            Optional<Odds> odds) {
        /// The least share of the base's total that is worth a pilot.
        private static final double WORTH = 0.05;

        /// True where the net is positive and at least 5 % of what the base costs in total.
        public boolean matters() {
            return net.isPresent()
                    && total.isPresent()
                    && net.getAsDouble() > 0
                    && net.getAsDouble() >= WORTH * total.getAsDouble();
        }
    }

    /// Where the assumed gain is from.
    public enum GainFrom {
        /// The lower bound of a pilot's forecast.
        FORECAST,
        /// The gain of a model that just reaches the goal less its tolerance.
        JUST_ENOUGH,
        /// Neither: no goal is known.
        NOWHERE
    }

    /// @param title in words, with the assumed gain
    public record Curve(String title, List<CurvePoint> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    public record CurvePoint(double callsPerDay, double net) {}

    /// @param assumption in the task file's words
    /// @param value as stated
    /// @param flipsAt the value at which the outlay is just earned back, all else as stated
    /// @param text in one sentence
    public record Flip(String assumption, double value, double flipsAt, String unit, String text) {}

    /// What one candidate costs.
    public Optional<CandidateCost> of(String candidate) {
        return candidates.stream().filter(one -> one.candidate().equals(candidate)).findFirst();
    }

    /// The same with a further assumption told.
    public Economics assuming(String what) {
        List<String> more = new java.util.ArrayList<>(assumed);
        more.add(what);
        return new Economics(
                currency,
                callsPerDay,
                growthPerMonth,
                horizonMonths,
                candidates,
                choice,
                tuning,
                curve,
                flips,
                more,
                unknown);
    }
}
