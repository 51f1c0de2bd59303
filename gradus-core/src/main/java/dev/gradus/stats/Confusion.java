package dev.gradus.stats;

import java.util.OptionalDouble;

/// How often each label was answered with each label.
public final class Confusion {
    private final int labels;
    private final long[] cells;

    private Confusion(int labels, long[] cells) {
        this.labels = labels;
        this.cells = cells;
    }

    /// Counts aligned answers.
    ///
    /// @param gold the index of the right label, in `[0, labels)`
    /// @param predicted the index of the label given, or -1 for an answer that is none of them
    public static Confusion of(int[] gold, int[] predicted, int labels) {
        Require.sameLength(gold.length, predicted.length, "predicted");
        long[] cells = new long[labels * (labels + 1)];
        for (int i = 0; i < gold.length; i++) {
            Require.that(
                    gold[i] >= 0 && gold[i] < labels && predicted[i] >= -1 && predicted[i] < labels,
                    "example "
                            + i
                            + " has gold "
                            + gold[i]
                            + " and predicted "
                            + predicted[i]
                            + ", but there are "
                            + labels
                            + " labels");
            cells[gold[i] * (labels + 1) + predicted[i] + 1]++;
        }
        return new Confusion(labels, cells);
    }

    /// Examples of label `gold` that were answered `predicted` (-1: with no label).
    public long count(int gold, int predicted) {
        return cells[gold * (labels + 1) + predicted + 1];
    }

    /// The share of the examples of a label that were found; empty where it has none.
    public OptionalDouble recall(int label) {
        return ratio(count(label, label), goldCount(label));
    }

    /// The share of the answers with a label that were right; empty where it was never given.
    public OptionalDouble precision(int label) {
        return ratio(count(label, label), predictedCount(label));
    }

    /// `2 tp / (gold + predicted)`; empty where the label does not occur.
    public OptionalDouble f1(int label) {
        return ratio(2 * count(label, label), goldCount(label) + predictedCount(label));
    }

    private long goldCount(int label) {
        long sum = 0;
        for (int predicted = -1; predicted < labels; predicted++) {
            sum += count(label, predicted);
        }
        return sum;
    }

    private long predictedCount(int label) {
        long sum = 0;
        for (int gold = 0; gold < labels; gold++) {
            sum += count(gold, label);
        }
        return sum;
    }

    private static OptionalDouble ratio(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
