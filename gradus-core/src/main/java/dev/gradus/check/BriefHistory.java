package dev.gradus.check;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What version control knows of the task file, its labels and its prompt.
///
/// @param changesInLast30Days commits that touched one of them, the first one not counted; 0 or
///   more
/// @param lastChange the newest of them; empty where there is only the first
public record BriefHistory(int changesInLast30Days, Optional<Instant> lastChange) {
    public BriefHistory {
        Objects.requireNonNull(lastChange, "lastChange");
        if (changesInLast30Days < 0) {
            throw new IllegalArgumentException(
                    "a number of changes is 0 or more, not " + changesInLast30Days);
        }
    }
}
