package dev.gradus.cost;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the candidates cost at the task's traffic, and whether fine-tuning would pay back. A figure
/// that rests on something nobody stated is empty, and `unknown` names what is missing.
///
/// @param currency of every amount
/// @param callsPerDay empty where the traffic is unknown
/// @param growthPerMonth a share
/// @param horizonMonths within which an outlay must pay back
/// @param candidates what each costs
/// @param tuning the case for fine-tuning
/// @param curve net over the horizon at a range of traffic
/// @param flips the value of each assumption at which pay-back turns
/// @param unknown what nobody stated, in the task file's words
public record Economics(
        String currency,
        OptionalDouble callsPerDay,
        double growthPerMonth,
        int horizonMonths,
        List<CandidateCost> candidates,
        TuningCase tuning,
        List<CurvePoint> curve,
        List<Flip> flips,
        List<String> unknown) {
    public Economics {
        candidates = List.copyOf(candidates);
        curve = List.copyOf(curve);
        flips = List.copyOf(flips);
        unknown = List.copyOf(unknown);
    }

    /// One candidate at the task's traffic, in the first month and over the horizon.
    ///
    /// @param candidate its id
    /// @param calls cost of a month's calls
    /// @param errors cost of a month's errors
    /// @param errorsPerMonth how many
    public record CandidateCost(
            String candidate,
            String title,
            OptionalDouble calls,
            OptionalDouble errors,
            OptionalDouble total,
            OptionalDouble horizonTotal,
            OptionalDouble errorsPerMonth) {}

    /// @param training one training run
    /// @param trainingSource who says what it costs, in words; empty where nobody does
    /// @param outlay training with its retrains, labelling what is missing, evaluation
    /// @param gainAssumed the gain in score that curve and flips assume: the forecast's lower
    ///   bound; without a forecast the whole remaining error, the most that any tuning could bring
    /// @param gainNeeded the gain in score at which the outlay is earned back within the horizon
    /// @param breakEvenCallsPerDay at the assumed gain
    /// @param paybackMonth at the assumed gain; empty where it never pays back within the horizon
    /// @param net over the horizon at the assumed gain
    /// @param forecast lower bound of the forecast gain; empty where there is no forecast
    public record TuningCase(
            OptionalDouble training,
            String trainingSource,
            OptionalDouble outlay,
            double gainAssumed,
            OptionalDouble gainNeeded,
            OptionalDouble breakEvenCallsPerDay,
            OptionalDouble paybackMonth,
            OptionalDouble net,
            OptionalDouble forecast) {}

    public record CurvePoint(double callsPerDay, double net) {}

    /// @param assumption in the task file's words
    /// @param value as stated
    /// @param flipsAt the value at which the outlay is just earned back, all else as stated
    /// @param text in one sentence
    public record Flip(String assumption, double value, double flipsAt, String unit, String text) {}

    /// What the case rests on, for tests and reports.
    public Optional<CandidateCost> of(String candidate) {
        return candidates.stream().filter(one -> one.candidate().equals(candidate)).findFirst();
    }
}
