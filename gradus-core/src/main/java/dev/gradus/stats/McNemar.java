package dev.gradus.stats;

/// McNemar's test in its exact conditional form: given the discordant pairs, each is a fair coin if
/// the two candidates are equally good.
///
/// McNemar (1947), *Note on the sampling error of the difference between correlated proportions or
/// percentages*, Psychometrika 12, 153-157. The exact form never rejects more often than alpha; the
/// mid-p form (Lancaster 1961, JASA 56, 223-234) is less conservative and may exceed alpha a little
/// (Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91), so decisions here
/// rest on the exact one. The p-values depend on the discordant counts only; with none, they are 1.
/// Exact to rounding and about sqrt(discordant pairs) additions: 1e6 pairs take microseconds.
public final class McNemar {
    private McNemar() {}

    /// P(a split at least as uneven as this one), for either direction.
    public static double exactTwoSided(PairedCounts counts) {
        long fewer = Math.min(counts.baselineOnly(), counts.candidateOnly());
        return Math.min(1, 2 * Binomial.cdf(fewer, counts.discordant(), 0.5));
    }

    /// P(at least this many wins of the candidate): small if the candidate is better.
    public static double exactGreater(PairedCounts counts) {
        return Binomial.upperTail(counts.candidateOnly(), counts.discordant(), 0.5);
    }

    /// The two-sided mid-p: the exact p less the probability of the observed split.
    public static double midPTwoSided(PairedCounts counts) {
        long fewer = Math.min(counts.baselineOnly(), counts.candidateOnly());
        double point = Binomial.pmf(fewer, counts.discordant(), 0.5);
        boolean even = counts.baselineOnly() == counts.candidateOnly();
        return even ? 1 - point / 2 : exactTwoSided(counts) - point;
    }
}
