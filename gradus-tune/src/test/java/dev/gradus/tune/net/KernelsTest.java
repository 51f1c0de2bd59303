package dev.gradus.tune.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kernel against its formula in double, and each backward against finite differences of it.
class KernelsTest {
    private static final double CLOSE = 2e-5;

    static Stream<Kernels> kernels() {
        return Stream.of(Kernels.fastest(), new ScalarKernels());
    }

    @Test
    void vectors_are_used_where_the_module_is_there() {
        assertThat(Kernels.fastest().vectors()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void multiplies_packed_matrices_of_any_size(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(1);
        for (int[] size : new int[][] {{1, 1, 1}, {6, 32, 32}, {7, 400, 40}, {13, 800, 8}}) {
            int rows = size[0];
            int inner = size[1];
            int columns = size[2];
            int room = rows + Kernels.BLOCK_ROWS;
            float[] a = TinyBert.values(random, room * inner, 1);
            float[] b = TinyBert.values(random, inner * columns, 1);
            float[] start = TinyBert.values(random, columns + 64, 1);
            for (int width : new int[] {kernels.width(), kernels.narrow()}) {
                Packed packed = new Packed(inner, columns, width).fill(b, 0, columns, 1, 2);
                float[] c = new float[room * columns];
                Rows left = Rows.of(a, inner);
                Rows to = Rows.of(c, columns);
                float[] space = new float[kernels.room(rows)];
                kernels.multiply(left, Rows.NONE, rows, packed, start, to, space);
                kernels.multiply(left, Rows.NONE, rows, packed, null, to, space);
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        double sum = start[j];
                        for (int k = 0; k < inner; k++) {
                            sum += 4.0 * a[i * inner + k] * b[k * columns + j];
                        }
                        assertThat((double) c[i * columns + j])
                                .as("%d %d of %d x %d x %d", i, j, rows, inner, columns)
                                .isEqualTo(sum, within(1e-3));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void multiplies_what_lies_beside_in_the_same_pass(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(5);
        int rows = 8;
        int columns = 48;
        for (int inner : new int[] {32, 398, 801}) {
            int beside = 7;
            float[] a = TinyBert.values(random, rows * inner, 1);
            float[] h = TinyBert.values(random, rows * 16, 1);
            float[] b = TinyBert.values(random, (inner + beside) * columns, 1);
            Packed packed = new Packed(inner + beside, columns, kernels.width());
            packed.fill(0, inner, b, 0, columns, 1, 1);
            packed.fill(inner, beside, b, inner * columns, columns, 1, 1);
            float[] c = new float[(rows + Kernels.BLOCK_ROWS) * columns];
            kernels.multiply(
                    Rows.of(a, inner),
                    Rows.of(h, 16),
                    rows,
                    packed,
                    null,
                    Rows.of(c, columns),
                    new float[kernels.room(rows)]);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < inner + beside; k++) {
                        float left = k < inner ? a[i * inner + k] : h[i * 16 + k - inner];
                        sum += (double) left * b[k * columns + j];
                    }
                    assertThat((double) c[i * columns + j])
                            .as("%d %d of %d", i, j, inner)
                            .isEqualTo(sum, within(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void multiplies_turned_matrices_in_place(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(2);
        int rows = 7;
        int inner = 5;
        int columns = 35;
        float[] a = TinyBert.values(random, rows * inner, 1);
        float[] b = TinyBert.values(random, inner * columns, 1);
        float[] c = new float[rows * columns];
        for (int round = 1; round <= 2; round++) {
            kernels.product(
                    a,
                    0,
                    1,
                    rows,
                    rows,
                    inner,
                    Rows.of(b, columns),
                    columns,
                    Rows.of(c, columns),
                    round == 2);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < inner; k++) {
                        sum += (double) round * a[k * rows + i] * b[k * columns + j];
                    }
                    assertThat((double) c[i * columns + j]).isEqualTo(sum, within(CLOSE));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void gelu_and_its_slope_are_those_of_the_normal_distribution(Kernels kernels) {
        int count = 2003;
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (i - 1001) / 100f;
        }
        float[] slope = x.clone();
        float[] y = new float[count];

        kernels.gelu(slope, y, count);

        for (int i = 0; i < count; i++) {
            assertThat((double) y[i]).isEqualTo(x[i] * normal(x[i]), within(1e-6));
            double h = 1e-4;
            double up = (x[i] + h) * normal(x[i] + h);
            double down = (x[i] - h) * normal(x[i] - h);
            assertThat((double) slope[i]).isEqualTo((up - down) / (2 * h), within(1e-5));
        }
    }

    /// Φ by its series (Marsaglia 2004), good to 1e-14 on this range.
    private static double normal(double x) {
        double sum = x;
        double term = x;
        for (int i = 3; Math.abs(term) > 1e-18 && i < 400; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return Math.clamp(0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI), 0, 1);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void softmax_and_its_gradient_agree_with_finite_differences(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(3);
        int count = 11;
        int stride = 16;
        float scale = 0.7f;
        float[] x = TinyBert.values(random, stride, 8);
        float[] p = x.clone();
        kernels.softmax(Rows.of(p, stride), 1, count, scale);
        double[] expected = softmax(x, count, scale, -1, 0);
        for (int j = 0; j < count; j++) {
            assertThat((double) p[j]).isEqualTo(expected[j], within(1e-6));
        }
        float[] dp = TinyBert.values(random, stride, 1);
        float[] dx = dp.clone();

        kernels.softmaxBack(Rows.of(p, stride), Rows.of(dx, stride), 1, scale);

        double h = 1e-4;
        for (int k = 0; k < count; k++) {
            double[] up = softmax(x, count, scale, k, h);
            double[] down = softmax(x, count, scale, k, -h);
            double slope = 0;
            for (int j = 0; j < count; j++) {
                slope += dp[j] * (up[j] - down[j]) / (2 * h);
            }
            assertThat((double) dx[k]).isEqualTo(slope, within(1e-5));
        }
    }

    private static double[] softmax(float[] x, int count, float scale, int moved, double by) {
        double[] e = new double[count];
        double total = 0;
        for (int j = 0; j < count; j++) {
            e[j] = Math.exp(scale * (x[j] + (j == moved ? by : 0)));
            total += e[j];
        }
        for (int j = 0; j < count; j++) {
            e[j] /= total;
        }
        return e;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void normalisation_and_its_gradient_agree_with_finite_differences(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(4);
        int n = 32;
        float[] input = TinyBert.values(random, 2 * n, 3);
        float[] residual = TinyBert.values(random, 2 * n, 3);
        float[] gain = TinyBert.values(random, n, 2);
        float[] bias = TinyBert.values(random, n, 2);
        float[] hat = input.clone();
        float[] y = new float[2 * n];
        float[] inverse = new float[2];
        kernels.normalize(hat, residual, 2, gain, bias, 1e-12f, y, inverse);
        float[] dy = TinyBert.values(random, 2 * n, 1);
        float[] dx = new float[2 * n];

        kernels.normalizeBack(dy, hat, inverse, 2, gain, dx);

        double h = 1e-4;
        for (int row = 0; row < 2; row++) {
            double[] sum = new double[n];
            for (int j = 0; j < n; j++) {
                sum[j] = (double) input[row * n + j] + residual[row * n + j];
            }
            double[] expected = norm(sum, gain, bias);
            for (int j = 0; j < n; j++) {
                assertThat((double) y[row * n + j]).isEqualTo(expected[j], within(CLOSE));
                double[] up = sum.clone();
                double[] down = sum.clone();
                up[j] += h;
                down[j] -= h;
                double[] high = norm(up, gain, bias);
                double[] low = norm(down, gain, bias);
                double slope = 0;
                for (int k = 0; k < n; k++) {
                    slope += dy[row * n + k] * (high[k] - low[k]) / (2 * h);
                }
                assertThat((double) dx[row * n + j]).isEqualTo(slope, within(CLOSE));
            }
        }
    }

    private static double[] norm(double[] x, float[] gain, float[] bias) {
        double mean =
                Stream.of(x).flatMapToDouble(java.util.Arrays::stream).average().orElseThrow();
        double square = 0;
        for (double v : x) {
            square += (v - mean) * (v - mean);
        }
        double[] y = new double[x.length];
        for (int j = 0; j < y.length; j++) {
            y[j] = gain[j] * (x[j] - mean) / Math.sqrt(square / x.length) + bias[j];
        }
        return y;
    }
}
