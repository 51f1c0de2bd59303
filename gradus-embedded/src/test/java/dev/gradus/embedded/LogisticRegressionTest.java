package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.spi.VectorClassifiers.Training;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void its_gradient_is_the_slope_of_its_loss(long seed) {
        Random random = new Random(seed);
        Training training = Toy.training(5, 130, 12, 1.5, seed);
        LogisticLoss loss =
                new LogisticLoss(training.vectors(), training.labels(), 5).penalised(0.01);
        double[] point = random.doubles(loss.size(), -2, 2).toArray();
        double[] direction = random.doubles(loss.size(), -1, 1).toArray();
        double[] gradient = new double[loss.size()];
        loss.evaluate(point, gradient);
        double slope = 0;
        for (int i = 0; i < point.length; i++) {
            slope += gradient[i] * direction[i];
        }

        double step = 1e-2;
        double measured =
                (at(loss, point, direction, step) - at(loss, point, direction, -step)) / (2 * step);

        assertThat(slope)
                .as("seed %d", seed)
                .isCloseTo(measured, within(1e-3 * Math.abs(measured) + 1e-4));
    }

    private static double at(LogisticLoss loss, double[] point, double[] direction, double step) {
        double[] moved = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            moved[i] = point[i] + step * direction[i];
        }
        return loss.evaluate(moved, new double[point.length]);
    }

    @Test
    void knows_nothing_at_zero() {
        Training training = Toy.training(7, 10, 6, 1, 1);
        LogisticLoss loss = new LogisticLoss(training.vectors(), training.labels(), 7).penalised(1);

        assertThat(loss.evaluate(new double[loss.size()], new double[loss.size()]))
                .isCloseTo(Math.log(7), within(1e-6));
    }

    /// Two labels at +e and -e: by symmetry the weights are +w and -w along e and the biases 0, and
    /// the loss log(1 + exp(-2w)) + l2 w^2 has its minimum where 1 / (1 + exp(2w)) = l2 w.
    @Test
    void meets_the_closed_form_on_two_opposite_points() {
        double l2 = 0.05;
        double low = 0;
        double high = 20;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (1 / (1 + Math.exp(2 * middle)) > l2 * middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        float[][] vectors = new float[40][3];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 2;
            vectors[i][1] = i % 2 == 0 ? 1 : -1;
        }

        float[] logits =
                new LogisticRegression(vectors, labels, 2).fit(l2).rate(new float[] {0, 1, 0});

        assertThat((double) logits[0]).isCloseTo(low, within(2e-3));
        assertThat((double) logits[1]).isCloseTo(-low, within(2e-3));
    }

    @Test
    void a_fit_has_the_same_bits_whatever_was_fitted_before() {
        Training training = Toy.training(6, 40, 16, 1.5, 4);
        LogisticRegression used = regression(training);
        for (double l2 : new double[] {1e-4, 3e-5, 1e-3, 2e-5, 1e-5, 3e-6, 3e-5}) {
            float[][] after = used.fit(l2).rateAll(training.vectors());

            assertThat(after)
                    .as("%s", l2)
                    .isDeepEqualTo(regression(training).fit(l2).rateAll(training.vectors()));
        }
    }

    private static LogisticRegression regression(Training training) {
        return new LogisticRegression(training.vectors(), training.labels(), training.labelCount());
    }

    @Test
    void separates_what_can_be_separated() {
        Training training = Toy.training(20, 30, 64, 0.5, 9);
        Rater.Linear linear =
                new LogisticRegression(training.vectors(), training.labels(), 20).fit(1e-4);

        float[][] scores = linear.rateAll(training.vectors());

        assertThat(IntStream.range(0, 600).map(i -> Sharpness.best(scores[i])).toArray())
                .isEqualTo(training.labels());
    }

    /// H (C + 0.005) g = g, label by label, with the bias as it is.
    @Test
    void its_first_curvature_inverts_the_covariance() {
        Training training = Toy.training(3, 200, 5, 1.5, 2);
        float[][] centred = training.vectors();
        double[][] covariance = new double[5][5];
        for (float[] vector : centred) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    covariance[i][j] += (double) vector[i] * vector[j] / centred.length;
                }
            }
        }
        double[] wanted = new Random(1).doubles(12, -1, 1).toArray();
        double[] product = wanted.clone();
        for (int label = 0; label < 2; label++) {
            for (int i = 0; i < 5; i++) {
                product[label * 6 + i] = 0.005 * wanted[label * 6 + i];
                for (int j = 0; j < 5; j++) {
                    product[label * 6 + i] += covariance[i][j] * wanted[label * 6 + j];
                }
            }
        }

        assertThat(new Curvature(centred, 2).apply(product)).containsExactly(wanted, within(1e-4));
    }

    @Test
    void finds_the_bottom_of_a_narrow_valley() {
        double[] curvature = {1, 10, 100, 1_000, 10_000};
        Lbfgs.Objective valley =
                new Lbfgs.Objective() {
                    @Override
                    public int size() {
                        return 5;
                    }

                    @Override
                    public double evaluate(double[] point, double[] gradient) {
                        double value = 1;
                        for (int i = 0; i < 5; i++) {
                            double apart = point[i] - i;
                            gradient[i] = curvature[i] * apart;
                            value += 0.5 * curvature[i] * apart * apart;
                        }
                        return value;
                    }
                };

        Lbfgs.Minimum minimum =
                new Lbfgs(valley, gradient -> gradient.clone(), 1e-12, 200).minimise(new double[5]);

        assertThat(minimum.converged()).isTrue();
        assertThat(minimum.value()).isCloseTo(1, within(1e-9));
        assertThat(minimum.point()).containsExactly(new double[] {0, 1, 2, 3, 4}, within(1e-4));
        assertThat(
                        new Lbfgs(valley, gradient -> gradient.clone(), 1e-12, 2)
                                .minimise(new double[5])
                                .converged())
                .isFalse();
    }
}
