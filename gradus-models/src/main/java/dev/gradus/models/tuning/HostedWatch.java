package dev.gradus.models.tuning;

import dev.gradus.spi.JobState.Status;
import dev.gradus.task.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Told how far a tuning is; may ask it to stop. Called from the thread that tunes.
@FunctionalInterface
public interface HostedWatch {
    HostedWatch SILENT = progress -> {};

    void at(Progress progress);

    /// True once the job should be called off. What is trained is paid for.
    default boolean stop() {
        return false;
    }

    /// True once nobody waits any longer. The job goes on, and the same order follows it again.
    default boolean leave() {
        return false;
    }

    /// @param job at the provider
    /// @param step of `steps`; both empty until the provider says
    /// @param loss on the examples learned from
    /// @param validLoss on those held out
    /// @param tokens that are charged for as far as the provider says, else that are expected
    /// @param money of these; empty where the price is unknown
    /// @param left until it ends, by the provider's word or by its steps so far
    record Progress(
            String job,
            Status status,
            OptionalLong step,
            OptionalLong steps,
            OptionalDouble loss,
            OptionalDouble validLoss,
            long tokens,
            Optional<Money> money,
            Optional<Duration> left) {}
}
