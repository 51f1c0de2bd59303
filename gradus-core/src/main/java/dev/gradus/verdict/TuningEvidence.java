package dev.gradus.verdict;

import dev.gradus.task.Money;
import dev.gradus.tuning.TuningForecast;
import java.util.Objects;
import java.util.Optional;

/// What is known of tuning before it is paid for. What is empty is unknown, and unknown never
/// permits.
///
/// @param forecast what a pilot inside train showed
/// @param knowledge how many failures are missing facts, where a diagnosis measured it; empty to
///   have it read from the climb's own runs
/// @param forgettingSuite what the tuned model must not lose, in words: `built in; 2 tasks of
///   tuning.forgetting`; empty where there is none
/// @param base whether the base model stays; empty where that is unknown
/// @param noForecast why there is no forecast, as what to do; empty where nobody asked for one
/// @param perLabel what one more verified example costs; empty where unknown
public record TuningEvidence(
        Optional<TuningForecast> forecast,
        Optional<KnowledgeShare> knowledge,
        Optional<String> forgettingSuite,
        Optional<BaseModel> base,
        Optional<String> noForecast,
        Optional<Money> perLabel) {
    public TuningEvidence {
        Objects.requireNonNull(forecast, "forecast");
        Objects.requireNonNull(knowledge, "knowledge");
        Objects.requireNonNull(forgettingSuite, "forgettingSuite");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(noForecast, "noForecast");
        Objects.requireNonNull(perLabel, "perLabel");
    }

    /// Whether the base model stays long enough.
    ///
    /// @param status that the gate takes on
    /// @param have what was found, with its date
    /// @param source who says so
    /// @param todo what to do where it does not stay
    public record BaseModel(Gate.Status status, String have, String source, String todo) {}

    public static TuningEvidence none() {
        return new TuningEvidence(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public TuningEvidence withForecast(TuningForecast made) {
        return new TuningEvidence(
                Optional.of(made), knowledge, forgettingSuite, base, noForecast, perLabel);
    }

    public TuningEvidence withKnowledge(KnowledgeShare share) {
        return new TuningEvidence(
                forecast, Optional.of(share), forgettingSuite, base, noForecast, perLabel);
    }

    public TuningEvidence withForgettingSuite(String suite) {
        return new TuningEvidence(
                forecast, knowledge, Optional.of(suite), base, noForecast, perLabel);
    }

    public TuningEvidence withBase(BaseModel model) {
        return new TuningEvidence(
                forecast, knowledge, forgettingSuite, Optional.of(model), noForecast, perLabel);
    }

    /// @param why no pilot could be run, as what to do: `label more: ...`
    public TuningEvidence withoutForecast(String why) {
        return new TuningEvidence(
                forecast, knowledge, forgettingSuite, base, Optional.of(why), perLabel);
    }

    /// @param price of one more verified example
    public TuningEvidence withPerLabel(Optional<Money> price) {
        return new TuningEvidence(forecast, knowledge, forgettingSuite, base, noForecast, price);
    }
}
