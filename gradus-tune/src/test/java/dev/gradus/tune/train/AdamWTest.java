package dev.gradus.tune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.tune.net.Head;
import dev.gradus.tune.net.Parameters;
import org.junit.jupiter.api.Test;

class AdamWTest {
    @Test
    void follows_the_paper_and_spares_biases_the_decay() {
        Parameters parameters = new Parameters();
        new Head(parameters, 1, 1);
        TrainingState state = new TrainingState(2);
        double m = 0;
        double v = 0;
        double theta = 0.7;
        double bias = 0.7;
        state.theta[0] = 0.7f;
        state.theta[1] = 0.7f;
        for (int t = 1; t <= 50; t++) {
            double g = Math.sin(t);
            AdamW.step(parameters, state, new float[] {(float) g, (float) g}, 0.5f, 0.01, 0.1, t);
            m = 0.9 * m + 0.1 * g / 2;
            v = 0.999 * v + 0.001 * g * g / 4;
            double move =
                    0.01
                            * (m / (1 - Math.pow(0.9, t)))
                            / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
            theta -= move + 0.01 * 0.1 * theta;
            bias -= move;
            assertThat(state.theta[0]).as("step %d", t).isEqualTo((float) theta, within(1e-5f));
            assertThat(state.theta[1]).as("step %d", t).isEqualTo((float) bias, within(1e-5f));
        }
    }
}
