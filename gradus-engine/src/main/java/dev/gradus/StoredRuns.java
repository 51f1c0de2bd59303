package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.ladder.Parts;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Example;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Map;

/// Runs as the ledger has them; nothing is called.
final class StoredRuns {
    private final Task task;
    private final Splits splits;
    private final Ledger ledger;
    private final String freshness;

    StoredRuns(Task task, Splits splits, Ledger ledger) {
        this(task, splits, ledger, "");
    }

    /// @param freshness of a climb that measured everything anew; else empty
    StoredRuns(Task task, Splits splits, Ledger ledger, String freshness) {
        this.freshness = freshness;
        this.task = task;
        this.splits = splits;
        this.ledger = ledger;
    }

    boolean has(Candidate candidate) {
        return !known(candidate).isEmpty();
    }

    private Map<String, Outcome> known(Candidate candidate) {
        return ledger.outcomes(
                candidate.id(), LedgerEvaluator.runKey(task, candidate, splits) + freshness);
    }

    /// The key of the newest measurement, where `--fresh` made several.
    static String newest(Task task, Candidate candidate, Splits splits, Ledger ledger) {
        String key = LedgerEvaluator.runKey(task, candidate, splits);
        return ledger.runTotals().stream()
                .filter(total -> total.candidate().equals(candidate.id()))
                .map(Ledger.RunTotal::examples)
                .filter(one -> one.equals(key) || one.startsWith(key + "#"))
                .reduce((before, after) -> after)
                .orElse(key);
    }

    /// The dev outcomes that are there: all of them, or those after which a climb stopped asking,
    /// or was stopped itself.
    Run dev(Candidate candidate) {
        List<Example> dev = splits.dev();
        Map<String, Outcome> known = known(candidate);
        if (known.isEmpty()) {
            throw new GradusException.Usage(
                    candidate.title()
                            + " has none of "
                            + dev.size()
                            + " dev outcomes in this ledger: the examples changed since. Run gradus climb first.");
        }
        List<Example> asked =
                dev.stream().filter(example -> known.containsKey(example.id())).toList();
        Run run =
                new Run(
                        candidate,
                        Split.DEV,
                        asked.stream().map(example -> known.get(example.id())).toList(),
                        task.currency());
        return Judging.guarded(task, run, asked).with(Parts.asked(dev, asked.size()));
    }
}
