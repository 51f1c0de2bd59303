package dev.gradus.tune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void finds_the_temperature_that_labels_were_drawn_with() {
        // Labels drawn from softmax(logits/2.5): no other temperature explains them better.
        SplittableRandom random = new SplittableRandom(5);
        List<float[]> logits = new ArrayList<>();
        int[] labels = new int[20_000];
        for (int i = 0; i < labels.length; i++) {
            float[] row = new float[4];
            for (int c = 0; c < 4; c++) {
                row[c] = (float) (10 * random.nextDouble());
            }
            logits.add(row);
            double[] weights = new double[4];
            double total = 0;
            for (int c = 0; c < 4; c++) {
                total += weights[c] = Math.exp(row[c] / 2.5);
            }
            double draw = random.nextDouble() * total;
            while (labels[i] < 3 && (draw -= weights[labels[i]]) > 0) {
                labels[i]++;
            }
        }

        assertThat(Calibration.temperature(logits, labels)).isEqualTo(2.5, within(0.1));
    }

    @Test
    void logits_that_are_always_right_get_a_temperature_near_the_smallest() {
        List<float[]> logits = List.of(new float[] {1, 0}, new float[] {0, 1});

        double temperature = Calibration.temperature(logits, new int[] {0, 1});

        // Below that the loss is zero to the last bit.
        assertThat(temperature).isBetween(0.01, 0.05);
        assertThat(Calibration.confidence(logits.getFirst(), temperature)).isEqualTo(1);
    }
}
