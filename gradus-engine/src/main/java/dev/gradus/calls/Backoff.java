package dev.gradus.calls;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before another attempt: half a second, doubled each time up to 30, and of that
/// a random part between half and all, so that calls that failed together do not come back
/// together.
///
/// @param attempts in all, 1 or more
/// @param first the wait after the first
/// @param longest wait
public record Backoff(int attempts, Duration first, Duration longest) {
    public static Backoff standard() {
        return new Backoff(6, Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    /// @param failed how many attempts have failed, from 1
    Duration after(int failed) {
        double millis = Math.min(longest.toMillis(), first.toMillis() * Math.pow(2, failed - 1));
        return Duration.ofMillis(
                (long) (millis * ThreadLocalRandom.current().nextDouble(0.5, 1.0)));
    }
}
