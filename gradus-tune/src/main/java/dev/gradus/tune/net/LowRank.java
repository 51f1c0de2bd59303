package dev.gradus.tune.net;

import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Parameters.Slice;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

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
    private final Packed upBack;
    private final @Nullable Packed downBack;
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
        this.downBack = drops() ? new Packed(rank, in, kernels.width()) : null;
        this.zeros = new float[down.padded()];
    }

    /// A uniform in ±1/√in, as PEFT draws it.
    void begin(float[] theta, SplittableRandom random) {
        double bound = 1 / Math.sqrt(in);
        for (int i = 0; i < a.size(); i++) {
            theta[a.at() + i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /// Lays out the pair as it is now: B below the W of `across`, and A below that of `back`, but
    /// for dropout, which lies between the two.
    void refresh(float[] theta, Packed across, Packed back) {
        down.fill(theta, a.at(), 1, in, scale);
        upBack.fill(theta, b.at(), 1, out, scale);
        across.fill(in, rank, theta, b.at(), out, 1, 1);
        if (downBack == null) {
            back.fill(out, rank, theta, a.at(), in, 1, 1);
        } else {
            downBack.fill(theta, a.at(), in, 1, 1);
        }
    }

    int hiddenStride() {
        return down.padded();
    }

    boolean drops() {
        return dropout > 0;
    }

    /// h, to be multiplied by B beside x·W.
    Rows forward(LinearTrace t, float[] x, int rows, float[] room) {
        float[] input = x;
        if (drops() && t.training) {
            Dropout.forward(x, t.dropped, rows * in, dropout, t.seed);
            input = t.dropped;
        }
        Rows hidden = Rows.of(t.hidden, hiddenStride());
        kernels.multiply(Rows.of(input, in), Rows.NONE, rows, down, zeros, hidden, room);
        return hidden;
    }

    /// With g = s·dy·Bᵀ: dB = hᵀ·dy, dA = gᵀ·x̃.
    ///
    /// @return g, to be multiplied by A beside dy·Wᵀ
    Rows backward(LinearTrace t, float[] x, Rows dy, int rows, float[] gradient, float[] room) {
        float[] input = drops() && t.training ? t.dropped : x;
        int stride = hiddenStride();
        Rows db = new Rows(gradient, b.at(), out);
        kernels.product(t.hidden, 0, 1, stride, rank, rows, dy, out, db, true);
        Rows g = Rows.of(t.hidden, stride);
        kernels.multiply(dy, Rows.NONE, rows, upBack, zeros, g, room);
        Rows da = new Rows(gradient, a.at(), in);
        kernels.product(t.hidden, 0, 1, stride, rank, rows, Rows.of(input, in), in, da, true);
        return g;
    }

    /// dx += g·A through the dropout, after [#backward].
    void dropBack(LinearTrace t, int rows, float[] dx, float[] room) {
        if (downBack == null) {
            throw new IllegalStateException("nothing is dropped");
        }
        Rows g = Rows.of(t.hidden, hiddenStride());
        float[] none = new float[downBack.padded()];
        Rows to = Rows.of(t.dropped, in);
        kernels.multiply(g, Rows.NONE, rows, downBack, none, to, room);
        Dropout.backward(t.dropped, dx, rows * in, dropout, t.seed);
    }

    /// Adds what the pair changes in the squared length of each output's weights: with w a column
    /// of W and b one of B, ‖w + s·Aᵀb‖² - ‖w‖² = b·(2s·A·w + s²·(A·Aᵀ)·b). The sum V itself would
    /// have to be written out in full after each step.
    void addSquares(float[] weight, float[] theta, double[] squares) {
        float[] toward = new float[rank * out];
        Rows to = Rows.of(toward, out);
        kernels.product(theta, a.at(), in, 1, rank, in, Rows.of(weight, out), out, to, false);
        float[] among = new float[rank * out];
        Rows ups = new Rows(theta, b.at(), out);
        kernels.product(gram(theta), 0, rank, 1, rank, rank, ups, out, Rows.of(among, out), false);
        for (int k = 0; k < rank; k++) {
            for (int j = 0; j < out; j++) {
                int at = k * out + j;
                double slope = 2.0 * scale * toward[at] + (double) scale * scale * among[at];
                squares[j] += theta[b.at() + at] * slope;
            }
        }
    }

    /// A·Aᵀ.
    private float[] gram(float[] theta) {
        float[] gram = new float[rank * rank];
        for (int k = 0; k < rank; k++) {
            for (int l = 0; l <= k; l++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += (double) theta[a.at() + k * in + i] * theta[a.at() + l * in + i];
                }
                gram[k * rank + l] = (float) sum;
                gram[l * rank + k] = (float) sum;
            }
        }
        return gram;
    }
}
