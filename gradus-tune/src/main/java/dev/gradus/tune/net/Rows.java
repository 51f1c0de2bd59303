package dev.gradus.tune.net;

/// A matrix inside an array: row i begins at `at + i * stride`.
record Rows(float[] values, int at, int stride) {
    /// No rows.
    static final Rows NONE = new Rows(new float[0], 0, 0);

    static Rows of(float[] values, int stride) {
        return new Rows(values, 0, stride);
    }

    /// The same rows from a later row and column on.
    Rows from(int row, int column) {
        return new Rows(values, at + row * stride + column, stride);
    }
}
