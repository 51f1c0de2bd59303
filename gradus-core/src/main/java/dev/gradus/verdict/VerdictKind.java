package dev.gradus.verdict;

import java.util.Locale;

/// How a climb ends.
public enum VerdictKind {
    /// The goal is met: stop here.
    STOP(0),
    /// Something cheaper comes first, in the order listed.
    NOT_YET(1),
    /// Every gate passes.
    FINE_TUNE(0),
    /// The evidence does not settle it; the verdict says how much more is needed.
    INCONCLUSIVE(6);

    private final int exitCode;

    VerdictKind(int exitCode) {
        this.exitCode = exitCode;
    }

    /// Of the command line.
    public int exitCode() {
        return exitCode;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
