package dev.gradus.ladder;

import java.util.Locale;

/// How a rung ended.
public enum RungStatus {
    /// It proposes nothing by its nature and did its work.
    DONE,
    /// A candidate was shown better, or as good and cheaper.
    GAIN,
    /// Every candidate's upper bound lies below what matters.
    NO_GAIN_THAT_MATTERS,
    /// The examples cannot tell; more are needed.
    NOT_SHOWN,
    NOT_APPLICABLE,
    /// The climb ended below it.
    NOT_REACHED,
    /// Left out by the user.
    SKIPPED;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
