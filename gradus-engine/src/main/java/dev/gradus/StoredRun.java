package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import dev.gradus.task.Money;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// A run of the ledger: who answered what, and how well by the task's score. A score of the whole
/// set, such as macro-F1, is that score and no mean of its examples.
///
/// @param examples key of the examples, in the ledger
/// @param on what they are: `dev`, `test`, `all examples`, or `other examples` where the task's
///   examples are others now
/// @param of how many examples there are; empty for other examples
/// @param scoredBy name of the score; empty where it is not the task's as it is now
/// @param score empty where nothing has a score, or where it cannot be computed any more
/// @param costPerThousand empty where a cost is unknown
public record StoredRun(
        Candidate candidate,
        String examples,
        String on,
        OptionalInt of,
        long outcomes,
        long missing,
        Optional<String> scoredBy,
        OptionalDouble score,
        Optional<Money> costPerThousand) {

    /// @param runs in the order in which they were begun
    /// @param undefined runs of candidates whose definition is not in the ledger
    public record Listed(List<StoredRun> runs, int undefined) {
        public Listed {
            runs = List.copyOf(runs);
        }
    }

    private record Known(String key, String name, List<Example> examples) {}

    /// Reads the ledger; calls nothing.
    ///
    /// @param definition of a candidate, by its id
    public static Listed all(
            ClimbRequest request, Ledger ledger, Function<String, Optional<Candidate>> definition) {
        List<Known> known = known(request);
        List<StoredRun> runs = new ArrayList<>();
        int undefined = 0;
        for (Ledger.RunTotal total : ledger.runTotals()) {
            Optional<Candidate> candidate = definition.apply(total.candidate());
            if (candidate.isEmpty()) {
                undefined++;
                continue;
            }
            Optional<Known> on =
                    known.stream()
                            .filter(one -> total.examples().startsWith(one.key()))
                            .findFirst();
            runs.add(of(request.task(), ledger, total, candidate.get(), on));
        }
        return new Listed(runs, undefined);
    }

    /// Examples that cannot be split any more still have runs.
    private static List<Known> known(ClimbRequest request) {
        List<Known> known = new ArrayList<>();
        try {
            Splits splits = Checker.cut(request).splits();
            add(known, "dev", splits.dev());
            add(known, "test", splits.of(Split.TEST));
        } catch (GradusException.Data cannotBeSplit) {
            // Said by check and climb; a list of runs needs no split.
        }
        add(known, "all examples", request.examples());
        return known;
    }

    private static void add(List<Known> known, String name, List<Example> examples) {
        if (!examples.isEmpty()) {
            known.add(new Known(LedgerEvaluator.runKey(examples), name, examples));
        }
    }

    private static StoredRun of(
            Task task,
            Ledger ledger,
            Ledger.RunTotal total,
            Candidate candidate,
            Optional<Known> on) {
        boolean current =
                on.filter(known ->
                                LedgerEvaluator.isCurrent(
                                        total.examples().substring(known.key().length()),
                                        task,
                                        candidate))
                        .isPresent();
        Optional<Run> run =
                current
                        ? on.flatMap(known -> run(task, ledger, total, candidate, known))
                        : Optional.empty();
        OptionalDouble score =
                run.isPresent() && run.get().meanScore().isPresent()
                        ? OptionalDouble.of(
                                new Measure(
                                                task,
                                                answered(on.orElseThrow().examples(), run.get()),
                                                1)
                                        .value(run.get()))
                        : OptionalDouble.empty();
        return new StoredRun(
                candidate,
                total.examples(),
                on.map(Known::name).orElse("other examples"),
                on.map(known -> OptionalInt.of(known.examples().size()))
                        .orElse(OptionalInt.empty()),
                total.outcomes(),
                total.missing(),
                current ? Optional.of(task.score().word()) : Optional.empty(),
                score,
                run.flatMap(Run::costPerThousandCalls));
    }

    private static List<Example> answered(List<Example> examples, Run run) {
        if (run.outcomes().size() == examples.size()) {
            return examples;
        }
        Set<String> answered = run.byExample().keySet();
        return examples.stream().filter(example -> answered.contains(example.id())).toList();
    }

    private static Optional<Run> run(
            Task task, Ledger ledger, Ledger.RunTotal total, Candidate candidate, Known on) {
        Map<String, Outcome> outcomes = ledger.outcomes(candidate.id(), total.examples());
        List<Outcome> there =
                on.examples().stream()
                        .map(example -> outcomes.get(example.id()))
                        .filter(outcome -> outcome != null)
                        .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(new Run(candidate, Split.DEV, there, task.currency()));
    }
}
