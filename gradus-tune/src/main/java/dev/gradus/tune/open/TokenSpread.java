package dev.gradus.tune.open;

import java.util.List;

/// How long the rows of a training set are, in tokens of their texts; what a chat template adds
/// (about 4 a message) is not in it.
///
/// @param median the middle one, or the lower of two
/// @param p95 the smallest that at least 95 % do not exceed
/// @param total of all rows
/// @param method how they were counted, for people
/// @param exact false for an estimate
public record TokenSpread(
        int min, int median, int p95, int max, long total, String method, boolean exact) {

    static TokenSpread of(List<Integer> counts, String method, boolean exact) {
        List<Integer> sorted = counts.stream().sorted().toList();
        return new TokenSpread(
                sorted.getFirst(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                sorted.getLast(),
                sorted.stream().mapToLong(Integer::longValue).sum(),
                method,
                exact);
    }

    /// The smallest value with at least this share at or below it.
    private static int quantile(List<Integer> sorted, double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size() - 1e-9) - 1));
    }
}
