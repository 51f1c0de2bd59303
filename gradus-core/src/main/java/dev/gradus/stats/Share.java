package dev.gradus.stats;

/// Confidence limits of one share: `successes` out of `n` independent examples.
///
/// **Wilson** (1927), *Probable inference, the law of succession, and statistical inference*, JASA
/// 22, 209-212: the score interval, without continuity correction. Covers 95 % on average and is
/// what a score is shown with (Brown, Cai and DasGupta 2001, Statistical Science 16, 101-133,
/// recommend it).
///
/// **Clopper-Pearson** (1934), *The use of confidence or fiducial limits illustrated in the case of
/// the binomial*, Biometrika 26, 404-413: exact, never covers less than its level, and wider; for
/// decisions that must not pass too often.
///
/// Neither has zero width at 0 % or 100 %. The one-sided bounds hold with confidence `level` on
/// their own side, so `wilsonLower(s, n, 0.975)` is the lower end of `wilson(s, n, 0.95)`.
/// Reference values in the test: Newcombe (1998), Statistics in Medicine 17, 857-872, table I.
public final class Share {
    private Share() {}

    /// The two-sided Wilson interval.
    public static Interval wilson(long successes, long n, double level) {
        double side = Interval.oneSided(level);
        return new Interval(
                wilsonLower(successes, n, side), wilsonUpper(successes, n, side), level);
    }

    /// The one-sided lower Wilson bound.
    public static double wilsonLower(long successes, long n, double level) {
        Require.counts(successes, n);
        double z = Normal.quantile(Require.inside(level, "level"));
        return wilsonRoot(successes, n, -z);
    }

    /// The one-sided upper Wilson bound.
    public static double wilsonUpper(long successes, long n, double level) {
        return 1 - wilsonLower(n - successes, n, level);
    }

    /// The two-sided Clopper-Pearson interval.
    public static Interval clopperPearson(long successes, long n, double level) {
        double side = Interval.oneSided(level);
        return new Interval(
                clopperPearsonLower(successes, n, side),
                clopperPearsonUpper(successes, n, side),
                level);
    }

    /// The one-sided lower Clopper-Pearson bound: the share at which `successes` or more has
    /// probability `1 - level`; 0 without a success.
    public static double clopperPearsonLower(long successes, long n, double level) {
        Require.counts(successes, n);
        Require.inside(level, "level");
        return successes == 0 ? 0 : Beta.quantile(1 - level, successes, n - successes + 1.0);
    }

    /// The one-sided upper Clopper-Pearson bound; 1 without a failure.
    public static double clopperPearsonUpper(long successes, long n, double level) {
        Require.counts(successes, n);
        Require.inside(level, "level");
        return successes == n ? 1 : Beta.quantile(level, successes + 1.0, n - successes);
    }

    /// The root of `(share - p)^2 = z^2 p (1-p) / n` on the side of z's sign.
    private static double wilsonRoot(long successes, long n, double z) {
        return wilsonRoot((double) successes / n, n, z);
    }

    /// The same of a share of n examples, which need be no whole number: as many as would leave the
    /// same error.
    static double wilsonRoot(double share, double n, double z) {
        double square = z * z / n;
        double spread = z * Math.sqrt((share * (1 - share) + square / 4) / n);
        double root = (share + square / 2 + spread) / (1 + square);
        // With no success the two terms cancel exactly on paper; rounding must not leave a crumb.
        return share == 0 && z <= 0 ? 0 : Math.min(1, Math.max(0, root));
    }
}
