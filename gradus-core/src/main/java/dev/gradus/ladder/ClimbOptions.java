package dev.gradus.ladder;

import java.util.Set;

/// How to climb.
///
/// @param all climb past the goal, for information
/// @param only climb these rungs alone; empty for all
/// @param skip leave these rungs out
/// @param seed of every random choice
public record ClimbOptions(boolean all, Set<String> only, Set<String> skip, long seed) {
    public ClimbOptions {
        only = Set.copyOf(only);
        skip = Set.copyOf(skip);
    }

    public static ClimbOptions standard() {
        return new ClimbOptions(false, Set.of(), Set.of(), 1);
    }

    public boolean leavesOut(Rung rung) {
        return skip.contains(rung.word()) || !only.isEmpty() && !only.contains(rung.word());
    }
}
