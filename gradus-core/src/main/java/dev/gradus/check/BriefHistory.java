package dev.gradus.check;

import dev.gradus.task.Asked;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What version control knows of the task: what each of its versions asked. The first of them is
/// the task's beginning, or as far as was looked, and no change.
///
/// @param versions that could be read, the oldest first
/// @param unreadable how many further versions could not be read; nothing is guessed of them
public record BriefHistory(List<Version> versions, int unreadable) {
    public BriefHistory {
        versions = List.copyOf(versions);
        if (unreadable < 0) {
            throw new IllegalArgumentException(
                    "a number of versions is 0 or more, not " + unreadable);
        }
    }

    /// @param at when it was committed
    /// @param asked what the task asked then
    public record Version(Instant at, Asked asked) {
        public Version {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(asked, "asked");
        }
    }

    /// A task that asks the same since then.
    public static BriefHistory unchangedSince(Instant at, Asked asked) {
        return new BriefHistory(List.of(new Version(at, asked)), 0);
    }
}
