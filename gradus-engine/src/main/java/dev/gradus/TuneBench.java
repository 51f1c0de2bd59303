package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

/// What both ways of tuning work with.
///
/// @param below the climb that it stands on
/// @param evaluator of this task
/// @param beside works on other examples and other tasks
/// @param watch of the training
/// @param trained what training at a provider has cost so far
record TuneBench(
        TuneRequest request,
        Climbed below,
        Equipment equipment,
        Sources sources,
        Ledger ledger,
        LedgerEvaluator evaluator,
        LastRung last,
        TuneDocument document,
        Beside beside,
        TrainingWatch watch,
        DoubleAdder trained) {

    /// Calls of the climb below pay, after the jobs of its pilot and the training.
    Payer payer() {
        return below.payer().with(trained.sum());
    }

    /// The training was paid for: from now on calls may spend as much less.
    void paid(double money) {
        trained.add(money);
        equipment.caller().budget().paid(money);
    }

    /// Answers another task on its own equipment, paid by the same climb: one run a candidate, on
    /// the dev part of the splits.
    List<Run> runs(ClimbRequest other, Splits splits, List<Candidate> candidates) {
        List<Run> runs = new ArrayList<>();
        beside.work(
                payer(),
                other,
                splits,
                (equipment, evaluator) ->
                        candidates.forEach(candidate -> runs.add(evaluator.dev(candidate))));
        return runs;
    }

    Task task() {
        return request.climb().task();
    }

    Splits splits() {
        return below.splits();
    }

    long seed() {
        return request.climb().options().seed();
    }

    /// The ledger's folder.
    Path home() {
        return request.climb()
                .outside()
                .home()
                .orElseThrow(() ->
                        new GradusException.Usage(
                                "what is tuned is kept beside the ledger, and this ledger has no"
                                        + " folder"));
    }
}
