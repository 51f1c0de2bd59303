package dev.gradus.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// Something that happened in a tuning job.
///
/// @param id what the provider knows it by
/// @param at when; empty where the provider does not say
/// @param level `info`, `warn` or `error`
/// @param message the provider's words, without secrets, at most 300 characters
/// @param metrics by the provider's names, as in `train_loss`; empty for an event without figures
public record JobEvent(
        String id,
        Optional<Instant> at,
        String level,
        String message,
        Map<String, Double> metrics) {

    public JobEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(message, "message");
        metrics = Map.copyOf(metrics);
    }

    /// A figure; empty where the event has none of that name.
    public OptionalDouble metric(String name) {
        Double value = metrics.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
