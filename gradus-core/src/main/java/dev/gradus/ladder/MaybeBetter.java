package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import java.util.OptionalLong;

/// A candidate that may be better by `matters` than what its rung kept, as far as the dev examples
/// tell: it leaves the rung open. That nothing was shown is no evidence that nothing is there.
///
/// @param candidate which
/// @param why in one clause
/// @param needed dev examples that would tell, with 80 % chance, were its gain what it seems; empty
///   where more examples tell nothing, as for a failed run
/// @param stopped true where it was not asked every dev example, which would tell more
public record MaybeBetter(Candidate candidate, String why, OptionalLong needed, boolean stopped) {
    /// One that was asked everything.
    public MaybeBetter(Candidate candidate, String why, OptionalLong needed) {
        this(candidate, why, needed, false);
    }
}
