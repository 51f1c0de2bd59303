package dev.gradus.task;

import java.time.Duration;
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
/// @param limit of one training run in this process, which then ends with what it has; empty for
///   none
public record TuningPlan(
        Optional<ModelName> base,
        Recipe recipe,
        List<String> forgetting,
        double margin,
        Optional<Duration> limit) {
    public TuningPlan {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(recipe, "recipe");
        Objects.requireNonNull(limit, "limit");
        forgetting = List.copyOf(forgetting);
        if (!(margin > 0 && margin <= 0.5)) {
            throw new IllegalArgumentException(
                    "tuning.forgetting-margin is above 0 and at most 0.5, not " + margin);
        }
    }

    public static TuningPlan standard() {
        return new TuningPlan(
                Optional.empty(), Recipe.standard(), List.of(), 0.02, Optional.empty());
    }

    public TuningPlan withBase(ModelName other) {
        return new TuningPlan(Optional.of(other), recipe, forgetting, margin, limit);
    }

    public TuningPlan withRecipe(Recipe other) {
        return new TuningPlan(base, other, forgetting, margin, limit);
    }
}
