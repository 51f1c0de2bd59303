package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.task.ModelName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Where the climb stands when a rung is reached.
///
/// @param means what it may use
/// @param kept the best candidate so far, with its dev run; empty before the first
/// @param tried every dev run so far, in the order tried
public record Footing(Means means, Optional<Run> kept, List<Run> tried) {
    /// Sums of the same graded scores in another order differ by less.
    private static final double ROUNDING = 1e-9;

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

    /// The best candidate of a kind that was tried; the simpler of two as good. One that was asked
    /// everything goes before those that were not asked on; these are told apart by the examples
    /// that all of them were asked.
    Optional<Candidate> best(Predicate<Candidate> kind) {
        List<Run> ran =
                tried.stream().filter(run -> !run.failed() && kind.test(run.candidate())).toList();
        List<Run> whole = ran.stream().filter(Run::complete).toList();
        List<Run> among = whole.isEmpty() ? onWhatAllWereAsked(ran) : whole;
        return among.stream()
                .max(
                        Comparator.comparingDouble((Run run) -> run.meanScore().orElse(0))
                                .thenComparing(run -> -run.candidate().complexity()))
                .map(Run::candidate);
    }

    private static List<Run> onWhatAllWereAsked(List<Run> runs) {
        Map<String, Integer> times = new HashMap<>();
        runs.stream()
                .flatMap(run -> run.outcomes().stream())
                .forEach(outcome -> times.merge(outcome.exampleId(), 1, Integer::sum));
        return runs.stream()
                .map(run ->
                        new Run(
                                run.candidate(),
                                run.split(),
                                run.outcomes().stream()
                                        .filter(one ->
                                                times.getOrDefault(one.exampleId(), 0)
                                                        == runs.size())
                                        .toList(),
                                run.currency()))
                .toList();
    }

    /// True where one candidate scored lower on dev than another, by the mean over the examples
    /// that both have a score for; false where there are none.
    boolean worse(Candidate one, Candidate than) {
        Map<String, Double> others = new HashMap<>();
        scored(than)
                .forEach(outcome -> others.put(outcome.exampleId(), outcome.score().getAsDouble()));
        double sum = 0;
        for (Outcome outcome : scored(one).toList()) {
            Double other = others.get(outcome.exampleId());
            sum += other == null ? 0 : outcome.score().getAsDouble() - other;
        }
        return sum < -ROUNDING;
    }

    private Stream<Outcome> scored(Candidate candidate) {
        return tried.stream()
                .filter(run -> run.candidate().id().equals(candidate.id()))
                .limit(1)
                .flatMap(run -> run.outcomes().stream())
                .filter(outcome -> !outcome.isMissing());
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
