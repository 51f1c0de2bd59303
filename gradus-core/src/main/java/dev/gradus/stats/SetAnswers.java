package dev.gradus.stats;

import java.util.HashMap;
import java.util.Map;

/// The answers of two candidates to one set, with equal (gold, baseline, candidate) triples kept
/// once: resampling and swapping then cost one step per distinct triple, of which there are far
/// fewer than examples.
final class SetAnswers {
    private record Triple(int gold, int baseline, int candidate) {}

    final int[] gold;
    final int[] baseline;
    final int[] candidate;
    final int[] counts;

    /// The triple of each example.
    final int[] tripleOf;

    SetAnswers(int[] gold, int[] baseline, int[] candidate) {
        Require.that(gold.length > 0, "a set score needs at least one example, but there is none");
        Require.sameLength(gold.length, baseline.length, "baseline");
        Require.sameLength(gold.length, candidate.length, "candidate");
        Map<Triple, Integer> numbers = new HashMap<>();
        tripleOf = new int[gold.length];
        for (int i = 0; i < gold.length; i++) {
            Require.that(
                    gold[i] >= 0 && baseline[i] >= -1 && candidate[i] >= -1,
                    "example "
                            + i
                            + " has a label index below 0: gold "
                            + gold[i]
                            + ", answers "
                            + baseline[i]
                            + " and "
                            + candidate[i]);
            Triple triple = new Triple(gold[i], baseline[i], candidate[i]);
            Integer known = numbers.putIfAbsent(triple, numbers.size());
            tripleOf[i] = known == null ? numbers.size() - 1 : known;
        }
        int distinct = numbers.size();
        this.gold = new int[distinct];
        this.baseline = new int[distinct];
        this.candidate = new int[distinct];
        this.counts = new int[distinct];
        for (int i = 0; i < gold.length; i++) {
            int at = tripleOf[i];
            this.gold[at] = gold[i];
            this.baseline[at] = baseline[i];
            this.candidate[at] = candidate[i];
            counts[at]++;
        }
    }

    int n() {
        return tripleOf.length;
    }

    int distinct() {
        return counts.length;
    }
}
