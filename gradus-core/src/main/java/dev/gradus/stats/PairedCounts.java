package dev.gradus.stats;

/// The two-by-two table of two candidates answering the same examples, each right or wrong.
///
/// @param both examples both answered right
/// @param baselineOnly examples only the baseline answered right: what the candidate lost
/// @param candidateOnly examples only the candidate answered right: what it won
/// @param neither examples neither answered right
public record PairedCounts(long both, long baselineOnly, long candidateOnly, long neither) {
    public PairedCounts {
        Require.that(
                both >= 0 && baselineOnly >= 0 && candidateOnly >= 0 && neither >= 0,
                "counts must not be negative, but are "
                        + both
                        + ", "
                        + baselineOnly
                        + ", "
                        + candidateOnly
                        + ", "
                        + neither);
        Require.that(
                both + baselineOnly + candidateOnly + neither > 0,
                "paired counts need at least one pair, but all four are 0");
    }

    /// Counts aligned arrays: `baseline[i]` and `candidate[i]` tell whether example i was right.
    public static PairedCounts of(boolean[] baseline, boolean[] candidate) {
        Require.sameLength(baseline.length, candidate.length, "candidate");
        long[] cells = new long[4];
        for (int i = 0; i < baseline.length; i++) {
            cells[(baseline[i] ? 0 : 2) + (candidate[i] ? 0 : 1)]++;
        }
        return new PairedCounts(cells[0], cells[1], cells[2], cells[3]);
    }

    /// The number of pairs.
    public long n() {
        return both + baselineOnly + candidateOnly + neither;
    }

    /// Pairs on which the two differ.
    public long discordant() {
        return baselineOnly + candidateOnly;
    }

    /// The share of pairs on which the two differ: what sample sizes depend on.
    public double discordance() {
        return (double) discordant() / n();
    }

    /// Candidate's share minus baseline's share.
    public double difference() {
        return (double) (candidateOnly - baselineOnly) / n();
    }

    /// The table with the two candidates' parts exchanged.
    public PairedCounts swapped() {
        return new PairedCounts(both, candidateOnly, baselineOnly, neither);
    }

    /// Both tables as one, for example two tasks pooled.
    public PairedCounts plus(PairedCounts other) {
        return new PairedCounts(
                both + other.both,
                baselineOnly + other.baselineOnly,
                candidateOnly + other.candidateOnly,
                neither + other.neither);
    }
}
