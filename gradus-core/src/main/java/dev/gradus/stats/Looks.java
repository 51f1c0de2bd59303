package dev.gradus.stats;

/// What each look at the sealed test may spend.
///
/// Look j tests at `alpha / 2^j`, j from 1. The sum over all looks that could ever be taken is
/// alpha, so by Bonferroni's inequality the chance of any false claim stays below alpha however
/// many looks follow, and no number of looks has to be fixed in advance.
public final class Looks {
    private Looks() {}

    /// The alpha of look `look` (1 for the first) out of a total `alpha`.
    public static double alpha(int look, double alpha) {
        Require.that(look >= 1, "looks are counted from 1, but this is look " + look);
        return Math.scalb(Require.inside(alpha, "alpha"), -look);
    }
}
