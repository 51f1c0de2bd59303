package dev.gradus.tune.train;

import java.util.List;

/// The temperature that makes softmax(logits/T) as probable as it says, on examples that were held
/// out: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
///
/// The log likelihood is concave in 1/T, so it has one peak in log T too; a search by golden
/// section over log T, from 0.01 to 100, needs no derivative and cannot overshoot.
final class Calibration {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private Calibration() {}

    static double temperature(List<float[]> logits, int[] labelOf) {
        double low = Math.log(0.01);
        double high = Math.log(100);
        for (int i = 0; i < 60; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (loss(logits, labelOf, Math.exp(left)) < loss(logits, labelOf, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /// Mean -log softmax(logits/temperature) of the right label.
    static double loss(List<float[]> logits, int[] labelOf, double temperature) {
        double loss = 0;
        for (int i = 0; i < labelOf.length; i++) {
            float[] row = logits.get(i);
            int best = best(row);
            double total = 0;
            for (float logit : row) {
                total += Math.exp((logit - row[best]) / temperature);
            }
            loss += Math.log(total) - (row[labelOf[i]] - row[best]) / temperature;
        }
        return loss / labelOf.length;
    }

    /// The probability of the likeliest label.
    static double confidence(float[] logits, double temperature) {
        int best = best(logits);
        double total = 0;
        for (float logit : logits) {
            total += Math.exp((logit - logits[best]) / temperature);
        }
        return 1 / total;
    }

    /// Of equal ones the first.
    static int best(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            if (logits[c] > logits[best]) {
                best = c;
            }
        }
        return best;
    }
}
