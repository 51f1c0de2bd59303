package dev.gradus.stats;

import java.util.Arrays;

/// A score of a whole set of answers that is not the mean of scores of single ones, such as
/// [MacroF1]. Must be a pure function, between 0 and 1, that depends on the answers only through
/// how often each pair (gold, predicted) occurs.
@FunctionalInterface
public interface SetScore {
    /// The score where entry i counts `weights[i]` times (0 and more).
    ///
    /// @param gold the index of the right label, from 0
    /// @param predicted the index of the label given, or -1 for an answer that is none of them
    double of(int[] gold, int[] predicted, int[] weights);

    /// The score where every entry counts once.
    default double of(int[] gold, int[] predicted) {
        Require.sameLength(gold.length, predicted.length, "predicted");
        int[] once = new int[gold.length];
        Arrays.fill(once, 1);
        return of(gold, predicted, once);
    }
}
