package dev.gradus.score;

import dev.gradus.chat.Usage;
import dev.gradus.packed.PackedList;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What one candidate did with one example: the answer, its score **or that the score is missing**,
/// and what it took. Missing means that the infrastructure failed; a refusal or an invalid answer
/// scores 0.
///
/// @param exampleId the example
/// @param answer the answer; empty where the infrastructure failed
/// @param score in [0,1]; empty where the infrastructure failed, never 0 for that
/// @param confidence in [0,1], where the candidate states one
/// @param latencyNanos wall time of the call at batch 1
/// @param cpuNanos CPU time of the call, where it ran in this process
/// @param costPerCall money in the task's currency; empty where the price is unknown, never 0 for
///   that
/// @param error what failed, where the score is missing
/// @param usage tokens that the calls took; unknown for what runs in this process
public record Outcome(
        String exampleId,
        Optional<String> answer,
        OptionalDouble score,
        OptionalDouble confidence,
        OptionalLong latencyNanos,
        OptionalLong cpuNanos,
        OptionalDouble costPerCall,
        Optional<String> error,
        Usage usage) {
    /// How long lists of outcomes are kept in little memory.
    public static final PackedList.Form<Outcome> PACKED = new OutcomeForm();

    public Outcome {
        Objects.requireNonNull(exampleId, "exampleId");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(latencyNanos, "latencyNanos");
        Objects.requireNonNull(cpuNanos, "cpuNanos");
        Objects.requireNonNull(costPerCall, "costPerCall");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(usage, "usage");
        inUnit("score", score);
        inUnit("confidence", confidence);
        if (costPerCall.isPresent() && !(costPerCall.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(
                    "a cost is 0 or more, not " + costPerCall.getAsDouble() + ": " + exampleId);
        }
        if (score.isPresent() == error.isPresent()) {
            throw new IllegalArgumentException("an outcome has a score or an error: " + exampleId);
        }
    }

    /// Without tokens.
    public Outcome(
            String exampleId,
            Optional<String> answer,
            OptionalDouble score,
            OptionalDouble confidence,
            OptionalLong latencyNanos,
            OptionalLong cpuNanos,
            OptionalDouble costPerCall,
            Optional<String> error) {
        this(
                exampleId,
                answer,
                score,
                confidence,
                latencyNanos,
                cpuNanos,
                costPerCall,
                error,
                Usage.unknown());
    }

    /// A scored outcome of which nothing else is known.
    public static Outcome scored(String exampleId, String answer, double score) {
        return new Outcome(
                exampleId,
                Optional.of(answer),
                OptionalDouble.of(score),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    /// An outcome that the infrastructure kept from us.
    public static Outcome missing(String exampleId, String error) {
        return new Outcome(
                exampleId,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.of(error));
    }

    /// The same answer with another score.
    public Outcome withScore(OptionalDouble other) {
        return new Outcome(
                exampleId,
                answer,
                other,
                confidence,
                latencyNanos,
                cpuNanos,
                costPerCall,
                error,
                usage);
    }

    public boolean isMissing() {
        return score.isEmpty();
    }

    private static void inUnit(String what, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(what + " is in [0,1], not " + value.getAsDouble());
        }
    }
}
