package dev.gradus.ladder;

import java.util.Set;

/// How to climb.
///
/// @param all climb past the goal, for information
/// @param only climb these rungs alone; empty for all
/// @param skip leave these rungs out
/// @param seed of every random choice
/// @param askAll ask every candidate every dev example, also where what it answered so far decides
public record ClimbOptions(
        boolean all, Set<String> only, Set<String> skip, long seed, boolean askAll) {
    public ClimbOptions {
        only = Set.copyOf(only);
        skip = Set.copyOf(skip);
    }

    /// Asking no more than decides.
    public ClimbOptions(boolean all, Set<String> only, Set<String> skip, long seed) {
        this(all, only, skip, seed, false);
    }

    /// The same, asking everything.
    public ClimbOptions askingAll() {
        return new ClimbOptions(all, only, skip, seed, true);
    }

    public static ClimbOptions standard() {
        return new ClimbOptions(false, Set.of(), Set.of(), 1);
    }

    public boolean leavesOut(Rung rung) {
        return skip.contains(rung.word()) || !only.isEmpty() && !only.contains(rung.word());
    }
}
