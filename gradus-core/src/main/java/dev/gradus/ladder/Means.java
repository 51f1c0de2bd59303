package dev.gradus.ladder;

import dev.gradus.spi.TrainStudy;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Optional;

/// What the climb may use.
///
/// @param task what is climbed for
/// @param encoders the task's in-process encoders, the cheapest first, as the user listed them
/// @param study what can be learned inside train
/// @param seed of the run; every random choice is drawn from (seed, purpose)
public record Means(Task task, List<ModelName> encoders, TrainStudy study, long seed) {
    public Means {
        encoders = List.copyOf(encoders);
    }

    /// Why no in-process classifier can answer, or nothing.
    Optional<Applicability> needsLabelsAndEncoder() {
        if (task.answer().asLabels().isEmpty()) {
            return Optional.of(
                    Applicability.not(
                            "the answer is not one of a set of labels, so it needs a chat model",
                            "a chat model in models"));
        }
        if (encoders.isEmpty()) {
            return Optional.of(
                    Applicability.not(
                            "models names no in-process encoder",
                            "an encoder in models, as in embedded/minilm-l6-q"));
        }
        return Optional.empty();
    }

    /// Applicable with a second, stronger encoder; without one, for the reason given.
    Applicability needsStrongerEncoder(String whyOneIsTooFew) {
        return needsLabelsAndEncoder()
                .orElseGet(() ->
                        encoders.size() < 2
                                ? Applicability.not(
                                        whyOneIsTooFew,
                                        "a stronger model after "
                                                + encoders.getFirst()
                                                + " in models")
                                : Applicability.applies());
    }
}
