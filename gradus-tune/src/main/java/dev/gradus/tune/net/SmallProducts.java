package dev.gradus.tune.net;

import static dev.gradus.tune.net.VectorProducts.LANES;
import static dev.gradus.tune.net.VectorProducts.SPECIES;
import static dev.gradus.tune.net.VectorProducts.WIDTH;

import jdk.incubator.vector.FloatVector;

/// Products of small or never repeated matrices, in vectors: of the attention, and of gradients of
/// weights. Tiles as in [VectorProducts], of 4 rows, as neither side is laid out for them.
final class SmallProducts {
    /// One row to start from, where nothing is added.
    private static final float[] ZEROS = new float[WIDTH];

    private SmallProducts() {}

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
        float[] from = add ? c.values() : ZEROS;
        int fRow = add ? c.stride() : 0;
        float[] bs = b.values();
        int whole = rows - rows % 4;
        for (int i = 0; i < whole; i += 4) {
            int aFrom = aAt + i * aRow;
            int cFrom = c.at() + i * c.stride();
            int j = 0;
            for (; j + WIDTH <= columns; j += WIDTH) {
                int f = add ? cFrom + j : 0;
                four(
                        a,
                        aFrom,
                        aRow,
                        aStep,
                        inner,
                        bs,
                        b.at() + j,
                        b.stride(),
                        from,
                        f,
                        fRow,
                        c.values(),
                        cFrom + j,
                        c.stride());
            }
            for (; j + LANES <= columns; j += LANES) {
                int f = add ? cFrom + j : 0;
                thin(
                        a,
                        aFrom,
                        aRow,
                        aStep,
                        inner,
                        bs,
                        b.at() + j,
                        b.stride(),
                        from,
                        f,
                        fRow,
                        c.values(),
                        cFrom + j,
                        c.stride());
            }
        }
        for (int i = whole; i < rows; i++) {
            int cFrom = c.at() + i * c.stride();
            for (int j = 0; j + LANES <= columns; j += LANES) {
                int f = add ? cFrom + j : 0;
                one(
                        a,
                        aAt + i * aRow,
                        aStep,
                        inner,
                        bs,
                        b.at() + j,
                        b.stride(),
                        from,
                        f,
                        c.values(),
                        cFrom + j);
            }
        }
        int done = columns - columns % LANES;
        if (done < columns) {
            rest(a, aAt, aRow, aStep, rows, inner, b, done, columns, c, add);
        }
    }

    /// The columns that fill no vector.
    private static void rest(
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            int rows,
            int inner,
            Rows b,
            int done,
            int columns,
            Rows c,
            boolean add) {
        for (int i = 0; i < rows; i++) {
            for (int j = done; j < columns; j++) {
                int at = c.at() + i * c.stride() + j;
                float sum = add ? c.values()[at] : 0;
                for (int k = 0; k < inner; k++) {
                    sum =
                            Math.fma(
                                    a[aAt + i * aRow + k * aStep],
                                    b.values()[b.at() + k * b.stride() + j],
                                    sum);
                }
                c.values()[at] = sum;
            }
        }
    }

    /// 4 rows by 2 vectors on top of `from`, whose rows are `fRow` apart: 0 where it is one row.
    private static void four(
            float[] a,
            int a0,
            int aRow,
            int aStep,
            int inner,
            float[] b,
            int b0,
            int bRow,
            float[] from,
            int f0,
            int fRow,
            float[] c,
            int c0,
            int cRow) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector c01 = FloatVector.fromArray(SPECIES, from, f0 + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector c11 = FloatVector.fromArray(SPECIES, from, f0 + fRow + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow);
        FloatVector c21 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow);
        FloatVector c31 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow + LANES);
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * bRow);
            FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + k * bRow + LANES);
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
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + LANES);
        c10.intoArray(c, c0 + cRow);
        c11.intoArray(c, c0 + cRow + LANES);
        c20.intoArray(c, c0 + 2 * cRow);
        c21.intoArray(c, c0 + 2 * cRow + LANES);
        c30.intoArray(c, c0 + 3 * cRow);
        c31.intoArray(c, c0 + 3 * cRow + LANES);
    }

    /// 4 rows by 1 vector.
    private static void thin(
            float[] a,
            int a0,
            int aRow,
            int aStep,
            int inner,
            float[] b,
            int b0,
            int bRow,
            float[] from,
            int f0,
            int fRow,
            float[] c,
            int c0,
            int cRow) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, from, f0);
        FloatVector c10 = FloatVector.fromArray(SPECIES, from, f0 + fRow);
        FloatVector c20 = FloatVector.fromArray(SPECIES, from, f0 + 2 * fRow);
        FloatVector c30 = FloatVector.fromArray(SPECIES, from, f0 + 3 * fRow);
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * bRow);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k * aStep]);
            c00 = x.fma(u, c00);
            x = FloatVector.broadcast(SPECIES, a[a1 + k * aStep]);
            c10 = x.fma(u, c10);
            x = FloatVector.broadcast(SPECIES, a[a2 + k * aStep]);
            c20 = x.fma(u, c20);
            x = FloatVector.broadcast(SPECIES, a[a3 + k * aStep]);
            c30 = x.fma(u, c30);
        }
        c00.intoArray(c, c0);
        c10.intoArray(c, c0 + cRow);
        c20.intoArray(c, c0 + 2 * cRow);
        c30.intoArray(c, c0 + 3 * cRow);
    }

    private static void one(
            float[] a,
            int a0,
            int aStep,
            int inner,
            float[] b,
            int b0,
            int bRow,
            float[] from,
            int f0,
            float[] c,
            int c0) {
        FloatVector sum = FloatVector.fromArray(SPECIES, from, f0);
        for (int k = 0; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * bRow);
            sum = FloatVector.broadcast(SPECIES, a[a0 + k * aStep]).fma(u, sum);
        }
        sum.intoArray(c, c0);
    }
}
