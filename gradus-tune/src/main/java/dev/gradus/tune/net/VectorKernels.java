package dev.gradus.tune.net;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The kernels on the Vector API (JEP 508). Only [Kernels#fastest] names it.
///
/// exp is computed here rather than by the library, so that its bits are the same on every machine:
/// 2^n · p(r) with n the nearest whole number to x/ln 2, r = x - n·ln 2, and the polynomial of
/// Cephes' `expf` (Moshier), good to 2 units in the last place.
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = VectorProducts.SPECIES;
    private static final int LANES = VectorProducts.LANES;

    private static final float LOG2E = 1.44269504f;

    /// Adding it leaves the nearest whole number in the low bits: 1.5 · 2^23.
    private static final float ROUND = 12582912f;

    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float SMALLEST = -87;

    @Override
    public boolean vectors() {
        return true;
    }

    @Override
    public int width() {
        return VectorProducts.WIDTH;
    }

    @Override
    public int narrow() {
        return LANES;
    }

    @Override
    public void multiply(
            Rows a,
            Rows beside,
            int rows,
            Packed b,
            float @Nullable [] start,
            Rows c,
            float[] room) {
        VectorProducts.multiply(a, beside, rows, b, start, c, room);
    }

    @Override
    public int room(int rows) {
        return Math.ceilDiv(rows, BLOCK_ROWS) * BLOCK_ROWS * VectorProducts.STRIDE;
    }

    @Override
    public void product(
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
        SmallProducts.product(a, aAt, aRow, aStep, rows, inner, b, columns, c, add);
    }

    /// exp(x) for x from -87 to 0; smaller x count as -87.
    private static FloatVector exp(FloatVector x) {
        FloatVector kept = x.max(SMALLEST);
        FloatVector shifted = kept.fma(LOG2E, ROUND);
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(-LN2_HIGH, 0f).add(kept).sub(n.mul(LN2_LOW));
        FloatVector p = r.fma(1.9875691500e-4f, 1.3981999507e-3f);
        p = p.mul(r).add(8.3334519073e-3f);
        p = p.mul(r).add(4.1665795894e-2f);
        p = p.mul(r).add(1.6666665459e-1f);
        p = p.mul(r).add(5.0000001201e-1f);
        p = p.mul(r).mul(r).add(r).add(1f);
        IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return power.add(p.reinterpretAsInts()).reinterpretAsFloats();
    }

    @Override
    public void gelu(float[] x, float[] y, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector u = FloatVector.fromArray(SPECIES, x, i);
            FloatVector e = exp(u.mul(u).mul(-0.5f));
            FloatVector t =
                    FloatVector.broadcast(SPECIES, 1f)
                            .div(u.lanewise(VectorOperators.ABS).fma(Gelu.P, 1f));
            FloatVector q = t.fma(Gelu.A5, Gelu.A4);
            q = q.mul(t).add(Gelu.A3);
            q = q.mul(t).add(Gelu.A2);
            q = q.mul(t).add(Gelu.A1);
            q = q.mul(t).mul(e);
            VectorMask<Float> negative = u.lt(0f);
            FloatVector below = FloatVector.broadcast(SPECIES, 1f).sub(q).blend(q, negative);
            u.mul(below).intoArray(y, i);
            u.mul(e).fma(Gelu.DENSITY, 0f).add(below).intoArray(x, i);
        }
        for (; i < count; i++) {
            float u = x[i];
            double e = Math.exp(-0.5 * u * u);
            double below = Gelu.below(u, e);
            y[i] = (float) (u * below);
            x[i] = (float) (below + u * e * Gelu.DENSITY);
        }
    }

    @Override
    public void softmax(Rows x, int rows, int count, float scale) {
        float[] v = x.values();
        float[] lanes = new float[LANES];
        for (int i = 0; i < rows; i++) {
            int at = x.at() + i * x.stride();
            java.util.Arrays.fill(v, at + count, at + x.stride(), -Float.MAX_VALUE);
            FloatVector most = FloatVector.fromArray(SPECIES, v, at);
            for (int j = LANES; j < x.stride(); j += LANES) {
                most = most.max(FloatVector.fromArray(SPECIES, v, at + j));
            }
            float highest = most.reduceLanes(VectorOperators.MAX);
            FloatVector sums = FloatVector.zero(SPECIES);
            for (int j = 0; j < x.stride(); j += LANES) {
                FloatVector e =
                        exp(FloatVector.fromArray(SPECIES, v, at + j).sub(highest).mul(scale));
                e.intoArray(v, at + j);
                sums = sums.add(e);
            }
            sums.intoArray(lanes, 0);
            float share = 1 / sum(lanes);
            for (int j = 0; j < x.stride(); j += LANES) {
                FloatVector.fromArray(SPECIES, v, at + j).mul(share).intoArray(v, at + j);
            }
        }
    }

    private static float sum(float[] lanes) {
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return sum;
    }

    @Override
    public void softmaxBack(Rows p, Rows dp, int rows, float scale) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < rows; i++) {
            int at = p.at() + i * p.stride();
            int to = dp.at() + i * dp.stride();
            FloatVector sums = FloatVector.zero(SPECIES);
            for (int j = 0; j < p.stride(); j += LANES) {
                sums =
                        FloatVector.fromArray(SPECIES, p.values(), at + j)
                                .fma(FloatVector.fromArray(SPECIES, dp.values(), to + j), sums);
            }
            sums.intoArray(lanes, 0);
            float mean = sum(lanes);
            for (int j = 0; j < p.stride(); j += LANES) {
                FloatVector.fromArray(SPECIES, dp.values(), to + j)
                        .sub(mean)
                        .mul(FloatVector.fromArray(SPECIES, p.values(), at + j))
                        .mul(scale)
                        .intoArray(dp.values(), to + j);
            }
        }
    }

    @Override
    public void normalize(
            float[] x,
            float[] residual,
            int rows,
            float[] gain,
            float[] bias,
            float epsilon,
            float[] y,
            float[] inverse) {
        int n = gain.length;
        float[] lanes = new float[LANES];
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            FloatVector sums = FloatVector.zero(SPECIES);
            for (int j = 0; j < n; j += LANES) {
                FloatVector v =
                        FloatVector.fromArray(SPECIES, x, at + j)
                                .add(FloatVector.fromArray(SPECIES, residual, at + j));
                v.intoArray(x, at + j);
                sums = sums.add(v);
            }
            sums.intoArray(lanes, 0);
            float mean = sum(lanes) / n;
            FloatVector squares = FloatVector.zero(SPECIES);
            for (int j = 0; j < n; j += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, at + j).sub(mean);
                squares = v.fma(v, squares);
            }
            squares.intoArray(lanes, 0);
            float scale = (float) (1 / Math.sqrt(sum(lanes) / n + epsilon));
            inverse[i] = scale;
            for (int j = 0; j < n; j += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, at + j).sub(mean).mul(scale);
                v.intoArray(x, at + j);
                v.fma(
                                FloatVector.fromArray(SPECIES, gain, j),
                                FloatVector.fromArray(SPECIES, bias, j))
                        .intoArray(y, at + j);
            }
        }
    }

    @Override
    public void normalizeBack(
            float[] dy, float[] x, float[] inverse, int rows, float[] gain, float[] dx) {
        int n = gain.length;
        float[] lanes = new float[LANES];
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            FloatVector sums = FloatVector.zero(SPECIES);
            FloatVector alongs = FloatVector.zero(SPECIES);
            for (int j = 0; j < n; j += LANES) {
                FloatVector g =
                        FloatVector.fromArray(SPECIES, dy, at + j)
                                .mul(FloatVector.fromArray(SPECIES, gain, j));
                sums = sums.add(g);
                alongs = g.fma(FloatVector.fromArray(SPECIES, x, at + j), alongs);
            }
            sums.intoArray(lanes, 0);
            float mean = sum(lanes) / n;
            alongs.intoArray(lanes, 0);
            float slope = sum(lanes) / n;
            for (int j = 0; j < n; j += LANES) {
                FloatVector g =
                        FloatVector.fromArray(SPECIES, dy, at + j)
                                .mul(FloatVector.fromArray(SPECIES, gain, j));
                FloatVector.fromArray(SPECIES, x, at + j)
                        .fma(-slope, -mean)
                        .add(g)
                        .mul(inverse[i])
                        .intoArray(dx, at + j);
            }
        }
    }

    @Override
    public void add(float[] x, float[] y, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector.fromArray(SPECIES, x, i)
                    .add(FloatVector.fromArray(SPECIES, y, i))
                    .intoArray(x, i);
        }
        for (; i < count; i++) {
            x[i] += y[i];
        }
    }

    @Override
    public void times(float[] x, float[] y, int count) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector.fromArray(SPECIES, x, i)
                    .mul(FloatVector.fromArray(SPECIES, y, i))
                    .intoArray(x, i);
        }
        for (; i < count; i++) {
            x[i] *= y[i];
        }
    }
}
