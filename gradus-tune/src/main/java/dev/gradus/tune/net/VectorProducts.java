package dev.gradus.tune.net;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Products with a packed matrix, in vectors. The tiles are written out: each keeps its sums in
/// local variables, which is what makes the compiler hold them in registers. A method that takes or
/// returns vectors and is not inlined boxes them: measured 3.4 times as slow.
///
/// A tile is 6 rows by 2 vectors: 12 sums, 2 vectors of b and 1 factor fill 15 of the 16 registers
/// of AVX2, and 12 sums leave a multiply-add, which takes 4 cycles and of which 2 begin in each,
/// some slack where a load is late; 8 sums leave none. Left alone, the compiler loads all 6 factors
/// of a turn before its first sum and keeps four sums on the stack: 0.62 times the speed of 4 by 2.
/// A fence between the rows, which is no instruction on x86, keeps each load behind the sums of the
/// row above: 1.09 to 1.17 times the step of 4 by 2, in turn in one process. Two turns in one are
/// 1.04 times that with one worker, 1.13 with two. 4 by 3 needs all 16 registers and spills (0.55).
///
/// The rows of a lie [#STRIDE] apart, a constant, so that the loop computes one address for all of
/// them: 58 GFLOP/s before, 76 with it, for a copy that costs 2 % or less. What a low rank adds
/// lies at the end of the same rows, so c is written once: both together 75 examples/s where there
/// were 63.
final class VectorProducts {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();
    static final int WIDTH = 2 * LANES;

    /// Of the inner dimension at a time: a panel of it, and the rows of a tile, stay in the first
    /// cache. 384 of a layer and its low rank of 8 or 16 go at once.
    static final int STRIDE = 400;

    private static final int TILE_ROWS = 6;
    private static final int THIN_ROWS = 6;

    private VectorProducts() {}

    /// See [Kernels#multiply].
    static void multiply(
            Rows a,
            Rows beside,
            int rows,
            Packed b,
            float @Nullable [] start,
            Rows c,
            float[] room) {
        if (b.width == LANES) {
            narrow(a, rows, b, start, c);
            return;
        }
        int blocks = Math.ceilDiv(b.inner, STRIDE);
        int most = Math.ceilDiv(b.inner, blocks);
        for (int k = 0; k < b.inner; k += most) {
            int count = Math.min(most, b.inner - k);
            lay(a, beside, rows, k, count, room);
            block(room, rows, b, k, count, k == 0 ? start : null, c);
        }
    }

    /// Columns of a, and of what lies beside it, into rows that are `STRIDE` apart.
    private static void lay(Rows a, Rows beside, int rows, int k, int count, float[] room) {
        int left = Math.clamp(a.stride() - k, 0, count);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(a.values(), a.at() + i * a.stride() + k, room, i * STRIDE, left);
        }
        if (left == count) {
            return;
        }
        int first = k + left - a.stride();
        for (int i = 0; i < rows; i++) {
            int at = beside.at() + i * beside.stride() + first;
            System.arraycopy(beside.values(), at, room, i * STRIDE + left, count - left);
        }
    }

    private static void block(
            float[] a, int rows, Packed b, int k, int count, float @Nullable [] start, Rows c) {
        float[] from = start == null ? c.values() : start;
        int fRow = start == null ? c.stride() : 0;
        for (int p = 0; p < b.panels(); p++) {
            int bAt = (p * b.inner + k) * WIDTH;
            boolean whole = (p + 1) * WIDTH <= c.stride();
            for (int i = 0; i < rows; i += TILE_ROWS) {
                int cAt = c.at() + i * c.stride() + p * WIDTH;
                if (whole) {
                    int f = start == null ? cAt : p * WIDTH;
                    tile(
                            a,
                            i * STRIDE,
                            count,
                            b.values,
                            bAt,
                            from,
                            f,
                            fRow,
                            c.values(),
                            cAt,
                            c.stride());
                } else {
                    float[] edge = before(TILE_ROWS, b, p, start, c, cAt);
                    tile(a, i * STRIDE, count, b.values, bAt, edge, 0, WIDTH, edge, 0, WIDTH);
                    after(TILE_ROWS, b, p, edge, c, cAt);
                }
            }
        }
    }

    /// Panels of one vector, for a matrix as narrow as a low rank.
    private static void narrow(Rows a, int rows, Packed b, float @Nullable [] start, Rows c) {
        float[] from = start == null ? c.values() : start;
        int fRow = start == null ? c.stride() : 0;
        for (int p = 0; p < b.panels(); p++) {
            int bAt = p * b.inner * LANES;
            boolean whole = (p + 1) * LANES <= c.stride();
            for (int i = 0; i < rows; i += THIN_ROWS) {
                int aAt = a.at() + i * a.stride();
                int cAt = c.at() + i * c.stride() + p * LANES;
                if (whole) {
                    int f = start == null ? cAt : p * LANES;
                    thin(
                            a.values(),
                            aAt,
                            a.stride(),
                            b.inner,
                            b.values,
                            bAt,
                            from,
                            f,
                            fRow,
                            c.values(),
                            cAt,
                            c.stride());
                } else {
                    float[] edge = before(THIN_ROWS, b, p, start, c, cAt);
                    thin(
                            a.values(),
                            aAt,
                            a.stride(),
                            b.inner,
                            b.values,
                            bAt,
                            edge,
                            0,
                            LANES,
                            edge,
                            0,
                            LANES);
                    after(THIN_ROWS, b, p, edge, c, cAt);
                }
            }
        }
    }

    /// What a panel that is wider than the rest of c starts from, in a tile of its own.
    private static float[] before(
            int rows, Packed b, int panel, float @Nullable [] start, Rows c, int cAt) {
        float[] edge = new float[rows * b.width];
        for (int i = 0; i < rows; i++) {
            if (start == null) {
                System.arraycopy(
                        c.values(),
                        cAt + i * c.stride(),
                        edge,
                        i * b.width,
                        b.columns - panel * b.width);
            } else {
                System.arraycopy(start, panel * b.width, edge, i * b.width, b.width);
            }
        }
        return edge;
    }

    private static void after(int rows, Packed b, int panel, float[] edge, Rows c, int cAt) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(
                    edge,
                    i * b.width,
                    c.values(),
                    cAt + i * c.stride(),
                    b.columns - panel * b.width);
        }
    }

    /// 6 rows by 2 vectors on top of `from`, whose rows are `fRow` apart: 0 where it is one row.
    private static void tile(
            float[] a,
            int a0,
            int inner,
            float[] b,
            int b0,
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
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, f0 + 4 * fRow);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, f0 + 4 * fRow + LANES);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, f0 + 5 * fRow);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, f0 + 5 * fRow + LANES);
        int even = inner & ~1;
        for (int k = 0; k < even; k += 2) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH);
            FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x.fma(u, c00);
            c01 = x.fma(v, c01);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + STRIDE]);
            c10 = x.fma(u, c10);
            c11 = x.fma(v, c11);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 2 * STRIDE]);
            c20 = x.fma(u, c20);
            c21 = x.fma(v, c21);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 3 * STRIDE]);
            c30 = x.fma(u, c30);
            c31 = x.fma(v, c31);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 4 * STRIDE]);
            c40 = x.fma(u, c40);
            c41 = x.fma(v, c41);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 5 * STRIDE]);
            c50 = x.fma(u, c50);
            c51 = x.fma(v, c51);
            VarHandle.loadLoadFence();
            u = FloatVector.fromArray(SPECIES, b, b0 + (k + 1) * WIDTH);
            v = FloatVector.fromArray(SPECIES, b, b0 + (k + 1) * WIDTH + LANES);
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1]);
            c00 = x.fma(u, c00);
            c01 = x.fma(v, c01);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1 + STRIDE]);
            c10 = x.fma(u, c10);
            c11 = x.fma(v, c11);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1 + 2 * STRIDE]);
            c20 = x.fma(u, c20);
            c21 = x.fma(v, c21);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1 + 3 * STRIDE]);
            c30 = x.fma(u, c30);
            c31 = x.fma(v, c31);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1 + 4 * STRIDE]);
            c40 = x.fma(u, c40);
            c41 = x.fma(v, c41);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 1 + 5 * STRIDE]);
            c50 = x.fma(u, c50);
            c51 = x.fma(v, c51);
        }
        for (int k = even; k < inner; k++) {
            FloatVector u = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH);
            FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + k * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = x.fma(u, c00);
            c01 = x.fma(v, c01);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + STRIDE]);
            c10 = x.fma(u, c10);
            c11 = x.fma(v, c11);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 2 * STRIDE]);
            c20 = x.fma(u, c20);
            c21 = x.fma(v, c21);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 3 * STRIDE]);
            c30 = x.fma(u, c30);
            c31 = x.fma(v, c31);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 4 * STRIDE]);
            c40 = x.fma(u, c40);
            c41 = x.fma(v, c41);
            VarHandle.loadLoadFence();
            x = FloatVector.broadcast(SPECIES, a[a0 + k + 5 * STRIDE]);
            c50 = x.fma(u, c50);
            c51 = x.fma(v, c51);
        }
        c00.intoArray(c, c0);
        c01.intoArray(c, c0 + LANES);
        c10.intoArray(c, c0 + cRow);
        c11.intoArray(c, c0 + cRow + LANES);
        c20.intoArray(c, c0 + 2 * cRow);
        c21.intoArray(c, c0 + 2 * cRow + LANES);
        c30.intoArray(c, c0 + 3 * cRow);
        c31.intoArray(c, c0 + 3 * cRow + LANES);
        c40.intoArray(c, c0 + 4 * cRow);
        c41.intoArray(c, c0 + 4 * cRow + LANES);
        c50.intoArray(c, c0 + 5 * cRow);
        c51.intoArray(c, c0 + 5 * cRow + LANES);
    }

    /// 6 rows by 1 vector.
    private static void thin(
            float[] a,
            int a0,
            int aRow,
            int inner,
            float[] b,
            int b0,
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
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, f0 + 4 * fRow);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, f0 + 5 * fRow);
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
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
        c10.intoArray(c, c0 + cRow);
        c20.intoArray(c, c0 + 2 * cRow);
        c30.intoArray(c, c0 + 3 * cRow);
        c40.intoArray(c, c0 + 4 * cRow);
        c50.intoArray(c, c0 + 5 * cRow);
    }
}
