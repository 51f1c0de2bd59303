package dev.gradus.verdict;

import java.util.OptionalDouble;

/// What the examples can show at all, before any result is looked at.
///
/// @param what they are: `dev of 2,010`
/// @param examples how many
/// @param smallest true gain that they show with 80 % power; empty where no two candidates differ
/// @param how it was computed, in words: `discordance 0.08 as observed, alpha 0.008`
/// @param heldOut false where nobody said that no candidate was made with them
/// @param test the examples that settle the goal: `the sealed test of 3,080`
public record Shows(
        String what,
        int examples,
        OptionalDouble smallest,
        String how,
        boolean heldOut,
        String test) {}
