package dev.gradus.calls;

import java.time.Duration;

/// How often a provider is asked how far a batch is: after `first`, then half as long again each
/// time, up to `longest`.
public record Polling(Duration first, Duration longest) {
    private static final double GROWTH = 1.5;

    /// From 5 seconds to a minute: a batch takes minutes to hours.
    public static Polling standard() {
        return new Polling(Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    /// @param asked how often it was asked before, from 1
    Duration after(int asked) {
        double millis = first.toMillis() * Math.pow(GROWTH, asked - 1);
        return Duration.ofMillis((long) Math.min(longest.toMillis(), millis));
    }
}
