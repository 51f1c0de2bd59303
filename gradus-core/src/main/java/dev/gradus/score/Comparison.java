package dev.gradus.score;

import dev.gradus.stats.Interval;
import dev.gradus.stats.Paired;
import dev.gradus.task.Money;
import java.util.Objects;
import java.util.Optional;

/// Two candidates on the same examples, always paired. Estimates come from the pairs in which
/// neither outcome is missing; the one-sided claims must survive the worst case, in which every
/// missing outcome speaks against the claim.
public final class Comparison {
    private final String baseline;
    private final String candidate;
    private final Paired observed;
    private final Paired againstCandidate;
    private final Paired forCandidate;
    private final int missing;
    private final double variancePerPair;
    private final Optional<Money> costDelta;

    Comparison(
            String baseline,
            String candidate,
            Paired observed,
            Paired againstCandidate,
            Paired forCandidate,
            int missing,
            double variancePerPair,
            Optional<Money> costDelta) {
        this.baseline = Objects.requireNonNull(baseline, "baseline");
        this.candidate = Objects.requireNonNull(candidate, "candidate");
        this.observed = observed;
        this.againstCandidate = againstCandidate;
        this.forCandidate = forCandidate;
        this.missing = missing;
        this.variancePerPair = variancePerPair;
        this.costDelta = costDelta;
    }

    /// The baseline's id.
    public String baseline() {
        return baseline;
    }

    /// The candidate's id.
    public String candidate() {
        return candidate;
    }

    /// Pairs in which neither outcome is missing.
    public int n() {
        return observed.n();
    }

    /// Pairs in which an outcome is missing.
    public int missing() {
        return missing;
    }

    public double scoreBaseline() {
        return observed.meanBaseline();
    }

    public double scoreCandidate() {
        return observed.meanCandidate();
    }

    /// Examples on which the baseline scored higher.
    public long baselineOnly() {
        return observed.baselineOnly();
    }

    /// Examples on which the candidate scored higher.
    public long candidateOnly() {
        return observed.candidateOnly();
    }

    /// Candidate minus baseline.
    public double difference() {
        return observed.difference();
    }

    /// Two-sided interval of candidate minus baseline.
    public Interval difference(double level) {
        return observed.interval(level);
    }

    /// Two-sided p of no difference.
    public double p() {
        return observed.pTwoSided();
    }

    /// One-sided p that the candidate is no better, with every missing outcome against the
    /// candidate.
    public double pGreater() {
        return againstCandidate.pGreater();
    }

    /// One-sided lower bound of candidate minus baseline, missing outcomes against the candidate.
    public double lower(double level) {
        return againstCandidate.lower(level);
    }

    /// One-sided upper bound of candidate minus baseline, missing outcomes for the candidate.
    public double upper(double level) {
        return forCandidate.upper(level);
    }

    /// Variance of one pair's difference: what sample sizes are computed from.
    public double variancePerPair() {
        return variancePerPair;
    }

    /// Cost of 1,000 calls, candidate minus baseline; empty where either is unknown.
    public Optional<Money> costDelta() {
        return costDelta;
    }

    public String method() {
        return observed.method();
    }
}
