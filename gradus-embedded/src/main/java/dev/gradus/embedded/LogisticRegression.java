package dev.gradus.embedded;

import java.util.Arrays;

/// Multinomial logistic regression on frozen vectors, one penalty after another.
///
/// Vectors are centred first. That leaves the minimum where it is, for biases are not penalised and
/// take the shift up, but it takes away the one direction that all vectors share, and with it up to
/// a quarter of the iterations (MiniLM on 8,000 messages; the vectors of e5 share far more).
final class LogisticRegression {
    /// A relative gain below 0.1 % per iteration, three times in a row. 1e-5 doubles the iterations
    /// and moved the accuracy on Banking77 (8,000 taught, penalties up to 3e-6) by 0.2 points at
    /// most, in either direction.
    private static final double TOLERANCE = 1e-3;

    private static final int LIMIT = 300;

    /// Penalties that lead to a weak one, each fit starting from the one before. A fit at a penalty
    /// always comes by this path, so that it has the same bits whether weaker or stronger ones were
    /// tried before it.
    private static final double[] PATH = {1e-4, 3e-5, 1e-5, 3e-6};

    private final LogisticLoss loss;
    private final Curvature curvature;
    private final float[] mean;
    private final int labelCount;
    private double[] point;
    private double reached;

    LogisticRegression(float[][] vectors, int[] labels, int labelCount) {
        this.mean = mean(vectors);
        this.labelCount = labelCount;
        float[][] centred = centred(vectors, mean);
        this.loss = new LogisticLoss(centred, labels, labelCount);
        this.curvature = new Curvature(centred, labelCount);
        this.point = new double[loss.size()];
        this.reached = Double.POSITIVE_INFINITY;
    }

    /// Fits at a penalty; quick where the last fit lies on the path to it.
    Rater.Linear fit(double l2) {
        if (l2 >= reached || !onPath(reached)) {
            point = new double[loss.size()];
            reached = Double.POSITIVE_INFINITY;
        }
        for (double step : PATH) {
            if (step < reached && step > l2) {
                minimise(step);
            }
        }
        minimise(l2);
        float[][] weights = LogisticLoss.weights(point, labelCount, mean.length);
        float[] biases = LogisticLoss.biases(point, labelCount, mean.length);
        for (int c = 0; c < labelCount; c++) {
            biases[c] -= Kernel.dot(weights[c], mean);
        }
        return new Rater.Linear(weights, biases);
    }

    private static boolean onPath(double l2) {
        return Arrays.stream(PATH).anyMatch(step -> step == l2);
    }

    private void minimise(double l2) {
        point =
                new Lbfgs(loss.penalised(l2), curvature::apply, TOLERANCE, LIMIT)
                        .minimise(point)
                        .point();
        reached = l2;
    }

    private static float[] mean(float[][] vectors) {
        double[] sum = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += vector[d];
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < sum.length; d++) {
            mean[d] = (float) (sum[d] / vectors.length);
        }
        return mean;
    }

    private static float[][] centred(float[][] vectors, float[] mean) {
        float[][] centred = new float[vectors.length][mean.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                centred[i][d] = vectors[i][d] - mean[d];
            }
        }
        return centred;
    }
}
