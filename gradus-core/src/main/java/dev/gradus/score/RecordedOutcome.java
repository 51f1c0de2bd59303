package dev.gradus.score;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// An outcome that was recorded elsewhere: one item, answered by one arm. What was not recorded is
/// empty.
///
/// @param task the task that the item belongs to
/// @param itemId the item, unique within its task
/// @param arm the way of answering, unique within its model
/// @param rung the lever that the arm stands for, in the recorder's words
/// @param model the model that answered
/// @param gold the right answer
/// @param pred the answer given
/// @param correct the score in [0,1]; empty where it is missing, never 0 for that
/// @param promptTokens read by the model, 0 or more
/// @param completionTokens written by the model, 0 or more
/// @param latencyMs milliseconds from question to answer, 0 or more
/// @param costUsd what the call cost, 0 or more
/// @param asked false where the arm was not asked the item, since what it had answered decided:
///   such an outcome has neither answer nor score, and is neither missing nor wrong
public record RecordedOutcome(
        String task,
        String itemId,
        String arm,
        String rung,
        String model,
        String gold,
        String pred,
        OptionalDouble correct,
        OptionalLong promptTokens,
        OptionalLong completionTokens,
        OptionalDouble latencyMs,
        OptionalDouble costUsd,
        boolean asked) {
    public RecordedOutcome {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(itemId, "itemId");
        Objects.requireNonNull(arm, "arm");
        Objects.requireNonNull(rung, "rung");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(gold, "gold");
        Objects.requireNonNull(pred, "pred");
        inRange("correct", correct, 1);
        inRange("latencyMs", latencyMs, Double.MAX_VALUE);
        inRange("costUsd", costUsd, Double.MAX_VALUE);
        notNegative("promptTokens", promptTokens);
        notNegative("completionTokens", completionTokens);
        if (!asked && (correct.isPresent() || !pred.isEmpty())) {
            throw new IllegalArgumentException("an item that was not asked has no answer or score");
        }
    }

    /// The outcome of an item that was asked.
    public RecordedOutcome(
            String task,
            String itemId,
            String arm,
            String rung,
            String model,
            String gold,
            String pred,
            OptionalDouble correct,
            OptionalLong promptTokens,
            OptionalLong completionTokens,
            OptionalDouble latencyMs,
            OptionalDouble costUsd) {
        this(
                task,
                itemId,
                arm,
                rung,
                model,
                gold,
                pred,
                correct,
                promptTokens,
                completionTokens,
                latencyMs,
                costUsd,
                true);
    }

    /// The name of the arm in comparisons: `model / arm`, or the arm alone where no model was
    /// recorded.
    public String armName() {
        return model.isEmpty() ? arm : model + " / " + arm;
    }

    private static void inRange(String what, OptionalDouble value, double most) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= most)) {
            throw new IllegalArgumentException(
                    what + " is 0 to " + most + ", not " + value.getAsDouble());
        }
    }

    private static void notNegative(String what, OptionalLong value) {
        if (value.isPresent() && value.getAsLong() < 0) {
            throw new IllegalArgumentException(what + " is 0 or more, not " + value.getAsLong());
        }
    }
}
