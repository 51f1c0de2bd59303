package dev.gradus.scorer;

import dev.gradus.spi.Encoder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.task.ModelName;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What scorers may use.
///
/// @param place the task's folder and the environment; commands run there
/// @param encoders opens an in-process encoder, once for each name; whoever gives them closes them
/// @param asker asks chat models; empty where the task calls none
/// @param judge the model that judges where a check names none; empty where there is none
/// @param seed of the run
public record ScorerMeans(
        Place place,
        Function<ModelName, Encoder> encoders,
        Optional<Asker> asker,
        Optional<ModelName> judge,
        long seed) {
    public ScorerMeans {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(encoders, "encoders");
        Objects.requireNonNull(asker, "asker");
        Objects.requireNonNull(judge, "judge");
    }

    Asker needsAsker() {
        return asker.orElseThrow(() ->
                new GradusException.Usage(
                        "this score asks a model to judge, and the task has no chat model."
                                + " Name one in models."));
    }
}
