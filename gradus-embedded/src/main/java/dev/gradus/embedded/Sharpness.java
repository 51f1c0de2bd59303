package dev.gradus.embedded;

import java.util.stream.IntStream;

/// How sharply scores tell labels apart: the factor b that makes softmax(b * scores) a calibrated
/// probability.
///
/// The inverse of the temperature of Guo et al., "On Calibration of Modern Neural Networks", ICML
/// 2017, found on scores of examples that were held out. The log likelihood is concave in b, so
/// Newton's method finds its one maximum: first derivative mean(score_right - E[score]), second
/// -mean(Var[score]), under softmax(b * scores).
final class Sharpness {
    private static final double SMALLEST = 1e-3;
    private static final double LARGEST = 1e4;

    private Sharpness() {}

    /// @param scores per held-out example and label
    /// @param right the right label per example
    static double of(float[][] scores, int[] right, double start) {
        double sharpness = start;
        for (int iteration = 0; iteration < 50; iteration++) {
            double[] slope = derivatives(scores, right, sharpness);
            double next = slope[1] > 0 ? sharpness + slope[0] / slope[1] : sharpness;
            // Far from the maximum the parabola overshoots: at most a factor of 2 at a time.
            next = Math.clamp(next, sharpness / 2, sharpness * 2);
            next = Math.clamp(next, SMALLEST, LARGEST);
            if (Math.abs(next - sharpness) <= 1e-6 * sharpness) {
                return next;
            }
            sharpness = next;
        }
        return sharpness;
    }

    private static double[] derivatives(float[][] scores, int[] right, double sharpness) {
        double[][] each =
                IntStream.range(0, scores.length)
                        .parallel()
                        .mapToObj(i -> moments(scores[i], right[i], sharpness))
                        .toArray(double[][]::new);
        double first = 0;
        double second = 0;
        for (double[] one : each) {
            first += one[0];
            second += one[1];
        }
        return new double[] {first / scores.length, second / scores.length};
    }

    private static double[] moments(float[] scores, int right, double sharpness) {
        float highest = highest(scores);
        double total = 0;
        double mean = 0;
        double square = 0;
        for (float score : scores) {
            double apart = score - highest;
            double weight = Math.exp(sharpness * apart);
            total += weight;
            mean += weight * apart;
            square += weight * apart * apart;
        }
        mean /= total;
        return new double[] {scores[right] - highest - mean, square / total - mean * mean};
    }

    /// The probability of the highest score.
    static double confidence(float[] scores, double sharpness) {
        float highest = highest(scores);
        double total = 0;
        for (float score : scores) {
            total += Math.exp(sharpness * (score - highest));
        }
        return 1 / total;
    }

    /// The mean negative log probability of the right labels.
    static double loss(float[][] scores, int[] right, double sharpness) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            float highest = highest(scores[i]);
            double total = 0;
            for (float score : scores[i]) {
                total += Math.exp(sharpness * (score - highest));
            }
            loss += Math.log(total) - sharpness * (scores[i][right[i]] - highest);
        }
        return loss / scores.length;
    }

    /// The label with the highest score; of equal ones the first.
    static int best(float[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            if (scores[c] > scores[best]) {
                best = c;
            }
        }
        return best;
    }

    private static float highest(float[] scores) {
        return scores[best(scores)];
    }
}
