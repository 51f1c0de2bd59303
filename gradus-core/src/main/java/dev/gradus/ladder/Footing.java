package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Run;
import dev.gradus.task.ModelName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where the climb stands when a rung is reached.
///
/// @param means what it may use
/// @param kept the best candidate so far, with its dev run; empty before the first
/// @param tried every dev run so far, in the order tried
public record Footing(Means means, Optional<Run> kept, List<Run> tried) {
    public Footing {
        tried = List.copyOf(tried);
    }

    /// The classifier to build on: the kept candidate or the first of its cascade, else the best
    /// tried.
    Optional<Candidate.Encoded> encoded() {
        Optional<Candidate> foremost = kept.map(run -> foremost(run.candidate()));
        if (foremost.isPresent() && foremost.get() instanceof Candidate.Encoded encoded) {
            return Optional.of(encoded);
        }
        return best(candidate -> candidate instanceof Candidate.Encoded)
                .map(candidate -> (Candidate.Encoded) candidate);
    }

    /// The encoder to build on: that of the classifier, or the cheapest.
    ModelName encoder() {
        return encoded().map(Candidate.Encoded::model).orElseGet(() -> means.encoders().getFirst());
    }

    /// The prompted candidate to build on: the kept one, else the best tried, else the brief with
    /// its labels on the cheapest chat model.
    Candidate.Prompted prompted() {
        if (kept.isPresent() && kept.get().candidate() instanceof Candidate.Prompted prompted) {
            return prompted;
        }
        return best(candidate -> candidate instanceof Candidate.Prompted)
                .map(candidate -> (Candidate.Prompted) candidate)
                .orElseGet(() -> Prompts.of(means.task()).sharper(means.chatModels().getFirst()));
    }

    /// The best candidate of a kind that was tried; the simpler of two as good.
    Optional<Candidate> best(Predicate<Candidate> kind) {
        return tried.stream()
                .filter(run -> !run.failed() && kind.test(run.candidate()))
                .max(
                        Comparator.comparingDouble((Run run) -> run.meanScore().orElse(0))
                                .thenComparing(run -> -run.candidate().complexity()))
                .map(Run::candidate);
    }

    /// A candidate of this task's labels on an encoder.
    Candidate.Encoded encoded(ModelName encoder, Method method) {
        return new Candidate.Encoded(
                encoder,
                method,
                means.task().answer().asLabels().orElseThrow().labels(),
                method.learns() ? means.study().trainHash() : "");
    }

    private static Candidate foremost(Candidate candidate) {
        return candidate instanceof Candidate.Cascade cascade
                ? foremost(cascade.first())
                : candidate;
    }
}
