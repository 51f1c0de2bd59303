package dev.gradus.judge;

import dev.gradus.stats.Paired;
import dev.gradus.stats.PairedCounts;
import java.util.List;
import java.util.OptionalDouble;

/// Two arms on one task, or on several added up: the counts of pairs, and the same pairs with every
/// missing outcome filled for or against the candidate, or with replies that the provider left
/// empty scored equal.
///
/// On a task's items an outcome without a row is missing like one without a score. A pair "on the
/// shared items only" has the items of which both arms have a row.
///
/// Added up, the tasks are strata: the exact test is conditional on the discordant pairs of each,
/// and under "no difference" every one of them is a fair coin whatever its task. Where the tasks
/// have weights, each score is multiplied by its task's weight for one item, scaled so that the
/// largest is 1: the mean of these differences is in proportion to the weighted mean of the tasks'
/// differences, and flipping their signs is the stratified test of it.
final class PairTally {
    /// What becomes of an outcome that is missing or empty.
    enum Filling {
        LEFT_OUT,
        AGAINST_CANDIDATE,
        FOR_CANDIDATE,
        /// Missing ones are left out, and an item that either arm left empty is scored equal.
        EMPTY_EQUAL
    }

    /// One task.
    ///
    /// @param shared only items of which both arms have a row, where true
    /// @param emptiesKnown whether an empty answer of both arms is one, not one that nobody
    ///   recorded
    private record Part(
            TaskTable task,
            ArmColumns baseline,
            ArmColumns candidate,
            boolean shared,
            boolean emptiesKnown) {
        boolean holds(int item) {
            return shared ? baseline.present(item) && candidate.present(item) : task.counts(item);
        }

        boolean eitherEmpty(int item) {
            return emptiesKnown && (baseline.empty(item) || candidate.empty(item));
        }
    }

    private final List<Part> parts;
    private final List<PairTally> strata;
    private final double[] weights;
    private int items;
    private int n;
    private double sum;
    private double squares;
    private boolean graded;
    private int emptyBaseline;
    private int emptyCandidate;
    private OptionalDouble costDelta = OptionalDouble.empty();

    private PairTally(List<Part> parts, List<PairTally> strata, double[] weights) {
        this.parts = parts;
        this.strata = strata;
        this.weights = weights;
    }

    /// @param sharedOnly whether one of the two has too few of the task's items
    /// @param emptiesKnown whether both arms' empty answers are their own
    static PairTally of(
            TaskTable task,
            ArmColumns baseline,
            ArmColumns candidate,
            boolean sharedOnly,
            boolean emptiesKnown) {
        Part part = new Part(task, baseline, candidate, sharedOnly, emptiesKnown);
        PairTally tally = new PairTally(List.of(part), List.of(), new double[0]);
        tally.count(part);
        return tally;
    }

    private void count(Part part) {
        double cost = 0;
        for (int item = 0; item < part.task.items(); item++) {
            if (!part.holds(item)) {
                continue;
            }
            items++;
            if (!part.baseline.scored(item) || !part.candidate.scored(item)) {
                continue;
            }
            n++;
            double difference = part.candidate.score(item) - part.baseline.score(item);
            sum += difference;
            squares += difference * difference;
            cost += part.candidate.cost(item) - part.baseline.cost(item);
            graded |= !binary(part.baseline.score(item)) || !binary(part.candidate.score(item));
            emptyBaseline += part.emptiesKnown && part.baseline.empty(item) ? 1 : 0;
            emptyCandidate += part.emptiesKnown && part.candidate.empty(item) ? 1 : 0;
        }
        boolean priced = n > 0 && !Double.isNaN(cost);
        costDelta = priced ? OptionalDouble.of(cost / n) : OptionalDouble.empty();
    }

    /// These tasks as one, each item counting once.
    static PairTally pooled(List<PairTally> tallies) {
        return pooled(tallies, new double[0]);
    }

    /// These tasks as one.
    ///
    /// @param weights one for each task, adding up to 1; empty: each item counts once
    static PairTally pooled(List<PairTally> tallies, double[] weights) {
        List<Part> parts = tallies.stream().flatMap(tally -> tally.parts.stream()).toList();
        PairTally all = new PairTally(parts, List.copyOf(tallies), weights.clone());
        boolean priced = true;
        double cost = 0;
        for (int i = 0; i < tallies.size(); i++) {
            PairTally tally = tallies.get(i);
            all.items += tally.items;
            all.n += tally.n;
            all.sum += tally.sum;
            all.squares += tally.squares;
            all.graded |= tally.graded;
            all.emptyBaseline += tally.emptyBaseline;
            all.emptyCandidate += tally.emptyCandidate;
            priced &= tally.costDelta.isPresent();
            cost += tally.costDelta.orElse(0) * (weights.length == 0 ? tally.n : weights[i]);
        }
        double over = weights.length == 0 ? all.n : 1;
        all.costDelta = priced ? OptionalDouble.of(cost / over) : OptionalDouble.empty();
        return all;
    }

    private static boolean binary(double score) {
        return score == 0 || score == 1;
    }

    /// The tasks that this is the sum of; itself alone where it is one task.
    List<PairTally> strata() {
        return strata.isEmpty() ? List.of(this) : strata;
    }

    boolean weighted() {
        return weights.length > 0;
    }

    /// Items that are compared, with and without scores.
    int items() {
        return items;
    }

    /// Pairs in which both outcomes have a score.
    int n() {
        return n;
    }

    int missing() {
        return items - n;
    }

    /// Empty answers of the baseline among the pairs.
    int emptyBaseline() {
        return emptyBaseline;
    }

    /// Empty answers of the candidate among the pairs.
    int emptyCandidate() {
        return emptyCandidate;
    }

    /// Candidate minus baseline, a call; empty where a cost is unknown.
    OptionalDouble costDelta() {
        return costDelta;
    }

    double difference() {
        if (!weighted()) {
            return sum / n;
        }
        double difference = 0;
        for (int i = 0; i < weights.length; i++) {
            difference += weights[i] * strata.get(i).difference();
        }
        return difference;
    }

    /// Of the mean difference, times the number of pairs: what one pair would have where the mean
    /// is that of n alike.
    double variancePerPair() {
        if (!weighted()) {
            double mean = sum / n;
            return Math.max(0, squares / n - mean * mean);
        }
        double variance = 0;
        for (int i = 0; i < weights.length; i++) {
            PairTally one = strata.get(i);
            variance += weights[i] * weights[i] * one.variancePerPair() / one.n;
        }
        return variance * n;
    }

    /// The comparison, by counting where every score is 0 or 1. Needs at least one pair.
    Contrast contrast(Filling filling, long seed) {
        if (weighted()) {
            return weighted(filling, seed);
        }
        return Contrast.of(graded ? gradedPairs(filling, seed) : Paired.of(counts(filling)), 1);
    }

    /// True where some score is neither 0 nor 1.
    boolean graded() {
        return graded;
    }

    /// The table of right and wrong, where no score is graded.
    PairedCounts counts(Filling filling) {
        long[] cells = new long[4];
        for (Part part : parts) {
            for (int item = 0; item < part.task.items(); item++) {
                double baseline = filled(part, item, filling, false);
                double candidate = filled(part, item, filling, true);
                if (baseline >= 0 && candidate >= 0) {
                    cells[(baseline > 0 ? 0 : 2) + (candidate > 0 ? 0 : 1)]++;
                }
            }
        }
        return new PairedCounts(cells[0], cells[1], cells[2], cells[3]);
    }

    private int size(Filling filling) {
        return filling == Filling.LEFT_OUT || filling == Filling.EMPTY_EQUAL ? n : items;
    }

    private Paired gradedPairs(Filling filling, long seed) {
        double[][] pairs = new double[2][size(filling)];
        int at = 0;
        for (Part part : parts) {
            at = put(part, filling, 1, pairs, at);
        }
        return Paired.of(pairs[0], pairs[1], seed);
    }

    private Contrast weighted(Filling filling, long seed) {
        double most = 0;
        double[] each = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            each[i] = weights[i] / strata.get(i).size(filling);
            most = Math.max(most, each[i]);
        }
        double[][] pairs = new double[2][size(filling)];
        int at = 0;
        for (int i = 0; i < weights.length; i++) {
            at = put(parts.get(i), filling, each[i] / most, pairs, at);
        }
        return Contrast.of(Paired.of(pairs[0], pairs[1], seed), most * size(filling));
    }

    private static int put(Part part, Filling filling, double factor, double[][] into, int from) {
        int at = from;
        for (int item = 0; item < part.task.items(); item++) {
            double baseline = filled(part, item, filling, false);
            double candidate = filled(part, item, filling, true);
            if (baseline >= 0 && candidate >= 0) {
                into[0][at] = factor * baseline;
                into[1][at] = factor * candidate;
                at++;
            }
        }
        return at;
    }

    /// The score, or below 0 where the item takes no part.
    private static double filled(Part part, int item, Filling filling, boolean ofCandidate) {
        if (!part.holds(item)) {
            return ArmColumns.ABSENT;
        }
        boolean equal = filling == Filling.EMPTY_EQUAL && part.eitherEmpty(item);
        double score = (ofCandidate && !equal ? part.candidate : part.baseline).score(item);
        double other = part.candidate.score(item);
        if (score >= 0 && (!equal || other >= 0)) {
            return score;
        }
        return switch (filling) {
            case LEFT_OUT, EMPTY_EQUAL -> ArmColumns.MISSING;
            case FOR_CANDIDATE -> ofCandidate ? 1 : 0;
            case AGAINST_CANDIDATE -> ofCandidate ? 0 : 1;
        };
    }
}
