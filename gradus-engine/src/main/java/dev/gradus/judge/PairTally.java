package dev.gradus.judge;

import dev.gradus.stats.Paired;
import dev.gradus.stats.PairedCounts;
import java.util.List;
import java.util.OptionalDouble;

/// Two arms on one task, or on several added up: the counts of pairs, and the same pairs with every
/// missing outcome filled for or against the candidate.
///
/// Added up, the tasks are strata: the exact test is conditional on the discordant pairs of each,
/// and under "no difference" every one of them is a fair coin whatever its task.
final class PairTally {
    /// What a missing outcome counts as.
    enum Filling {
        LEFT_OUT,
        AGAINST_CANDIDATE,
        FOR_CANDIDATE
    }

    private record Part(ArmColumns baseline, ArmColumns candidate) {}

    private final List<Part> parts;
    private final int shared;
    private final int n;
    private final double sum;
    private final double squares;
    private final boolean graded;
    private final OptionalDouble costDelta;

    private PairTally(
            List<Part> parts,
            int shared,
            int n,
            double sum,
            double squares,
            boolean graded,
            OptionalDouble costDelta) {
        this.parts = parts;
        this.shared = shared;
        this.n = n;
        this.sum = sum;
        this.squares = squares;
        this.graded = graded;
        this.costDelta = costDelta;
    }

    static PairTally of(ArmColumns baseline, ArmColumns candidate) {
        int shared = 0;
        int n = 0;
        double sum = 0;
        double squares = 0;
        double cost = 0;
        boolean graded = false;
        for (int item = 0; item < baseline.items(); item++) {
            shared += baseline.present(item) && candidate.present(item) ? 1 : 0;
            if (!baseline.scored(item) || !candidate.scored(item)) {
                continue;
            }
            n++;
            double difference = candidate.score(item) - baseline.score(item);
            sum += difference;
            squares += difference * difference;
            cost += candidate.cost(item) - baseline.cost(item);
            graded |= !binary(baseline.score(item)) || !binary(candidate.score(item));
        }
        boolean priced = n > 0 && !Double.isNaN(cost);
        return new PairTally(
                List.of(new Part(baseline, candidate)),
                shared,
                n,
                sum,
                squares,
                graded,
                priced ? OptionalDouble.of(cost / n) : OptionalDouble.empty());
    }

    /// These tasks as one.
    static PairTally pooled(List<PairTally> tallies) {
        int n = tallies.stream().mapToInt(PairTally::n).sum();
        boolean priced = tallies.stream().allMatch(tally -> tally.costDelta.isPresent());
        return new PairTally(
                tallies.stream().flatMap(tally -> tally.parts.stream()).toList(),
                tallies.stream().mapToInt(PairTally::shared).sum(),
                n,
                tallies.stream().mapToDouble(tally -> tally.sum).sum(),
                tallies.stream().mapToDouble(tally -> tally.squares).sum(),
                tallies.stream().anyMatch(tally -> tally.graded),
                priced
                        ? OptionalDouble.of(
                                tallies.stream().mapToDouble(t -> t.costDelta.orElse(0) * t.n).sum()
                                        / n)
                        : OptionalDouble.empty());
    }

    private static boolean binary(double score) {
        return score == 0 || score == 1;
    }

    /// Items that both arms have.
    int shared() {
        return shared;
    }

    /// Pairs in which both outcomes have a score.
    int n() {
        return n;
    }

    int missing() {
        return shared - n;
    }

    /// Candidate minus baseline, a call; empty where a cost is unknown.
    OptionalDouble costDelta() {
        return costDelta;
    }

    double difference() {
        return sum / n;
    }

    /// Of one pair's difference.
    double variancePerPair() {
        double mean = sum / n;
        return Math.max(0, squares / n - mean * mean);
    }

    /// The comparison, by counting where every score is 0 or 1. Needs at least one pair.
    Paired paired(Filling filling, long seed) {
        return graded ? gradedPairs(filling, seed) : Paired.of(counts(filling));
    }

    /// True where some score is neither 0 nor 1.
    boolean graded() {
        return graded;
    }

    /// The table of right and wrong, where no score is graded.
    PairedCounts counts(Filling filling) {
        long[] cells = new long[4];
        for (Part part : parts) {
            for (int item = 0; item < part.baseline.items(); item++) {
                double baseline = filled(part.baseline.score(item), filling, false);
                double candidate = filled(part.candidate.score(item), filling, true);
                if (baseline >= 0 && candidate >= 0) {
                    cells[(baseline > 0 ? 0 : 2) + (candidate > 0 ? 0 : 1)]++;
                }
            }
        }
        return new PairedCounts(cells[0], cells[1], cells[2], cells[3]);
    }

    private Paired gradedPairs(Filling filling, long seed) {
        int size = filling == Filling.LEFT_OUT ? n : shared;
        double[] baselines = new double[size];
        double[] candidates = new double[size];
        int at = 0;
        for (Part part : parts) {
            for (int item = 0; item < part.baseline.items(); item++) {
                double baseline = filled(part.baseline.score(item), filling, false);
                double candidate = filled(part.candidate.score(item), filling, true);
                if (baseline >= 0 && candidate >= 0) {
                    baselines[at] = baseline;
                    candidates[at] = candidate;
                    at++;
                }
            }
        }
        return Paired.of(baselines, candidates, seed);
    }

    private static double filled(double score, Filling filling, boolean ofCandidate) {
        if (score != ArmColumns.MISSING) {
            return score;
        }
        return switch (filling) {
            case LEFT_OUT -> ArmColumns.MISSING;
            case FOR_CANDIDATE -> ofCandidate ? 1 : 0;
            case AGAINST_CANDIDATE -> ofCandidate ? 0 : 1;
        };
    }
}
