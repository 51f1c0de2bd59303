package dev.gradus.tune.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairLossTest {
    @Test
    void like_pairs_want_a_cosine_of_one_and_unlike_ones_of_zero() {
        Objective loss = PairLoss.of(new int[] {0, 0, 1}, 1);
        float[] apart = {1, 0, 1, 0, 0, 1};
        float[] mixed = {1, 0, 0, 1, 0, 1};

        assertThat(loss.at(apart, new float[6], new float[0])).isZero();
        // Like: (1 - 0)² / 2. Unlike: the mean of 0² and 1², halved.
        assertThat(loss.at(mixed, new float[6], new float[0])).isEqualTo(0.5 + 0.25);
    }

    @Test
    void its_gradient_agrees_with_finite_differences() {
        SplittableRandom random = new SplittableRandom(1);
        int[] labels = {0, 1, 0, 2, 1};
        float[] units = TinyBert.values(random, labels.length * 6, 1);
        Objective loss = PairLoss.of(labels, 0.5f);
        float[] slope = new float[units.length];
        loss.at(units, slope, new float[0]);

        for (int i = 0; i < units.length; i++) {
            float[] up = units.clone();
            float[] down = units.clone();
            up[i] += 0.01f;
            down[i] -= 0.01f;
            double measured =
                    (loss.at(up, new float[units.length], new float[0])
                                    - loss.at(down, new float[units.length], new float[0]))
                            / (up[i] - down[i]);
            assertThat((double) slope[i]).isEqualTo(measured, within(1e-4));
        }
    }
}
