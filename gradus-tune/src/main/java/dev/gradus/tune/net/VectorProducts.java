package dev.gradus.tune.net;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The matrix products in vectors. Long because the tiles are written out: each keeps its sums in
/// local variables, which is what makes the compiler hold them in registers. A method that takes or
/// returns vectors and is not inlined boxes them: measured 3.4 times as slow.
///
/// A tile is 6 rows by 2 vectors: 12 sums, 2 vectors of b and 1 of a fill 15 of the 16 registers
/// that AVX2 has; the same shape keeps AVX-512 and NEON busy. Measured on AVX2: 79 of 98 GFLOP/s; 4
/// by 3 and a packed left side spill registers and reach 40.
final class VectorProducts {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int WIDTH = 2 * LANES;

    /// Of the inner dimension at a time: a panel of it, and six rows of a, stay in the first cache.
    private static final int INNER = 384;

    private static final int ROWS = Kernels.BLOCK_ROWS;

    private VectorProducts() {}

    /// c = start + a·b.
    static void multiply(Rows a, int rows, Packed b, float[] start, Rows c) {
        int first = Math.min(INNER, b.inner);
        for (int p = 0; p < b.panels(); p++) {
            int bAt = p * b.inner * b.width;
            boolean whole = (p + 1) * b.width <= c.stride();
            for (int i = 0; i < rows; i += ROWS) {
                int aAt = a.at() + i * a.stride();
                int cAt = c.at() + i * c.stride() + p * b.width;
                if (!whole) {
                    edge(a.values(), aAt, a.stride(), b, p, 0, first, start, c, i);
                } else if (b.width == WIDTH) {
                    from2(
                            a.values(),
                            aAt,
                            a.stride(),
                            b.values,
                            bAt,
                            first,
                            start,
                            p * WIDTH,
                            c.values(),
                            cAt,
                            c.stride());
                } else {
                    from1(
                            a.values(),
                            aAt,
                            a.stride(),
                            b.values,
                            bAt,
                            first,
                            start,
                            p * LANES,
                            c.values(),
                            cAt,
                            c.stride());
                }
            }
        }
        if (first < b.inner) {
            multiplyAdd(a, rows, b, first, c);
        }
    }

    /// c += a·b, from row `from` of b on.
    static void multiplyAdd(Rows a, int rows, Packed b, int from, Rows c) {
        for (int k = from; k < b.inner; k += INNER) {
            int count = Math.min(INNER, b.inner - k);
            for (int p = 0; p < b.panels(); p++) {
                int bAt = (p * b.inner + k) * b.width;
                boolean whole = (p + 1) * b.width <= c.stride();
                for (int i = 0; i < rows; i += ROWS) {
                    int aAt = a.at() + i * a.stride() + k;
                    int cAt = c.at() + i * c.stride() + p * b.width;
                    if (!whole) {
                        edge(a.values(), aAt, a.stride(), b, p, k, count, null, c, i);
                    } else if (b.width == WIDTH) {
                        add2(
                                a.values(),
                                aAt,
                                a.stride(),
                                b.values,
                                bAt,
                                count,
                                c.values(),
                                cAt,
                                c.stride());
                    } else {
                        add1(
                                a.values(),
                                aAt,
                                a.stride(),
                                b.values,
                                bAt,
                                count,
                                c.values(),
                                cAt,
                                c.stride());
                    }
                }
            }
        }
    }

    /// A panel that is wider than what is left of c: through a tile of its own.
    private static void edge(
            float[] a,
            int aAt,
            int aStride,
            Packed b,
            int panel,
            int k,
            int count,
            float @Nullable [] start,
            Rows c,
            int row) {
        float[] tile = new float[ROWS * b.width];
        int valid = Math.min(b.width, b.columns - panel * b.width);
        for (int i = 0; i < ROWS; i++) {
            int at = c.at() + (row + i) * c.stride() + panel * b.width;
            if (start == null) {
                System.arraycopy(c.values(), at, tile, i * b.width, valid);
            } else {
                System.arraycopy(start, panel * b.width, tile, i * b.width, b.width);
            }
        }
        int bAt = (panel * b.inner + k) * b.width;
        if (b.width == WIDTH) {
            add2(a, aAt, aStride, b.values, bAt, count, tile, 0, WIDTH);
        } else {
            add1(a, aAt, aStride, b.values, bAt, count, tile, 0, LANES);
        }
        for (int i = 0; i < ROWS; i++) {
            int at = c.at() + (row + i) * c.stride() + panel * b.width;
            System.arraycopy(tile, i * b.width, c.values(), at, valid);
        }
    }

    /// See [Kernels#product].
    static void product(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            int inner,
            Rows b,
            int columns,
            Rows c,
            boolean add) {
        int i = 0;
        for (; i + 4 <= rows; i += 4) {
            int aFrom = aAt + i * aRow;
            int cFrom = c.at() + i * c.stride();
            int j = 0;
            for (; j + WIDTH <= columns; j += WIDTH) {
                small4x2(
                        a,
                        aFrom,
                        aRow,
                        aStep,
                        inner,
                        b.values(),
                        b.at() + j,
                        b.stride(),
                        c.values(),
                        cFrom + j,
                        c.stride(),
                        add);
            }
            for (; j + LANES <= columns; j += LANES) {
                small4x1(
                        a,
                        aFrom,
                        aRow,
                        aStep,
                        inner,
                        b.values(),
                        b.at() + j,
                        b.stride(),
                        c.values(),
                        cFrom + j,
                        c.stride(),
                        add);
            }
        }
        for (; i < rows; i++) {
            for (int j = 0; j + LANES <= columns; j += LANES) {
                small1x1(
                        a,
                        aAt + i * aRow,
                        aStep,
                        inner,
                        b.values(),
                        b.at() + j,
                        b.stride(),
                        c.values(),
                        c.at() + i * c.stride() + j,
                        add);
            }
        }
        int done = columns - columns % LANES;
        if (done < columns) {
            tail(a, aAt, aRow, aStep, rows, inner, b, done, columns, c, add);
        }
    }

    /// The columns that fill no vector.
    private static void tail(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            int inner,
            Rows b,
            int from,
            int columns,
            Rows c,
            boolean add) {
        for (int i = 0; i < rows; i++) {
            for (int j = from; j < columns; j++) {
                float sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum =
                            Math.fma(
                                    a[aAt + i * aRow + k * aStep],
                                    b.values()[b.at() + k * b.stride() + j],
                                    sum);
                }
                int at = c.at() + i * c.stride() + j;
                c.values()[at] = add ? c.values()[at] + sum : sum;
            }
        }
    }

    /// 6 rows by 2 vectors, from a row of starts.
    private static void from2(
            float[] a,
            int a0,
            int aStride,
            float[] b,
            int b0,
            int inner,
            float[] start,
            int s0,
            float[] c,
            int c0,
            int cStride) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, s0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, start, s0 + LANES);
        FloatVector c10 = c00;
        FloatVector c11 = c01;
        FloatVector c20 = c00;
        FloatVector c21 = c01;
        FloatVector c30 = c00;
        FloatVector c31 = c01;
        FloatVector c40 = c00;
        FloatVector c41 = c01;
        FloatVector c50 = c00;
        FloatVector c51 = c01;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH);
            FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x.fma(u, c00);
            c01 = x.fma(v, c01);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = x.fma(u, c10);
            c11 = x.fma(v, c11);
            x = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = x.fma(u, c20);
            c21 = x.fma(v, c21);
            x = FloatVector.broadcast(SPECIES, a[a3 + k]);
            c30 = x.fma(u, c30);
            c31 = x.fma(v, c31);
            x = FloatVector.broadcast(SPECIES, a[a4 + k]);
            c40 = x.fma(u, c40);
            c41 = x.fma(v, c41);
            x = FloatVector.broadcast(SPECIES, a[a5 + k]);
            c50 = x.fma(u, c50);
            c51 = x.fma(v, c51);
        }
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + LANES);
        c10.intoArray(c, c0 + cStride);
        c11.intoArray(c, c0 + cStride + LANES);
        c20.intoArray(c, c0 + 2 * cStride);
        c21.intoArray(c, c0 + 2 * cStride + LANES);
        c30.intoArray(c, c0 + 3 * cStride);
        c31.intoArray(c, c0 + 3 * cStride + LANES);
        c40.intoArray(c, c0 + 4 * cStride);
        c41.intoArray(c, c0 + 4 * cStride + LANES);
        c50.intoArray(c, c0 + 5 * cStride);
        c51.intoArray(c, c0 + 5 * cStride + LANES);
    }

    /// 6 rows by 2 vectors, on top of c.
    private static void add2(
            float[] a,
            int a0,
            int aStride,
            float[] b,
            int b0,
            int inner,
            float[] c,
            int c0,
            int cStride) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, c, c0 + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, c, c0 + cStride);
        FloatVector c11 = FloatVector.fromArray(SPECIES, c, c0 + cStride + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cStride);
        FloatVector c21 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cStride + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cStride);
        FloatVector c31 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cStride + LANES);
        FloatVector c40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cStride);
        FloatVector c41 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cStride + LANES);
        FloatVector c50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cStride);
        FloatVector c51 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cStride + LANES);
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH);
            FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x.fma(u, c00);
            c01 = x.fma(v, c01);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = x.fma(u, c10);
            c11 = x.fma(v, c11);
            x = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = x.fma(u, c20);
            c21 = x.fma(v, c21);
            x = FloatVector.broadcast(SPECIES, a[a3 + k]);
            c30 = x.fma(u, c30);
            c31 = x.fma(v, c31);
            x = FloatVector.broadcast(SPECIES, a[a4 + k]);
            c40 = x.fma(u, c40);
            c41 = x.fma(v, c41);
            x = FloatVector.broadcast(SPECIES, a[a5 + k]);
            c50 = x.fma(u, c50);
            c51 = x.fma(v, c51);
        }
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + LANES);
        c10.intoArray(c, c0 + cStride);
        c11.intoArray(c, c0 + cStride + LANES);
        c20.intoArray(c, c0 + 2 * cStride);
        c21.intoArray(c, c0 + 2 * cStride + LANES);
        c30.intoArray(c, c0 + 3 * cStride);
        c31.intoArray(c, c0 + 3 * cStride + LANES);
        c40.intoArray(c, c0 + 4 * cStride);
        c41.intoArray(c, c0 + 4 * cStride + LANES);
        c50.intoArray(c, c0 + 5 * cStride);
        c51.intoArray(c, c0 + 5 * cStride + LANES);
    }

    /// 6 rows by 1 vector, for matrices as narrow as a low rank.
    private static void from1(
            float[] a,
            int a0,
            int aStride,
            float[] b,
            int b0,
            int inner,
            float[] start,
            int s0,
            float[] c,
            int c0,
            int cStride) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, start, s0);
        FloatVector c10 = c00;
        FloatVector c20 = c00;
        FloatVector c30 = c00;
        FloatVector c40 = c00;
        FloatVector c50 = c00;
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x.fma(u, c00);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = x.fma(u, c10);
            x = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = x.fma(u, c20);
            x = FloatVector.broadcast(SPECIES, a[a3 + k]);
            c30 = x.fma(u, c30);
            x = FloatVector.broadcast(SPECIES, a[a4 + k]);
            c40 = x.fma(u, c40);
            x = FloatVector.broadcast(SPECIES, a[a5 + k]);
            c50 = x.fma(u, c50);
        }
        c00.intoArray(c, c0);
        c10.intoArray(c, c0 + cStride);
        c20.intoArray(c, c0 + 2 * cStride);
        c30.intoArray(c, c0 + 3 * cStride);
        c40.intoArray(c, c0 + 4 * cStride);
        c50.intoArray(c, c0 + 5 * cStride);
    }

    /// 6 rows by 1 vector, on top of c.
    private static void add1(
            float[] a,
            int a0,
            int aStride,
            float[] b,
            int b0,
            int inner,
            float[] c,
            int c0,
            int cStride) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector c10 = FloatVector.fromArray(SPECIES, c, c0 + cStride);
        FloatVector c20 = FloatVector.fromArray(SPECIES, c, c0 + 2 * cStride);
        FloatVector c30 = FloatVector.fromArray(SPECIES, c, c0 + 3 * cStride);
        FloatVector c40 = FloatVector.fromArray(SPECIES, c, c0 + 4 * cStride);
        FloatVector c50 = FloatVector.fromArray(SPECIES, c, c0 + 5 * cStride);
        int a1 = a0 + aStride;
        int a2 = a1 + aStride;
        int a3 = a2 + aStride;
        int a4 = a3 + aStride;
        int a5 = a4 + aStride;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x.fma(u, c00);
            x = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = x.fma(u, c10);
            x = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = x.fma(u, c20);
            x = FloatVector.broadcast(SPECIES, a[a3 + k]);
            c30 = x.fma(u, c30);
            x = FloatVector.broadcast(SPECIES, a[a4 + k]);
            c40 = x.fma(u, c40);
            x = FloatVector.broadcast(SPECIES, a[a5 + k]);
            c50 = x.fma(u, c50);
        }
        c00.intoArray(c, c0);
        c10.intoArray(c, c0 + cStride);
        c20.intoArray(c, c0 + 2 * cStride);
        c30.intoArray(c, c0 + 3 * cStride);
        c40.intoArray(c, c0 + 4 * cStride);
        c50.intoArray(c, c0 + 5 * cStride);
    }

    private static void small4x2(
            float[] a,
            int a0,
            int aRow,
            int aStep,
            int inner,
            float[] b,
            int b0,
            int bStride,
            float[] c,
            int c0,
            int cStride,
            boolean add) {
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c21 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        FloatVector c31 = FloatVector.zero(SPECIES);
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * bStride);
            FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + k * bStride + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k * aStep]);
            c00 = x.fma(u, c00);
            c01 = x.fma(v, c01);
            x = FloatVector.broadcast(SPECIES, a[a1 + k * aStep]);
            c10 = x.fma(u, c10);
            c11 = x.fma(v, c11);
            x = FloatVector.broadcast(SPECIES, a[a2 + k * aStep]);
            c20 = x.fma(u, c20);
            c21 = x.fma(v, c21);
            x = FloatVector.broadcast(SPECIES, a[a3 + k * aStep]);
            c30 = x.fma(u, c30);
            c31 = x.fma(v, c31);
        }
        if (add) {
            c00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
            c01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
            c10.add(FloatVector.fromArray(SPECIES, c, c0 + cStride)).intoArray(c, c0 + cStride);
            c11.add(FloatVector.fromArray(SPECIES, c, c0 + cStride + LANES))
                    .intoArray(c, c0 + cStride + LANES);
            c20.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * cStride))
                    .intoArray(c, c0 + 2 * cStride);
            c21.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * cStride + LANES))
                    .intoArray(c, c0 + 2 * cStride + LANES);
            c30.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * cStride))
                    .intoArray(c, c0 + 3 * cStride);
            c31.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * cStride + LANES))
                    .intoArray(c, c0 + 3 * cStride + LANES);
        } else {
            c00.intoArray(c, c0);
            c01.intoArray(c, c0 + LANES);
            c10.intoArray(c, c0 + cStride);
            c11.intoArray(c, c0 + cStride + LANES);
            c20.intoArray(c, c0 + 2 * cStride);
            c21.intoArray(c, c0 + 2 * cStride + LANES);
            c30.intoArray(c, c0 + 3 * cStride);
            c31.intoArray(c, c0 + 3 * cStride + LANES);
        }
    }

    private static void small4x1(
            float[] a,
            int a0,
            int aRow,
            int aStep,
            int inner,
            float[] b,
            int b0,
            int bStride,
            float[] c,
            int c0,
            int cStride,
            boolean add) {
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c20 = FloatVector.zero(SPECIES);
        FloatVector c30 = FloatVector.zero(SPECIES);
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * bStride);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k * aStep]);
            c00 = x.fma(u, c00);
            x = FloatVector.broadcast(SPECIES, a[a1 + k * aStep]);
            c10 = x.fma(u, c10);
            x = FloatVector.broadcast(SPECIES, a[a2 + k * aStep]);
            c20 = x.fma(u, c20);
            x = FloatVector.broadcast(SPECIES, a[a3 + k * aStep]);
            c30 = x.fma(u, c30);
        }
        if (add) {
            c00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
            c10.add(FloatVector.fromArray(SPECIES, c, c0 + cStride)).intoArray(c, c0 + cStride);
            c20.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * cStride))
                    .intoArray(c, c0 + 2 * cStride);
            c30.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * cStride))
                    .intoArray(c, c0 + 3 * cStride);
        } else {
            c00.intoArray(c, c0);
            c10.intoArray(c, c0 + cStride);
            c20.intoArray(c, c0 + 2 * cStride);
            c30.intoArray(c, c0 + 3 * cStride);
        }
    }

    private static void small1x1(
            float[] a,
            int a0,
            int aStep,
            int inner,
            float[] b,
            int b0,
            int bStride,
            float[] c,
            int c0,
            boolean add) {
        FloatVector c00 = FloatVector.zero(SPECIES);
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * bStride);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k * aStep]);
            c00 = x.fma(u, c00);
        }
        if (add) {
            c00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        } else {
            c00.intoArray(c, c0);
        }
    }
}
