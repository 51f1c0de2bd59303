package dev.gradus.tune.net;

import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Parameters.Slice;
import java.util.SplittableRandom;

/// The pair of thin matrices that LoRA trains beside a frozen one (Hu et al. 2021):
///
/// y += h·B with h = s·x̃·Aᵀ, where s = alpha/rank and x̃ is x after dropout.
///
/// A is [rank, in], drawn at random; B is kept as [rank, out], zeros at first, so that training
/// starts from the base.
final class LowRank {
    private final Kernels kernels;
    private final int in;
    private final int out;
    private final int rank;
    private final float scale;
    private final double dropout;
    private final Slice a;
    private final Slice b;

    private final Packed down;
    private final Packed up;
    private final Packed upBack;
    private final Packed downBack;
    private final float[] zeros;

    LowRank(Kernels kernels, Parameters parameters, String name, int in, int out, Recipe recipe) {
        this.kernels = kernels;
        this.in = in;
        this.out = out;
        this.rank = recipe.rank();
        this.scale = (float) (recipe.alpha() / recipe.rank());
        this.dropout = recipe.dropout();
        this.a = parameters.add(name + ".lora_A", rank, in, true);
        this.b = parameters.add(name + ".lora_B", rank, out, true);
        int width = rank <= kernels.narrow() ? kernels.narrow() : kernels.width();
        this.down = new Packed(in, rank, width);
        this.upBack = new Packed(out, rank, width);
        this.up = new Packed(rank, out, kernels.width());
        this.downBack = new Packed(rank, in, kernels.width());
        this.zeros = new float[down.padded()];
    }

    /// A uniform in ±1/√in, as PEFT draws it.
    void begin(float[] theta, SplittableRandom random) {
        double bound = 1 / Math.sqrt(in);
        for (int i = 0; i < a.size(); i++) {
            theta[a.at() + i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /// Lays out the pair as it is now.
    void refresh(float[] theta) {
        down.fill(theta, a.at(), 1, in, scale);
        up.fill(theta, b.at(), out, 1, 1);
        upBack.fill(theta, b.at(), 1, out, scale);
        downBack.fill(theta, a.at(), in, 1, 1);
    }

    int hiddenStride() {
        return down.padded();
    }

    boolean drops() {
        return dropout > 0;
    }

    void forward(LinearTrace t, float[] x, int rows, Rows y) {
        float[] input = x;
        if (drops() && t.training) {
            Dropout.forward(x, t.dropped, rows * in, dropout, t.seed);
            input = t.dropped;
        }
        Rows hidden = Rows.of(t.hidden, hiddenStride());
        kernels.multiply(Rows.of(input, in), rows, down, zeros, hidden);
        kernels.multiplyAdd(hidden, rows, up, y);
    }

    /// With g = s·dy·Bᵀ: dB = hᵀ·dy, dA = gᵀ·x̃, and dx += g·A through the dropout.
    ///
    /// @param dx empty where the input needs no gradient
    void backward(LinearTrace t, float[] x, Rows dy, int rows, float[] dx, float[] gradient) {
        boolean dropped = drops() && t.training;
        float[] input = dropped ? t.dropped : x;
        int stride = hiddenStride();
        kernels.product(
                t.hidden, 0, 1, stride, rank, rows, dy, out, new Rows(gradient, b.at(), out), true);
        Rows g = Rows.of(t.hidden, stride);
        kernels.multiply(dy, rows, upBack, zeros, g);
        kernels.product(
                t.hidden,
                0,
                1,
                stride,
                rank,
                rows,
                Rows.of(input, in),
                in,
                new Rows(gradient, a.at(), in),
                true);
        if (dx.length == 0) {
            return;
        }
        if (dropped) {
            kernels.multiply(
                    g, rows, downBack, new float[downBack.padded()], Rows.of(t.dropped, in));
            Dropout.backward(t.dropped, dx, rows * in, dropout, t.seed);
        } else {
            kernels.multiplyAdd(g, rows, downBack, Rows.of(dx, in));
        }
    }

    /// Adds s·(B·A)ᵀ, [in, out], to a copy of the weight.
    float[] merged(float[] weight, float[] theta) {
        float[] sum = weight.clone();
        for (int i = 0; i < in; i++) {
            for (int k = 0; k < rank; k++) {
                float factor = scale * theta[a.at() + k * in + i];
                for (int j = 0; j < out; j++) {
                    sum[i * out + j] += factor * theta[b.at() + k * out + j];
                }
            }
        }
        return sum;
    }
}
