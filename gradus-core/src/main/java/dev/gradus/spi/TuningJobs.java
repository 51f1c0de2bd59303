package dev.gradus.spi;

import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Optional;

/// Tuning at a provider: a file of examples goes up, a job learns from it for minutes or hours, a
/// model under a new name comes of it. Every method is one attempt at one exchange with the
/// provider and throws `CallFailure` where that came to nothing: of kind `REJECTED` where the
/// provider does not know what was asked for, or will not have it. Thread-safe.
public interface TuningJobs extends AutoCloseable {
    /// The most bytes of one file that is handed over.
    long MOST_BYTES = 512L << 20;

    /// What is tuned.
    ModelName base();

    /// Hands a file of JSON lines over; the provider keeps it until it is deleted. Costs nothing.
    ///
    /// @param name of the file, as in `train.jsonl`
    /// @param lines one JSON document each, without a line break in it
    /// @return what the provider knows the file by
    String upload(String name, List<String> lines);

    /// Starts a job, which costs what the provider charges. Never repeated by itself: where the
    /// reply is lost, the job may have begun; `jobsOn` tells.
    ///
    /// @return what the provider knows the job by
    String create(JobOrder order);

    /// The jobs that learn from a file, the newest first: at most one, where nobody asked twice.
    ///
    /// @param file as `upload` gave it
    List<String> jobsOn(String file);

    /// How far a job is.
    JobState poll(String job);

    /// A page of what happened, the newest first.
    ///
    /// @param after the oldest event of the page before; empty for the first page
    EventPage events(String job, Optional<String> after);

    /// The models that were kept on the way, the newest first; empty where the provider keeps none.
    List<Checkpoint> checkpoints(String job);

    /// Asks the provider to end a job. What it has trained is paid for.
    void cancel(String job);

    /// Deletes a file at the provider.
    void delete(String file);

    @Override
    void close();

    /// What happened, a page of it.
    ///
    /// @param events the newest first
    /// @param more true where older ones follow
    record EventPage(List<JobEvent> events, boolean more) {
        public EventPage {
            events = List.copyOf(events);
        }
    }

    /// A model as it was in the middle of a job.
    ///
    /// @param model under which it answers
    /// @param step after which it was kept
    /// @param metrics of that step, by the provider's names
    record Checkpoint(String model, long step, java.util.Map<String, Double> metrics) {
        public Checkpoint {
            metrics = java.util.Map.copyOf(metrics);
        }
    }
}
