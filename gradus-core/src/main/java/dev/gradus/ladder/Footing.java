package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Run;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Optional;

/// Where the climb stands when a rung is reached.
///
/// @param means what it may use
/// @param kept the best candidate so far, with its dev run; empty before the first
/// @param tried every dev run so far, in the order tried
public record Footing(Means means, Optional<Run> kept, List<Run> tried) {
    public Footing {
        tried = List.copyOf(tried);
    }

    /// The encoder to build on: the kept candidate's own, or the cheapest.
    ModelName base() {
        return kept.map(run -> run.candidate().models().getFirst())
                .orElseGet(() -> means.encoders().getFirst());
    }

    /// A candidate of this task's labels on an encoder.
    Candidate.Encoded encoded(ModelName encoder, dev.gradus.candidate.Method method) {
        return new Candidate.Encoded(
                encoder,
                method,
                means.task().answer().asLabels().orElseThrow().labels(),
                method.learns() ? means.study().trainHash() : "");
    }
}
