package dev.gradus.models.tuning;

import java.util.Optional;

/// Where it is kept which files and which job of a provider belong to a tuning, so that a process
/// that is killed finds them again. Every method returns once what it did is durable.
public interface JobKeeper {
    /// What was kept last; empty where nothing is.
    Optional<KeptJob> kept();

    /// Keeps this in place of what was kept.
    void keep(KeptJob job);

    /// Forgets it: the job has ended without a model.
    void clear();

    /// Where it is kept, for messages, as in `.gradus/tuning/job.json`.
    String place();
}
