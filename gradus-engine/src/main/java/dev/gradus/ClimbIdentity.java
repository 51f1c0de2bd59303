package dev.gradus;

import dev.gradus.spi.Ledger;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Label;
import dev.gradus.task.Task;
import dev.gradus.task.TuningPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Which climb is which: what is asked for again is gone on with.
final class ClimbIdentity {
    private ClimbIdentity() {}

    /// One that goes on with a larger budget, by batches, or towards another tuning, is the same.
    private static Task identity(Task task) {
        Task unbudgeted =
                task.withBudget(Optional.empty(), OptionalLong.empty())
                        .withPlan(TuningPlan.standard());
        return unbudgeted.withCalling(unbudgeted.calling().withBatch(false));
    }

    /// The same for the same climb, in hex.
    static String of(ClimbRequest request) {
        ContentHash hash =
                new ContentHash()
                        .add(identity(request.task()).toString())
                        .add(ContentHash.of(request.examples()))
                        .add(request.test().map(ContentHash::of).orElse(""))
                        .add(Boolean.toString(request.options().all()))
                        .add(request.options().only().stream().sorted().toList().toString())
                        .add(request.options().skip().stream().sorted().toList().toString())
                        .add(Long.toString(request.options().seed()))
                        .add(Boolean.toString(request.fresh()));
        return hash.hex();
    }

    /// What a task is tuned for, as history knows it: each change counts against tuning.
    static Ledger.TaskVersion version(Task task, Instant at) {
        String labels =
                task.answer()
                        .asLabels()
                        .map(AnswerShape.Labels::labels)
                        .map(ClimbIdentity::labelHash)
                        .orElse("");
        return new Ledger.TaskVersion(
                task.name(),
                ContentHash.of(task.brief()),
                labels,
                ContentHash.of(task.prompt().orElse("")),
                at);
    }

    private static String labelHash(List<Label> labels) {
        ContentHash hash = new ContentHash();
        labels.forEach(label -> hash.add(label.name()).add(label.description().orElse("")));
        return hash.hex();
    }
}
