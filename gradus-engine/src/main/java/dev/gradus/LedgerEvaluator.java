package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator;
import dev.gradus.spi.Ledger;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Money;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Runs candidates against the ledger: what is there is not run again, what is new is durable
/// before it counts, and a look at the sealed test is counted before the first test outcome.
final class LedgerEvaluator implements Evaluator {
    private static final int GROUP = 256;
    private final Task task;
    private final Splits splits;
    private final Ledger ledger;
    private final Encoders encoders;
    private final InstantSource clock;
    private final String freshness;
    private final Map<Split, String> hashes = new HashMap<>();
    private long answered;
    private long fromLedger;

    LedgerEvaluator(
            Task task,
            Splits splits,
            Ledger ledger,
            Encoders encoders,
            InstantSource clock,
            String freshness) {
        this.task = task;
        this.splits = splits;
        this.ledger = ledger;
        this.encoders = encoders;
        this.clock = clock;
        this.freshness = freshness;
    }

    /// Outcomes made in this process.
    long answered() {
        return answered;
    }

    /// Outcomes found in the ledger.
    long fromLedger() {
        return fromLedger;
    }

    @Override
    public Run dev(Candidate candidate) {
        return run(candidate, Split.DEV);
    }

    @Override
    public Look test(Candidate candidate) {
        int number = ledger.look(splits.testHash(), candidate.id(), task.name(), clock.instant());
        return new Look(number, run(candidate, Split.TEST));
    }

    private Run run(Candidate candidate, Split split) {
        List<Example> examples = splits.of(split);
        String key = hashes.computeIfAbsent(split, one -> runKey(splits.of(one))) + freshness;
        Map<String, Outcome> known = new HashMap<>(ledger.outcomes(candidate.id(), key));
        List<Example> open =
                examples.stream().filter(example -> !scored(known.get(example.id()))).toList();
        fromLedger += examples.size() - open.size();
        if (!open.isEmpty()) {
            Candidates.remember(ledger, candidate);
            Answerer answerer = Answerer.of(candidate, encoders);
            for (int from = 0; from < open.size(); from += GROUP) {
                List<Outcome> outcomes =
                        answer(
                                answerer,
                                open.subList(from, Math.min(open.size(), from + GROUP)),
                                split);
                ledger.record(candidate.id(), key, outcomes);
                outcomes.forEach(outcome -> known.put(outcome.exampleId(), outcome));
                answered += outcomes.size();
            }
        }
        List<Outcome> ordered = new ArrayList<>(examples.size());
        for (Example example : examples) {
            Outcome outcome = known.get(example.id());
            if (outcome == null) {
                throw new IllegalStateException("no outcome for " + example.id());
            }
            ordered.add(outcome);
        }
        return new Run(candidate, split, ordered, task.currency());
    }

    /// An outcome that the infrastructure kept from us is asked for again.
    private static boolean scored(@Nullable Outcome outcome) {
        return outcome != null && !outcome.isMissing();
    }

    /// Content and ids: outcomes are kept by id, so a file with other ids is another set here.
    static String runKey(List<Example> examples) {
        ContentHash hash = new ContentHash().add(ContentHash.of(examples));
        examples.forEach(example -> hash.add(example.id()).add(example.input()));
        return hash.hex();
    }

    private List<Outcome> answer(Answerer answerer, List<Example> examples, Split split) {
        List<Answerer.Answer> answers =
                answerer.answer(
                        examples.stream().map(Example::input).toList(),
                        "answering " + split.word());
        List<Outcome> outcomes = new ArrayList<>(examples.size());
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            Answerer.Answer answer = answers.get(i);
            outcomes.add(
                    new Outcome(
                            example.id(),
                            Optional.of(answer.label()),
                            OptionalDouble.of(answer.label().equals(example.expected()) ? 1 : 0),
                            OptionalDouble.of(answer.confidence()),
                            OptionalLong.of(answer.wallNanos()),
                            OptionalLong.of(answer.cpuNanos()),
                            cost(answer.cpuNanos()),
                            Optional.empty()));
        }
        return outcomes;
    }

    /// CPU time at the machine's rate; unknown where no rate is stated.
    private OptionalDouble cost(long cpuNanos) {
        Optional<Money> rate = task.machineRatePerCoreHour();
        return rate.isPresent()
                ? OptionalDouble.of(cpuNanos / 3.6e12 * rate.get().amount())
                : OptionalDouble.empty();
    }
}
