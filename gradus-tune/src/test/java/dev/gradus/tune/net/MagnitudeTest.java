package dev.gradus.tune.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.task.Recipe;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MagnitudeTest {
    static Stream<Kernels> kernels() {
        return Stream.of(Kernels.fastest(), new ScalarKernels());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void divides_by_the_length_of_the_weights_that_are_never_written_out(Kernels kernels) {
        int in = 32;
        int out = 48;
        SplittableRandom random = new SplittableRandom(7);
        Recipe recipe = NetworkGradientTest.recipe(Recipe.Kind.DORA, 0);
        Parameters parameters = new Parameters();
        LowRank pair = new LowRank(kernels, parameters, "layer", in, out, recipe);
        float[] weight = TinyBert.values(random, in * out, 1);
        Magnitude magnitude = new Magnitude(parameters, "layer", weight, out, pair);
        float[] theta = TinyBert.values(random, parameters.size(), 1);
        int a = parameters.slice("layer.lora_A").at();
        int b = parameters.slice("layer.lora_B").at();
        int m = parameters.slice("layer.lora_magnitude_vector").at();

        magnitude.measure(theta);
        magnitude.rescale(theta);

        double scale = recipe.alpha() / recipe.rank();
        for (int j = 0; j < out; j++) {
            double square = 0;
            for (int i = 0; i < in; i++) {
                double v = weight[i * out + j];
                for (int k = 0; k < recipe.rank(); k++) {
                    v += scale * theta[a + k * in + i] * theta[b + k * out + j];
                }
                square += v * v;
            }
            double expected = theta[m + j] / Math.sqrt(square);
            assertThat((double) magnitude.factor[j])
                    .as("output %d", j)
                    .isEqualTo(expected, within(1e-5 * Math.abs(expected) + 1e-7));
        }
    }
}
