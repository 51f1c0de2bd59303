package dev.gradus.stats;

import java.util.List;
import java.util.OptionalDouble;

/// Aligned scores with the missing ones filled: once against a claim and once in its favour. A
/// claim that holds in the first and a doubt that remains in the second do not depend on what the
/// missing answers would have been (the bounds of Horowitz and Manski 2000, *Nonparametric analysis
/// of randomized experiments with missing covariate and outcome data*, JASA 95, 77-84).
///
/// A missing score is one that the infrastructure kept from us. Immutable.
public final class WorstCase {
    private final double[] baseline;
    private final double[] candidate;

    private WorstCase(double[] baseline, double[] candidate) {
        this.baseline = baseline;
        this.candidate = candidate;
    }

    /// Against "the candidate is better": its missing scores are 0, the baseline's are 1.
    public static WorstCase against(List<OptionalDouble> baseline, List<OptionalDouble> candidate) {
        Require.sameLength(baseline.size(), candidate.size(), "candidate");
        return new WorstCase(fill(baseline, 1), fill(candidate, 0));
    }

    /// In favour of "the candidate is better": its missing scores are 1, the baseline's are 0.
    public static WorstCase inFavour(
            List<OptionalDouble> baseline, List<OptionalDouble> candidate) {
        Require.sameLength(baseline.size(), candidate.size(), "candidate");
        return new WorstCase(fill(baseline, 0), fill(candidate, 1));
    }

    /// The scores of one candidate with `value` for each missing one.
    public static double[] fill(List<OptionalDouble> scores, double value) {
        Require.share(value, "value");
        return scores.stream().mapToDouble(score -> score.orElse(value)).toArray();
    }

    /// How many scores are missing.
    public static int missing(List<OptionalDouble> scores) {
        return (int) scores.stream().filter(OptionalDouble::isEmpty).count();
    }

    /// The baseline's scores, filled; a copy.
    public double[] baseline() {
        return baseline.clone();
    }

    /// The candidate's scores, filled; a copy.
    public double[] candidate() {
        return candidate.clone();
    }
}
