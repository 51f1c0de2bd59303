package dev.gradus.tune.net;

import dev.gradus.tune.net.Parameters.Slice;

/// DoRA (Liu et al. 2024, arXiv 2402.09353): the length m of each output's weight vector is trained
/// apart from its direction, V = W + s·(B·A)ᵀ:
///
/// y = c ⊙ (x·V) + b with c = m/‖V‖, the norm taken per output.
///
/// As the paper proposes (section 4.3) and PEFT does, the norm counts as a constant in backward: dm
/// = Σ dy ⊙ (x·V)/‖V‖, and what goes back is c ⊙ dy. It is computed anew after each step.
final class Magnitude {
    private final int out;
    private final float[] weight;
    private final Slice m;
    private final LowRank pair;
    final float[] factor;
    private final float[] norm;

    /// ‖w‖² of each output's frozen weights.
    private final double[] base;

    Magnitude(Parameters parameters, String name, float[] weight, int out, LowRank pair) {
        this.out = out;
        this.weight = weight;
        this.pair = pair;
        this.m = parameters.add(name + ".lora_magnitude_vector", 1, out, false);
        this.factor = new float[out];
        this.norm = new float[out];
        this.base = new double[out];
        for (int at = 0; at < weight.length; at += out) {
            for (int j = 0; j < out; j++) {
                base[j] += (double) weight[at + j] * weight[at + j];
            }
        }
    }

    /// The base's own lengths.
    void begin(float[] theta) {
        measure(theta);
        System.arraycopy(norm, 0, theta, m.at(), out);
    }

    /// The factors for new magnitudes, the norms as they were.
    void rescale(float[] theta) {
        for (int j = 0; j < out; j++) {
            factor[j] = theta[m.at() + j] / norm[j];
        }
    }

    /// The norms of V as it is now.
    void measure(float[] theta) {
        double[] squares = base.clone();
        pair.addSquares(weight, theta, squares);
        for (int j = 0; j < out; j++) {
            norm[j] = (float) Math.sqrt(Math.max(squares[j], Float.MIN_NORMAL));
        }
    }

    /// y holds x·V; becomes c ⊙ y + bias.
    void forward(LinearTrace t, float[] y, int rows, float[] bias) {
        System.arraycopy(y, 0, t.raw, 0, rows * out);
        for (int i = 0; i < rows; i++) {
            int at = i * out;
            for (int j = 0; j < out; j++) {
                y[at + j] = factor[j] * y[at + j] + bias[j];
            }
        }
    }

    /// Leaves c ⊙ dy in the trace.
    void backward(LinearTrace t, float[] dy, int rows, float[] gradient) {
        float[] raw = t.raw;
        float[] scaled = t.scaled;
        float[] sums = new float[out];
        for (int i = 0; i < rows; i++) {
            int at = i * out;
            for (int j = 0; j < out; j++) {
                sums[j] += dy[at + j] * raw[at + j];
            }
            for (int j = 0; j < out; j++) {
                scaled[at + j] = factor[j] * dy[at + j];
            }
        }
        for (int j = 0; j < out; j++) {
            gradient[m.at() + j] += sums[j] / norm[j];
        }
    }
}
