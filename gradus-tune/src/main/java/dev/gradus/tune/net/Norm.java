package dev.gradus.tune.net;

import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Parameters.Slice;
import dev.gradus.tune.onnx.BertWeights;
import org.jspecify.annotations.Nullable;

/// y = gain ⊙ x̂ + bias, x̂ being x + residual with mean 0 and variance 1 (Ba, Kiros and Hinton
/// 2016). Full tuning trains gain and bias.
final class Norm {
    private final Kernels kernels;
    private final int size;
    private final float epsilon;
    private final float[] gain;
    private final float[] bias;
    private final @Nullable Slice gainSlice;
    private final @Nullable Slice biasSlice;

    Norm(
            Kernels kernels,
            Parameters parameters,
            String name,
            BertWeights.Norm base,
            float epsilon,
            Recipe recipe) {
        this.kernels = kernels;
        this.epsilon = epsilon;
        this.size = base.weight().length;
        this.gain = base.weight().clone();
        this.bias = base.bias().clone();
        boolean full = recipe.kind() == Recipe.Kind.FULL;
        this.gainSlice = full ? parameters.add(name + ".weight", 1, size, false) : null;
        this.biasSlice = full ? parameters.add(name + ".bias", 1, size, false) : null;
    }

    void begin(float[] theta) {
        if (gainSlice != null && biasSlice != null) {
            System.arraycopy(gain, 0, theta, gainSlice.at(), size);
            System.arraycopy(bias, 0, theta, biasSlice.at(), size);
        }
    }

    void refresh(float[] theta) {
        if (gainSlice != null && biasSlice != null) {
            System.arraycopy(theta, gainSlice.at(), gain, 0, size);
            System.arraycopy(theta, biasSlice.at(), bias, 0, size);
        }
    }

    /// @param x becomes x̂, which backward needs
    void forward(float[] x, float[] residual, int rows, float[] y, float[] inverse) {
        kernels.normalize(x, residual, rows, gain, bias, epsilon, y, inverse);
    }

    /// dx is the gradient of x and of the residual alike. dgain = Σ dy ⊙ x̂, dbias = Σ dy.
    void backward(float[] dy, float[] x, float[] inverse, int rows, float[] dx, float[] gradient) {
        if (gainSlice != null && biasSlice != null) {
            sumRows(dy, rows, size, gradient, biasSlice.at());
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < size; j++) {
                    gradient[gainSlice.at() + j] += dy[i * size + j] * x[i * size + j];
                }
            }
        }
        kernels.normalizeBack(dy, x, inverse, rows, gain, dx);
    }

    static void sumRows(float[] dy, int rows, int columns, float[] into, int at) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                into[at + j] += dy[i * columns + j];
            }
        }
    }
}
