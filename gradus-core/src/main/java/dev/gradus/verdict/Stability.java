package dev.gradus.verdict;

import java.time.Instant;
import java.util.Optional;

/// How much the task moved: versions of brief, labels and prompt, from the ledger and from git.
///
/// @param known false where neither ledger nor history can say, as on a first climb
/// @param changes how often they changed in the window
/// @param windowDays the window, in days
/// @param lastChange when they last did
/// @param source where this comes from
public record Stability(
        boolean known, int changes, int windowDays, Optional<Instant> lastChange, String source) {

    public static Stability unknown(String why) {
        return new Stability(false, 0, 14, Optional.empty(), why);
    }
}
