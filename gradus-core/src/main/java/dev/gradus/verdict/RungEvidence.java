package dev.gradus.verdict;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How one of the cheaper rungs ended, in a climb or by recorded arms.
///
/// @param rung the ladder's word
/// @param status how it ended
/// @param why in one sentence; empty where there is nothing to say
/// @param add what the user would add to make it applicable; empty where it is
/// @param needed more examples that would settle it, where it is not shown and that can be computed
public record RungEvidence(
        String rung, Status status, String why, Optional<String> add, OptionalLong needed) {

    /// How it ended.
    public enum Status {
        GAIN,
        /// A gain, beside which another candidate of the rung may be better still.
        GAIN_AND_MORE_OPEN,
        NO_GAIN_THAT_MATTERS,
        NOT_APPLICABLE,
        /// These examples cannot tell.
        NOT_SHOWN,
        /// The goal was met below, or the user left it out.
        NOT_CLIMBED,
        /// No recorded arm names the rung, or none of its arms could be compared.
        NOT_RECORDED
    }

    /// True where these examples cannot tell whether the rung has more to give.
    boolean open() {
        return status == Status.NOT_SHOWN || status == Status.GAIN_AND_MORE_OPEN;
    }

    public RungEvidence {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(needed, "needed");
    }
}
