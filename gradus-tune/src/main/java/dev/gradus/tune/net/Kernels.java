package dev.gradus.tune.net;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/// The arithmetic under the layers. Two implementations: vectors, where the JVM was started with
/// `--add-modules jdk.incubator.vector`, and plain loops. Neither keeps state.
///
/// Every sum runs in a fixed order, so the same inputs give the same bits each time on machines
/// with vectors of the same width. That is why no kernel uses `reduceLanes(ADD)`: its order is left
/// open and differs between interpreted and compiled code.
public interface Kernels {
    /// Rows are computed in blocks of this many, or of a divisor of it: arrays of rows have room
    /// for whole blocks, and what lies in the rows beyond the last is never read.
    int BLOCK_ROWS = 12;

    /// Vectors where they can be used, plain loops otherwise.
    static Kernels fastest() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return new ScalarKernels();
        }
        try {
            // By name, so that nothing links to the incubator where it is absent.
            return (Kernels)
                    Class.forName("dev.gradus.tune.net.VectorKernels")
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (NoSuchMethodException
                | ClassNotFoundException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /// True where vectors are used.
    boolean vectors();

    /// Columns of a panel of a [Packed] matrix.
    int width();

    /// Columns of a panel for matrices with fewer columns than half a panel has.
    int narrow();

    /// c = start + [a beside]·b, for `rows` rows. As many columns of what lies beside a are taken
    /// as b has rows more than a has columns: that adds a low-rank product in the same pass.
    ///
    /// @param a its stride is its number of columns
    /// @param start one row, as long as b is wide with its padding; null to add to c
    /// @param room working space of [#room] floats
    void multiply(
            Rows a,
            Rows beside,
            int rows,
            Packed b,
            float @Nullable [] start,
            Rows c,
            float[] room);

    /// Floats of working space that a product of so many rows takes.
    int room(int rows);

    /// c = a·b, or c += a·b, for small or never repeated matrices that are not worth packing:
    /// `a[i][k]` lies at `aAt + i * aRow + k * aStep`.
    void product(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            int inner,
            Rows b,
            int columns,
            Rows c,
            boolean add);

    /// y = x·Φ(x), and x becomes the slope Φ(x) + x·φ(x): what backward needs.
    ///
    /// Φ from the error function of Abramowitz and Stegun (1964), 7.1.26: at most 1.5e-7 off.
    void gelu(float[] x, float[] y, int count);

    /// Each row becomes exp(scale·x) over its sum.
    ///
    /// @param count of a row's columns; the columns up to the stride get zeros or nearly so
    void softmax(Rows x, int rows, int count, float scale);

    /// dp becomes scale·p·(dp - Σ p·dp), row by row: the gradient of what [#softmax] was given.
    void softmaxBack(Rows p, Rows dp, int rows, float scale);

    /// x + residual, brought to mean 0 and variance 1, replaces x; y = gain·x + bias.
    ///
    /// @param inverse one over the standard deviation of each row, for backward
    void normalize(
            float[] x,
            float[] residual,
            int rows,
            float[] gain,
            float[] bias,
            float epsilon,
            float[] y,
            float[] inverse);

    /// dx = inverse·(g - mean(g) - x·mean(g·x)), with g = gain·dy.
    void normalizeBack(float[] dy, float[] x, float[] inverse, int rows, float[] gain, float[] dx);

    /// x += y.
    void add(float[] x, float[] y, int count);

    /// x *= y.
    void times(float[] x, float[] y, int count);
}
