package dev.gradus.score;

import dev.gradus.stats.Interim;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Paired;
import dev.gradus.task.Money;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Two candidates on the same examples, always paired. Estimates come from the pairs in which
/// neither outcome is missing; the one-sided claims must survive the worst case, in which every
/// missing outcome speaks against the claim.
///
/// Where the candidate was asked part by part, p and limits are repeated ones: they hold whichever
/// part it is. After the last part only the upper limit is: that a candidate is not better by more
/// could have been said after every part, that it is better is said of everything alone.
public final class Comparison {
    private final String baseline;
    private final String candidate;
    private final Paired observed;
    private final Paired againstCandidate;
    private final Paired forCandidate;
    private final int missing;
    private final double variancePerPair;
    private final Optional<Money> costDelta;
    private final Interim interim;

    /// Of claims that the candidate is better, or not worse.
    private final Interim claims;

    Comparison(
            String baseline,
            String candidate,
            Paired observed,
            Paired againstCandidate,
            Paired forCandidate,
            int missing,
            double variancePerPair,
            Optional<Money> costDelta,
            Interim interim) {
        this.baseline = Objects.requireNonNull(baseline, "baseline");
        this.candidate = Objects.requireNonNull(candidate, "candidate");
        this.observed = observed;
        this.againstCandidate = againstCandidate;
        this.forCandidate = forCandidate;
        this.missing = missing;
        this.variancePerPair = variancePerPair;
        this.costDelta = costDelta;
        this.interim = interim;
        this.claims = interim.last() ? Interim.once() : interim;
    }

    /// The same pairs, as those of one look among several.
    Comparison at(Interim look) {
        return new Comparison(
                baseline,
                candidate,
                observed,
                againstCandidate,
                forCandidate,
                missing,
                variancePerPair,
                costDelta,
                look);
    }

    /// After which of how many parts this is.
    public Interim interim() {
        return interim;
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
        return new Interval(
                observed.interval(claims.twoSided(level)).low(),
                observed.interval(interim.twoSided(level)).high(),
                level);
    }

    /// Two-sided p of no difference.
    public double p() {
        return claims.pTwoSided(observed.pTwoSided());
    }

    /// One-sided p that the candidate is no better, with every missing outcome against the
    /// candidate.
    public double pGreater() {
        return claims.p(againstCandidate.pGreater());
    }

    /// Whether test and bound, both one-sided at alpha and with every missing outcome against the
    /// candidate, say that it is better.
    public boolean better(double alpha) {
        return againstCandidate.pGreater() <= 1 - claims.level(1 - alpha) && lower(1 - alpha) > 0;
    }

    /// One-sided lower bound of candidate minus baseline, missing outcomes against the candidate.
    public double lower(double level) {
        return againstCandidate.lower(claims.level(level));
    }

    /// One-sided upper bound of candidate minus baseline, missing outcomes for the candidate.
    public double upper(double level) {
        return forCandidate.upper(interim.level(level));
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
        if (interim.parts() == 1) {
            return observed.method();
        }
        return String.format(
                Locale.ROOT,
                "%s, %s O'Brien and Fleming's boundary: part %d of %d",
                observed.method(),
                interim.last() ? "the upper limit repeated at" : "repeated at",
                interim.part(),
                interim.parts());
    }
}
