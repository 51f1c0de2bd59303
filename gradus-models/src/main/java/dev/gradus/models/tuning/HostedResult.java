package dev.gradus.models.tuning;

import dev.gradus.spi.JobEvent;
import dev.gradus.spi.TuningJobs.Checkpoint;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What came of a tuning that nothing went wrong with.
public sealed interface HostedResult {
    /// At the provider.
    String job();

    /// What it cost; empty where the price, or what was trained, is unknown.
    Optional<Money> cost();

    /// There is a tuned model.
    ///
    /// @param model as a task file names it
    /// @param tokens that the provider charges for; empty where it does not say
    /// @param measured true where the cost is of tokens that the provider counted, false where it
    ///   is of our own count
    /// @param events the oldest first; of many the last 10,000
    /// @param checkpoints models of the way; empty where the provider keeps none
    /// @param notes what the user should know
    record Tuned(
            ModelName model,
            String job,
            OptionalLong tokens,
            Optional<Money> cost,
            boolean measured,
            List<JobEvent> events,
            List<Checkpoint> checkpoints,
            List<String> notes)
            implements HostedResult {
        public Tuned {
            events = List.copyOf(events);
            checkpoints = List.copyOf(checkpoints);
            notes = List.copyOf(notes);
        }
    }

    /// It was stopped on request, and the provider has ended the job.
    ///
    /// @param cost of what was trained until then
    record Stopped(String job, Optional<Money> cost) implements HostedResult {}

    /// Nobody waited any longer; the job goes on, and what it will cost is not known yet.
    record Left(String job) implements HostedResult {
        @Override
        public Optional<Money> cost() {
            return Optional.empty();
        }
    }
}
