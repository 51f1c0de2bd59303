package dev.gradus.cost;

import java.util.List;
import java.util.Objects;

/// Which of the candidates that meet the goal to use, by money.
///
/// @param candidate its id
/// @param title for people
/// @param basis what was compared
/// @param why in one sentence
/// @param besides what a reader must know beside it: who else may win, and from which figure on
public record Choice(
        String candidate, String title, Basis basis, String why, List<String> besides) {

    /// What was compared.
    public enum Basis {
        /// It is the only one.
        ONLY_ONE,
        /// Totals over the horizon.
        TOTAL,
        /// A call with its errors, since the traffic is unknown.
        PER_CALL,
        /// A call's cost alone, over the horizon where the traffic is known, since what an error
        /// costs is unknown.
        COST_ALONE,
        /// The score, since no cost is known.
        SCORE
    }

    public Choice {
        Objects.requireNonNull(basis, "basis");
        besides = List.copyOf(besides);
    }
}
