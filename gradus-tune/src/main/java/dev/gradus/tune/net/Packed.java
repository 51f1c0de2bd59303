package dev.gradus.tune.net;

/// A right-hand matrix, `inner` x `columns`, laid out as the kernel reads it: panels of `width`
/// columns, each panel row after row, the last one filled up with zeros.
///
/// Frozen weights are packed once; what a step changes is packed again into the same array.
final class Packed {
    final int inner;
    final int columns;
    final int width;
    final float[] values;

    Packed(int inner, int columns, int width) {
        this.inner = inner;
        this.columns = columns;
        this.width = width;
        this.values = new float[panels() * inner * width];
    }

    int panels() {
        return (columns + width - 1) / width;
    }

    /// Columns with the zeros that fill the last panel.
    int padded() {
        return panels() * width;
    }

    /// Takes `scale * m`, where `m[k][j]` lies at `at + k * row + j * column`.
    Packed fill(float[] m, int at, int row, int column, float scale) {
        return fill(0, inner, m, at, row, column, scale);
    }

    /// The same for some rows: `rows` from the row `top` on.
    Packed fill(int top, int rows, float[] m, int at, int row, int column, float scale) {
        for (int p = 0; p < panels(); p++) {
            int first = p * width;
            int count = Math.min(width, columns - first);
            for (int k = 0; k < rows; k++) {
                int to = (p * inner + top + k) * width;
                int from = at + k * row + first * column;
                for (int j = 0; j < count; j++) {
                    values[to + j] = scale * m[from + j * column];
                }
            }
        }
        return this;
    }
}
