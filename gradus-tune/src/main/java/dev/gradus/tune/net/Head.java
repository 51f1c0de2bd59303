package dev.gradus.tune.net;

import dev.gradus.tune.net.Parameters.Slice;

/// The linear classifier on the unit vector, logits = W·u + b, and its loss: cross-entropy, each
/// example counted with its label's weight.
public final class Head {
    /// Centroids of unit vectors differ little in length; this makes their cosines logits that say
    /// something from the start, and still leaves a loss to learn from.
    private static final float SHARPNESS = 20;

    private final int labels;
    private final int dimensions;
    private final Slice weight;
    private final Slice bias;

    public Head(Parameters parameters, int labels, int dimensions) {
        this.labels = labels;
        this.dimensions = dimensions;
        this.weight = parameters.add("head.weight", labels, dimensions, true);
        this.bias = parameters.add("head.bias", 1, labels, false);
    }

    /// Each label's row becomes its centroid, scaled to unit length, times 20.
    ///
    /// @param units one unit vector a text
    public void begin(float[] theta, float[] units, int[] labelOf) {
        float[] sums = new float[labels * dimensions];
        for (int i = 0; i < labelOf.length; i++) {
            for (int j = 0; j < dimensions; j++) {
                sums[labelOf[i] * dimensions + j] += units[i * dimensions + j];
            }
        }
        for (int c = 0; c < labels; c++) {
            double square = 0;
            for (int j = 0; j < dimensions; j++) {
                float v = sums[c * dimensions + j];
                square += (double) v * v;
            }
            float scale = square == 0 ? 0 : (float) (SHARPNESS / Math.sqrt(square));
            for (int j = 0; j < dimensions; j++) {
                theta[weight.at() + c * dimensions + j] = scale * sums[c * dimensions + j];
            }
            theta[bias.at() + c] = 0;
        }
    }

    /// The logits of one text.
    public float[] logits(float[] theta, float[] units, int text) {
        float[] logits = new float[labels];
        for (int c = 0; c < labels; c++) {
            float sum = 0;
            int row = weight.at() + c * dimensions;
            for (int j = 0; j < dimensions; j++) {
                sum += theta[row + j] * units[text * dimensions + j];
            }
            logits[c] = sum + theta[bias.at() + c];
        }
        return logits;
    }

    /// Σ weight·(-log softmax(logits)[label])/`count` over the texts.
    ///
    /// @param labelOf the right label of each text
    /// @param weightOf by label
    /// @param count of the examples of the whole step, of which these texts are a part
    public Objective crossEntropy(float[] theta, int[] labelOf, float[] weightOf, int count) {
        return (units, dUnits, gradient) -> {
            double loss = 0;
            for (int i = 0; i < labelOf.length; i++) {
                float[] slope = logits(theta, units, i);
                float share = weightOf[labelOf[i]] / count;
                loss += share * turnIntoSlope(slope, labelOf[i], share);
                back(theta, units, i, slope, dUnits, gradient);
            }
            return loss;
        };
    }

    /// The logits become share·(softmax - onehot); returns -log softmax of the right one.
    private static double turnIntoSlope(float[] logits, int right, float share) {
        double highest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            highest = Math.max(highest, logit);
        }
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit - highest);
        }
        double loss = Math.log(total) + highest - logits[right];
        for (int c = 0; c < logits.length; c++) {
            double p = Math.exp(logits[c] - highest) / total;
            logits[c] = (float) (share * (c == right ? p - 1 : p));
        }
        return loss;
    }

    /// dW = slope·uᵀ, db = slope, du = Wᵀ·slope.
    private void back(
            float[] theta, float[] units, int i, float[] slope, float[] dUnits, float[] gradient) {
        int from = i * dimensions;
        for (int c = 0; c < labels; c++) {
            int row = weight.at() + c * dimensions;
            float s = slope[c];
            for (int j = 0; j < dimensions; j++) {
                gradient[row + j] += s * units[from + j];
                dUnits[from + j] += s * theta[row + j];
            }
            gradient[bias.at() + c] += s;
        }
    }
}
