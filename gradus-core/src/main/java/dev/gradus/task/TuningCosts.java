package dev.gradus.task;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// What fine-tuning would cost this team, as far as the team has said. What is empty is unknown:
/// the economics name it and no pay-back is claimed from it.
///
/// @param training one training run, compute and people
/// @param labellingPerExample one more verified example
/// @param evaluation building and keeping the evaluation that tuning needs, once
/// @param retrainsPerYear once per base-model life and per drift event
/// @param servingPerThousandCalls what 1,000 calls of the tuned model cost
/// @param spent true where training, labels and evaluation are paid already, whatever is decided
public record TuningCosts(
        Optional<Money> training,
        Optional<Money> labellingPerExample,
        Optional<Money> evaluation,
        OptionalDouble retrainsPerYear,
        Optional<Money> servingPerThousandCalls,
        boolean spent) {
    public TuningCosts {
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(labellingPerExample, "labellingPerExample");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(retrainsPerYear, "retrainsPerYear");
        Objects.requireNonNull(servingPerThousandCalls, "servingPerThousandCalls");
    }

    /// Where nothing is paid yet.
    public TuningCosts(
            Optional<Money> training,
            Optional<Money> labellingPerExample,
            Optional<Money> evaluation,
            OptionalDouble retrainsPerYear,
            Optional<Money> servingPerThousandCalls) {
        this(
                training,
                labellingPerExample,
                evaluation,
                retrainsPerYear,
                servingPerThousandCalls,
                false);
    }

    public static TuningCosts unknown() {
        return new TuningCosts(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }
}
