package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.List;

/// What both ways of tuning work with.
///
/// @param below the climb that it stands on
/// @param evaluator of this task
/// @param beside answers other tasks
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

    /// Answers another task on its own equipment, paid by the same climb.
    interface Beside {
        /// One run a candidate, on the dev part of the splits.
        List<Run> runs(ClimbRequest other, Splits splits, List<Candidate> candidates);
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
