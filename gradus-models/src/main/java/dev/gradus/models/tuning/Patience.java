package dev.gradus.models.tuning;

import java.time.Duration;

/// How long to wait for a provider.
///
/// @param first between two looks at the job, to begin with; grows by half each time
/// @param most between two looks
/// @param stalled how long a job may show no event and no change before it is given up on
/// @param outage how long every look may fail before it is given up on
public record Patience(Duration first, Duration most, Duration stalled, Duration outage) {
    public Patience {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "looks are first " + first + " and at most " + most + " apart");
        }
    }

    /// Looks after 5 seconds, then ever less often, up to once a minute; gives a silent job 12
    /// hours, as queues are long, and an unreachable provider one hour.
    public static Patience standard() {
        return new Patience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofHours(12),
                Duration.ofHours(1));
    }
}
