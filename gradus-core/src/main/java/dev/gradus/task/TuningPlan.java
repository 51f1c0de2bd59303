package dev.gradus.task;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What would be tuned, how, and what must not be lost by it.
///
/// @param base whose weights; empty for the model of the best candidate below
/// @param recipe how
/// @param forgetting folders of tasks that the tuned model must not lose, relative to the task
///   file; empty for the built-in suite alone
/// @param margin by how much a score of the forgetting suite may fall, in (0, 0.5]
public record TuningPlan(
        Optional<ModelName> base, Recipe recipe, List<String> forgetting, double margin) {
    public TuningPlan {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(recipe, "recipe");
        forgetting = List.copyOf(forgetting);
        if (!(margin > 0 && margin <= 0.5)) {
            throw new IllegalArgumentException(
                    "tuning.forgetting-margin is above 0 and at most 0.5, not " + margin);
        }
    }

    public static TuningPlan standard() {
        return new TuningPlan(Optional.empty(), Recipe.standard(), List.of(), 0.02);
    }
}
