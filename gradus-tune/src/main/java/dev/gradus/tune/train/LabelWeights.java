package dev.gradus.tune.train;

import java.util.Arrays;

/// How much an example of each label counts, so that rare labels are learned too: as one over the
/// square root of the label's count, at most 4 times as much as another, and 1 on average. The full
/// inverse would let a label's few examples, wrong ones included, rule the loss.
final class LabelWeights {
    private static final double MOST_APART = 4;

    private LabelWeights() {}

    static float[] of(int[] labelOf, int[] examples, int labels) {
        double[] counts = new double[labels];
        for (int example : examples) {
            counts[labelOf[example]]++;
        }
        double most = Arrays.stream(counts).max().orElse(1);
        double[] raw = new double[labels];
        double sum = 0;
        for (int c = 0; c < labels; c++) {
            raw[c] = Math.min(MOST_APART, Math.sqrt(most / Math.max(1, counts[c])));
            sum += raw[c] * counts[c];
        }
        float[] weights = new float[labels];
        for (int c = 0; c < labels; c++) {
            weights[c] = (float) (raw[c] * examples.length / sum);
        }
        return weights;
    }
}
