package dev.gradus.score;

import dev.gradus.stats.Interim;
import java.util.Objects;

/// How much of a split a candidate was asked.
///
/// @param interim after which of how many parts it was compared last
/// @param notAsked examples of the split that it was not asked, as what is known decides without
///   them
public record Asked(Interim interim, int notAsked) {
    private static final Asked WHOLE = new Asked(Interim.once(), 0);

    public Asked {
        Objects.requireNonNull(interim, "interim");
        if (notAsked < 0) {
            throw new IllegalArgumentException("notAsked is 0 or more, not " + notAsked);
        }
    }

    /// Every example, at once.
    public static Asked whole() {
        return WHOLE;
    }
}
