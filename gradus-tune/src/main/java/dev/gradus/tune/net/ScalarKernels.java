package dev.gradus.tune.net;

import org.jspecify.annotations.Nullable;

/// The kernels in plain loops, for a JVM without the vector module.
final class ScalarKernels implements Kernels {
    private static final int WIDTH = 16;

    @Override
    public boolean vectors() {
        return false;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int narrow() {
        return WIDTH;
    }

    @Override
    public int room(int rows) {
        return 0;
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
        if (start != null) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(start, 0, c.values(), c.at() + i * c.stride(), b.columns);
            }
        }
        float[] tile = new float[b.width];
        for (int p = 0; p < b.panels(); p++) {
            int count = Math.min(b.width, b.columns - p * b.width);
            for (int i = 0; i < rows; i++) {
                int to = c.at() + i * c.stride() + p * b.width;
                System.arraycopy(c.values(), to, tile, 0, count);
                int left = Math.min(b.inner, a.stride());
                row(a, i, b, p, 0, left, tile);
                row(beside, i, b, p, left, b.inner, tile);
                System.arraycopy(tile, 0, c.values(), to, count);
            }
        }
    }

    private static void row(Rows a, int i, Packed b, int panel, int first, int end, float[] tile) {
        float[] values = b.values;
        for (int k = first; k < end; k++) {
            float weight = a.values()[a.at() + i * a.stride() + k - first];
            int from = (panel * b.inner + k) * tile.length;
            for (int j = 0; j < tile.length; j++) {
                tile[j] += weight * values[from + j];
            }
        }
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
        float[] sum = new float[columns];
        for (int i = 0; i < rows; i++) {
            java.util.Arrays.fill(sum, 0);
            for (int k = 0; k < inner; k++) {
                float weight = a[aAt + i * aRow + k * aStep];
                int from = b.at() + k * b.stride();
                for (int j = 0; j < columns; j++) {
                    sum[j] += weight * b.values()[from + j];
                }
            }
            int to = c.at() + i * c.stride();
            for (int j = 0; j < columns; j++) {
                c.values()[to + j] = add ? c.values()[to + j] + sum[j] : sum[j];
            }
        }
    }

    @Override
    public void gelu(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
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
        for (int i = 0; i < rows; i++) {
            int at = x.at() + i * x.stride();
            float highest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < count; j++) {
                highest = Math.max(highest, v[at + j]);
            }
            float sum = 0;
            for (int j = 0; j < count; j++) {
                v[at + j] = (float) Math.exp(scale * (v[at + j] - highest));
                sum += v[at + j];
            }
            for (int j = 0; j < count; j++) {
                v[at + j] /= sum;
            }
            java.util.Arrays.fill(v, at + count, at + x.stride(), 0);
        }
    }

    @Override
    public void softmaxBack(Rows p, Rows dp, int rows, float scale) {
        for (int i = 0; i < rows; i++) {
            int at = p.at() + i * p.stride();
            int to = dp.at() + i * dp.stride();
            float sum = 0;
            for (int j = 0; j < p.stride(); j++) {
                sum += p.values()[at + j] * dp.values()[to + j];
            }
            for (int j = 0; j < p.stride(); j++) {
                dp.values()[to + j] = scale * p.values()[at + j] * (dp.values()[to + j] - sum);
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
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                x[at + j] += residual[at + j];
                sum += x[at + j];
            }
            float mean = (float) (sum / n);
            double square = 0;
            for (int j = 0; j < n; j++) {
                x[at + j] -= mean;
                square += x[at + j] * x[at + j];
            }
            inverse[i] = (float) (1 / Math.sqrt(square / n + epsilon));
            for (int j = 0; j < n; j++) {
                x[at + j] *= inverse[i];
                y[at + j] = gain[j] * x[at + j] + bias[j];
            }
        }
    }

    @Override
    public void normalizeBack(
            float[] dy, float[] x, float[] inverse, int rows, float[] gain, float[] dx) {
        int n = gain.length;
        for (int i = 0; i < rows; i++) {
            int at = i * n;
            double sum = 0;
            double along = 0;
            for (int j = 0; j < n; j++) {
                float g = gain[j] * dy[at + j];
                sum += g;
                along += g * x[at + j];
            }
            float mean = (float) (sum / n);
            float slope = (float) (along / n);
            for (int j = 0; j < n; j++) {
                dx[at + j] = inverse[i] * (gain[j] * dy[at + j] - mean - x[at + j] * slope);
            }
        }
    }

    @Override
    public void add(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            x[i] += y[i];
        }
    }

    @Override
    public void times(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            x[i] *= y[i];
        }
    }
}
