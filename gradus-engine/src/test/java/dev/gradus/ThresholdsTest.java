package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.TrainStudy.Escalation;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    /// The best lies inside a tie, where no threshold can cut, and everything that can be cut lies
    /// below it by more than the margin.
    @Test
    void a_best_inside_a_tie_is_out_of_reach_and_the_best_that_can_be_cut_is_taken() {
        double[] confidence = {0.5, 0.5, 0.5, 0.5, 0.9};
        double[] first = {0, 0, 1, 1, 1};
        double[] second = {1, 1, 0, 0, 0};

        Escalation chosen = Thresholds.choose(confidence, first, second, 0.01);

        assertThat(chosen.handedOver()).isZero();
        assertThat(chosen.score()).isEqualTo(0.6);
    }
}
