package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PredictionPoweredTest {
    /// Worked by hand from algorithm 1 with the plus-two device: mean 0.6 + (-0.25), variance 0.3/5
    /// + (8/15)/6 for the differences {-1, 0, 0, 0, 1, -1}, t(0.975; 3) = 3.182446.
    @Test
    void agrees_with_a_calculation_by_hand() {
        Estimate estimate =
                PredictionPowered.mean(
                        new double[] {1, 1, 1, 0, 0},
                        new double[] {1, 1, 0, 0},
                        new double[] {0, 1, 0, 0},
                        0.95);
        double mean = -1.0 / 6;
        double squares = 3 - 6 * mean * mean;
        double error = Math.sqrt(0.3 / 5 + squares / 5 / 6);
        assertThat(estimate.value()).isCloseTo(0.35, within(1e-12));
        assertThat(estimate.interval().low())
                .isEqualTo(Math.max(0, 0.35 - 3.182446305284263 * error));
        assertThat(estimate.interval().high())
                .isCloseTo(Math.min(1, 0.35 + 3.182446305284263 * error), within(1e-9));
    }

    /// With the true sensitivity and specificity it is the estimate of Rogan and Gladen (1978),
    /// `(apparent + specificity - 1) / (sensitivity + specificity - 1)`: apparent 0.30, sensitivity
    /// 0.8, specificity 0.9 give 0.2857.
    @Test
    void takes_out_what_a_biased_test_adds() {
        double[] judged = shares(300, 700);
        double truth = (0.30 + 0.9 - 1) / (0.8 + 0.9 - 1);
        int n = 7000;
        double[] human = new double[n];
        double[] machine = new double[n];
        for (int i = 0; i < n; i++) {
            boolean ill = i < truth * n;
            int place = ill ? i : i - (int) (truth * n);
            human[i] = ill ? 1 : 0;
            machine[i] = place % 10 < (ill ? 8 : 1) ? 1 : 0;
        }
        assertThat(PredictionPowered.mean(judged, machine, human, 0.95).value())
                .isCloseTo(truth, within(1e-3));
    }

    @Test
    void covers_the_truth_and_full_agreement_has_a_width() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        for (int round = 0; round < 1000; round++) {
            double[] judged = new double[300];
            Arrays.setAll(judged, i -> judge(random, random.nextDouble() < 0.6));
            double[] human = new double[40];
            double[] machine = new double[40];
            for (int i = 0; i < 40; i++) {
                boolean good = random.nextDouble() < 0.6;
                human[i] = good ? 1 : 0;
                machine[i] = judge(random, good);
            }
            covered +=
                    PredictionPowered.mean(judged, machine, human, 0.95).interval().contains(0.6)
                            ? 1
                            : 0;
        }
        assertThat(covered).isBetween(940, 995);
        double[] same = shares(20, 0);
        assertThat(PredictionPowered.mean(shares(100, 0), same, same, 0.95).interval().low())
                .isBetween(0.7, 0.95);
        assertThatThrownBy(() -> PredictionPowered.mean(same, new double[1], new double[1], 0.95))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double judge(SplittableRandom random, boolean good) {
        return random.nextDouble() < (good ? 0.95 : 0.4) ? 1 : 0;
    }

    private static double[] shares(int ones, int zeros) {
        double[] values = new double[ones + zeros];
        Arrays.fill(values, 0, ones, 1);
        return values;
    }
}
