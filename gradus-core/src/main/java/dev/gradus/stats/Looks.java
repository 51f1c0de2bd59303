package dev.gradus.stats;

/// What each look at the sealed test may spend.
///
/// Look j tests at `alpha / 2^j`, j from 1. The sum over all looks that could ever be taken is
/// alpha, so by Bonferroni's inequality the chance of any false claim stays below alpha, and no
/// number of looks has to be fixed in advance.
///
/// **Of whom this holds.** Bonferroni's inequality needs each look to test a candidate that was not
/// chosen by what earlier looks *scored*. Inside a climb only "met or not" flows back, which is at
/// most one bit a look. A person who reads the scores, or the answers, of earlier looks and builds
/// the next candidate after them chooses adaptively: then the test wears out, and no alpha that was
/// set in advance covers it (Dwork, Feldman, Hardt, Pitassi, Reingold and Roth 2015, *The reusable
/// holdout: preserving validity in adaptive data analysis*, Science 349, 636-638). The remedy is
/// fresh test examples, not a smaller alpha.
public final class Looks {
    private Looks() {}

    /// The alpha of look `look` (1 for the first) out of a total `alpha`.
    public static double alpha(int look, double alpha) {
        Require.that(look >= 1, "looks are counted from 1, but this is look " + look);
        return Math.scalb(Require.inside(alpha, "alpha"), -look);
    }
}
