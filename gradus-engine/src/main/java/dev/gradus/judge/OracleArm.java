package dev.gradus.judge;

import java.util.Locale;

/// An arm that was given the gold evidence in its prompt. It shows how far better evidence could
/// carry, and is never ranked: what it was given is not there in traffic.
///
/// @param arm its name
/// @param source who says so
public record OracleArm(String arm, Source source) {
    /// Who says that an arm is an oracle.
    public enum Source {
        /// The person who judges.
        NAMED,
        /// The recorded rung.
        RUNG,
        /// Nobody: the arm's name sounds like one.
        GUESSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
