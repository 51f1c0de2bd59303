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

/// What both ways of tuning work with.
///
/// @param below the climb that it stands on
/// @param evaluator of this task
/// @param beside works on other examples and other tasks
/// @param watch of the training
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
        TrainingWatch watch) {

    /// Calls of the climb below pay, after the jobs of its pilot.
    Payer payer() {
        return below.payer();
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
