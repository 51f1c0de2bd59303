package dev.gradus;

import dev.gradus.canonical.Canonical;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.TaskVersion;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Asked;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Label;
import dev.gradus.task.Task;
import java.time.Instant;
import java.util.List;

/// What a task asked at each climb, as the ledger keeps it: each change counts against tuning.
final class AskedVersions {
    private AskedVersions() {}

    /// Remembers what is asked now. A ledger that knows the task only from before what is asked was
    /// canonical is told in that form too, once: a change since then is seen, and a task that stood
    /// still has not moved.
    static void remember(Ledger ledger, Task task, Instant at) {
        List<TaskVersion> known = ledger.taskVersions(task.name());
        if (!known.isEmpty() && known.stream().noneMatch(TaskVersion::canonical)) {
            ledger.recordTaskVersion(legacy(task, at));
        }
        ledger.recordTaskVersion(TaskVersion.of(task.name(), Asked.of(task), at));
    }

    private static TaskVersion legacy(Task task, Instant at) {
        String labels =
                task.answer()
                        .asLabels()
                        .map(AnswerShape.Labels::labels)
                        .map(AskedVersions::hash)
                        .orElse("");
        return new TaskVersion(
                task.name(),
                ContentHash.of(Canonical.text(task.brief())),
                labels,
                ContentHash.of(Canonical.text(task.prompt().orElse(""))),
                at);
    }

    private static String hash(List<Label> labels) {
        ContentHash hash = new ContentHash();
        labels.forEach(label ->
                hash.add(Canonical.text(label.name()))
                        .add(Canonical.text(label.description().orElse(""))));
        return hash.hex();
    }
}
