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

    Magnitude(Parameters parameters, String name, float[] weight, int out, LowRank pair) {
        this.out = out;
        this.weight = weight;
        this.pair = pair;
        this.m = parameters.add(name + ".lora_magnitude_vector", 1, out, false);
        this.factor = new float[out];
        this.norm = new float[out];
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
        float[] direction = pair.merged(weight, theta);
        float[] squares = new float[out];
        for (int at = 0; at < direction.length; at += out) {
            for (int j = 0; j < out; j++) {
                squares[j] += direction[at + j] * direction[at + j];
            }
        }
        for (int j = 0; j < out; j++) {
            norm[j] = (float) Math.sqrt(squares[j]);
        }
    }

    /// y holds x·V; becomes c ⊙ y + bias.
    void forward(LinearTrace t, float[] y, int rows, float[] bias) {
        System.arraycopy(y, 0, t.raw, 0, rows * out);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < out; j++) {
                y[i * out + j] = factor[j] * y[i * out + j] + bias[j];
            }
        }
    }

    /// Leaves c ⊙ dy in the trace.
    void backward(LinearTrace t, float[] dy, int rows, float[] gradient) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < out; j++) {
                int at = i * out + j;
                gradient[m.at() + j] += dy[at] * t.raw[at] / norm[j];
                t.scaled[at] = factor[j] * dy[at];
            }
        }
    }
}
