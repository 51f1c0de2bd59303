package dev.gradus.tune.net;

import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Parameters.Slice;
import dev.gradus.tune.onnx.BertWeights;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// y = x·W + b, with what the recipe trains of it: a low-rank pair beside a frozen W, the same with
/// a magnitude, or W and b themselves.
final class Linear {
    private final Kernels kernels;
    final int in;
    final int out;
    private final float[] bias;
    private final float[] noBias;
    private final Packed across;
    private final Packed back;
    private final @Nullable LowRank pair;
    private final @Nullable Magnitude magnitude;
    private final @Nullable Slice weightSlice;
    private final @Nullable Slice biasSlice;
    private final BertWeights.Linear base;

    Linear(
            Kernels kernels,
            Parameters parameters,
            String name,
            BertWeights.Linear base,
            Recipe recipe) {
        this.kernels = kernels;
        this.in = base.in();
        this.out = base.out();
        this.base = base;
        boolean full = recipe.kind() == Recipe.Kind.FULL;
        this.pair = full ? null : new LowRank(kernels, parameters, name, in, out, recipe);
        int rank = pair == null ? 0 : recipe.rank();
        this.across = new Packed(in + rank, out, kernels.width());
        this.back =
                new Packed(pair == null || pair.drops() ? out : out + rank, in, kernels.width());
        across.fill(0, in, base.weight(), 0, out, 1, 1);
        back.fill(0, out, base.weight(), 0, 1, out, 1);
        this.bias = java.util.Arrays.copyOf(base.bias(), across.padded());
        this.noBias = new float[Math.max(across.padded(), back.padded())];
        this.magnitude =
                pair != null && recipe.kind() == Recipe.Kind.DORA
                        ? new Magnitude(parameters, name, base.weight(), out, pair)
                        : null;
        this.weightSlice = full ? parameters.add(name + ".weight", in, out, true) : null;
        this.biasSlice = full ? parameters.add(name + ".bias", 1, out, false) : null;
    }

    int hiddenStride() {
        return pair == null ? 0 : pair.hiddenStride();
    }

    boolean drops() {
        return pair != null && pair.drops();
    }

    boolean hasMagnitude() {
        return magnitude != null;
    }

    /// Writes what training starts from.
    void begin(float[] theta, SplittableRandom random) {
        if (pair != null) {
            pair.begin(theta, random);
        }
        if (magnitude != null) {
            magnitude.begin(theta);
        }
        if (weightSlice != null && biasSlice != null) {
            System.arraycopy(base.weight(), 0, theta, weightSlice.at(), weightSlice.size());
            System.arraycopy(base.bias(), 0, theta, biasSlice.at(), out);
        }
    }

    /// Lays out the trained weights as they are now.
    void refresh(float[] theta) {
        if (magnitude != null) {
            magnitude.measure(theta);
        }
        refreshBetweenSteps(theta);
    }

    /// The same, but for the norms of DoRA.
    void refreshBetweenSteps(float[] theta) {
        if (pair != null) {
            pair.refresh(theta, across, back);
        }
        if (magnitude != null) {
            magnitude.rescale(theta);
        }
        if (weightSlice != null && biasSlice != null) {
            across.fill(theta, weightSlice.at(), out, 1, 1);
            back.fill(theta, weightSlice.at(), 1, out, 1);
            System.arraycopy(theta, biasSlice.at(), bias, 0, out);
        }
    }

    /// @param room of [Kernels#room] floats
    void forward(LinearTrace t, float[] x, int rows, float[] y, float[] room) {
        Rows hidden = pair == null ? Rows.NONE : pair.forward(t, x, rows, room);
        float[] start = magnitude == null ? bias : noBias;
        kernels.multiply(Rows.of(x, in), hidden, rows, across, start, Rows.of(y, out), room);
        if (magnitude != null) {
            magnitude.forward(t, y, rows, bias);
        }
    }

    /// dx = dy·Wᵀ and the gradients of what is trained; W itself needs dW = xᵀ·dy, db = Σ dy.
    void backward(
            LinearTrace t,
            float[] x,
            float[] dy,
            int rows,
            float[] dx,
            float[] gradient,
            float[] room) {
        backward(t, x, dy, rows, noBias, dx, gradient, room);
    }

    /// The same, with dx added to what is there.
    ///
    /// @param dx empty where the input needs no gradient
    void backwardAdd(
            LinearTrace t,
            float[] x,
            float[] dy,
            int rows,
            float[] dx,
            float[] gradient,
            float[] room) {
        backward(t, x, dy, rows, null, dx, gradient, room);
    }

    private void backward(
            LinearTrace t,
            float[] x,
            float[] dy,
            int rows,
            float @Nullable [] start,
            float[] dx,
            float[] gradient,
            float[] room) {
        float[] through = through(t, dy, rows, gradient);
        Rows slopes = Rows.of(through, out);
        Rows hidden = pair == null ? Rows.NONE : pair.backward(t, x, slopes, rows, gradient, room);
        if (dx.length > 0) {
            kernels.multiply(slopes, hidden, rows, back, start, Rows.of(dx, in), room);
            if (pair != null && pair.drops()) {
                pair.dropBack(t, rows, dx, room);
            }
        }
        if (weightSlice != null && biasSlice != null) {
            Rows into = new Rows(gradient, weightSlice.at(), out);
            kernels.product(x, 0, 1, in, in, rows, slopes, out, into, true);
            Norm.sumRows(through, rows, out, gradient, biasSlice.at());
        }
    }

    private float[] through(LinearTrace t, float[] dy, int rows, float[] gradient) {
        if (magnitude == null) {
            return dy;
        }
        magnitude.backward(t, dy, rows, gradient);
        return t.scaled;
    }
}
