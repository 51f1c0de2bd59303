package dev.gradus;

import dev.gradus.candidate.Candidate;
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

    StoredRuns(Task task, Splits splits, Ledger ledger) {
        this.task = task;
        this.splits = splits;
        this.ledger = ledger;
    }

    Run dev(Candidate candidate) {
        List<Example> dev = splits.dev();
        Map<String, Outcome> known =
                ledger.outcomes(candidate.id(), LedgerEvaluator.runKey(task, candidate, splits));
        if (known.size() < dev.size()) {
            throw new GradusException.Usage(
                    candidate.title()
                            + " has "
                            + known.size()
                            + " of "
                            + dev.size()
                            + " dev outcomes in this ledger: the climb that ran it is not finished, or the examples"
                            + " changed since. Run gradus climb first.");
        }
        Run run =
                new Run(
                        candidate,
                        Split.DEV,
                        dev.stream().map(example -> known.get(example.id())).toList(),
                        task.currency());
        return Judging.guarded(task, run, dev);
    }
}
