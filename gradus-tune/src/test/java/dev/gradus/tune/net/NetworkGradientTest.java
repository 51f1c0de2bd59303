package dev.gradus.tune.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Parameters.Slice;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole net's gradient against finite differences along random directions, one for each
/// trained matrix.
class NetworkGradientTest {
    private static final int LABELS = 3;
    private static final long SEED = 11;

    static Stream<Arguments> nets() {
        return Stream.of(Kernels.fastest(), new ScalarKernels())
                .flatMap(kernels ->
                        Stream.of(Recipe.Kind.values())
                                .flatMap(kind ->
                                        Stream.of(
                                                Arguments.of(kernels, kind, 0.0, true),
                                                Arguments.of(kernels, kind, 0.3, false))));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void agrees_with_finite_differences_along_every_matrix(
            Kernels kernels, Recipe.Kind kind, double dropout, boolean meanPooled) {
        Recipe recipe = recipe(kind, dropout);
        Network net = new Network(kernels, TinyBert.weights(2, SEED), meanPooled, recipe);
        Head head = new Head(net.parameters(), LABELS, TinyBert.HIDDEN);
        SplittableRandom random = new SplittableRandom(SEED);
        int[][] texts = TinyBert.texts(random, 5, 1, 9, 3);
        int[] labels = {0, 2, 1, 2};
        float[] theta = new float[net.parameters().size()];
        net.begin(theta, SEED);
        for (int i = 0; i < theta.length; i++) {
            theta[i] += (float) (0.1 * (random.nextDouble() - 0.5));
        }
        Slice rows = net.parameters().slice("head.weight");
        System.arraycopy(TinyBert.values(random, rows.size(), 2), 0, theta, rows.at(), rows.size());
        Probe probe = new Probe(net, head, texts, labels, theta);

        float[] gradient = new float[theta.length];
        probe.loss(theta, gradient);

        for (Slice slice : net.parameters().slices()) {
            double[] direction = direction(gradient, slice, random);
            double expected = 0;
            for (int i = 0; i < slice.size(); i++) {
                expected += direction[i] * gradient[slice.at() + i];
            }
            double measured = probe.slope(slice, direction);
            assertThat(measured)
                    .as("%s %s dropout %s seed %d", kind, slice.name(), dropout, SEED)
                    .isEqualTo(expected, within(2e-2 * Math.abs(expected) + 1e-4));
        }
    }

    /// Half along the gradient, so that the slope is not lost in rounding, half at random.
    private static double[] direction(float[] gradient, Slice slice, SplittableRandom random) {
        double square = 0;
        for (int i = 0; i < slice.size(); i++) {
            square += gradient[slice.at() + i] * (double) gradient[slice.at() + i];
        }
        double[] direction = new double[slice.size()];
        for (int i = 0; i < direction.length; i++) {
            double along = gradient[slice.at() + i] / Math.max(Math.sqrt(square), 1e-9);
            direction[i] = along + (random.nextDouble() - 0.5) / Math.sqrt(direction.length);
        }
        return direction;
    }

    static Recipe recipe(Recipe.Kind kind, double dropout) {
        return new Recipe(
                kind, 4, 8, dropout, 1e-3, 1, 4, 0, 0, 1, 1, Recipe.Start.CENTROIDS, 1, 0.1);
    }

    private record Probe(Network net, Head head, int[][] texts, int[] labels, float[] theta) {
        double loss(float[] at, float[] gradient) {
            // The norms of DoRA stay those of theta: backward counts them as constants.
            net.refreshBetweenSteps(theta, at);
            float[] weights = {0.5f, 1, 1.5f};
            return net.learn(
                    net.trace(true),
                    texts,
                    head.crossEntropy(at, labels, weights, labels.length),
                    gradient,
                    5);
        }

        double slope(Slice slice, double[] direction) {
            double step = 4e-3;
            float[] plus = theta.clone();
            float[] minus = theta.clone();
            for (int i = 0; i < direction.length; i++) {
                plus[slice.at() + i] += (float) (step * direction[i]);
                minus[slice.at() + i] -= (float) (step * direction[i]);
            }
            float[] unused = new float[theta.length];
            return (loss(plus, unused) - loss(minus, unused)) / (2 * step);
        }
    }
}
