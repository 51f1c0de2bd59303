package dev.gradus.embedded;

/// The one inner loop under every method: a weighted sum of rows.
///
/// A dot product is a chain of dependent additions, which the compiler may not reorder and so
/// cannot run in vector registers: measured 5 GFLOP/s a core with eight accumulators. A sum of rows
/// adds side by side: 31 to 36 GFLOP/s on the same core (JDK 25, AVX-512), provided that the rows
/// are arrays of their own; with offsets into one array the compiler must fear overlap and falls
/// back to 6. So similarities are computed against transposed blocks.
///
/// Only additions and multiplications in a fixed order, no fused ones: the same bits on every
/// processor.
final class Kernel {
    private Kernel() {}

    /// `into[j] += sum over k < count of weights[k] * rows[k][j]`, for j below `width`.
    static void combine(float[][] rows, float[] weights, int count, float[] into, int width) {
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            add4(
                    into,
                    rows[k],
                    rows[k + 1],
                    rows[k + 2],
                    rows[k + 3],
                    width,
                    weights[k],
                    weights[k + 1],
                    weights[k + 2],
                    weights[k + 3]);
        }
        for (; k < count; k++) {
            add1(into, rows[k], width, weights[k]);
        }
    }

    /// [#combine] for every row of weights. Two at a time share what they load, which is 1.2 times
    /// as fast; each still adds in the same order, so its bits do not depend on its partner.
    static void combineAll(
            float[][] rows, float[][] weights, int count, float[][] into, int width) {
        int i = 0;
        for (; i + 2 <= weights.length; i += 2) {
            combineTwo(rows, weights[i], weights[i + 1], count, into[i], into[i + 1], width);
        }
        if (i < weights.length) {
            combine(rows, weights[i], count, into[i], width);
        }
    }

    private static void combineTwo(
            float[][] rows,
            float[] v,
            float[] w,
            int count,
            float[] intoV,
            float[] intoW,
            int width) {
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            add4(
                    intoV,
                    intoW,
                    rows[k],
                    rows[k + 1],
                    rows[k + 2],
                    rows[k + 3],
                    width,
                    v[k],
                    v[k + 1],
                    v[k + 2],
                    v[k + 3],
                    w[k],
                    w[k + 1],
                    w[k + 2],
                    w[k + 3]);
        }
        for (; k < count; k++) {
            add1(intoV, rows[k], width, v[k]);
            add1(intoW, rows[k], width, w[k]);
        }
    }

    private static void add4(
            float[] intoV,
            float[] intoW,
            float[] row0,
            float[] row1,
            float[] row2,
            float[] row3,
            int width,
            float v0,
            float v1,
            float v2,
            float v3,
            float w0,
            float w1,
            float w2,
            float w3) {
        for (int j = 0; j < width; j++) {
            intoV[j] += (v0 * row0[j] + v1 * row1[j]) + (v2 * row2[j] + v3 * row3[j]);
            intoW[j] += (w0 * row0[j] + w1 * row1[j]) + (w2 * row2[j] + w3 * row3[j]);
        }
    }

    private static void add4(
            float[] into,
            float[] row0,
            float[] row1,
            float[] row2,
            float[] row3,
            int width,
            float w0,
            float w1,
            float w2,
            float w3) {
        for (int j = 0; j < width; j++) {
            into[j] += (w0 * row0[j] + w1 * row1[j]) + (w2 * row2[j] + w3 * row3[j]);
        }
    }

    private static void add1(float[] into, float[] row, int width, float weight) {
        for (int j = 0; j < width; j++) {
            into[j] += weight * row[j];
        }
    }

    /// The dot product, for single pairs.
    static float dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
