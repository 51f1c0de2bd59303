package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Reference values: the beta-binomial tail summed term by term from log-gamma functions.
class PredictiveTest {
    @Test
    void the_chance_of_a_count_is_the_beta_binomial_tail() {
        assertThat(Predictive.atLeast(1858, 2000, 2770, 3000))
                .isCloseTo(0.778822814643, within(1e-9));
        assertThat(Predictive.atLeast(45, 60, 50, 60)).isCloseTo(0.157676898109, within(1e-9));
        assertThat(Predictive.atLeast(90, 100, 95, 100)).isCloseTo(0.116661021133, within(1e-9));
        assertThat(Predictive.atLeast(0, 10, 1, 20)).isCloseTo(0.417821286775, within(1e-9));
    }

    @Test
    void every_count_is_at_least_none_and_none_is_more_than_all() {
        assertThat(Predictive.atLeast(7, 10, 0, 50)).isEqualTo(1);
        assertThat(Predictive.atLeast(7, 10, 51, 50)).isEqualTo(0);
    }

    @Test
    void a_mean_has_the_luck_of_both_samples() {
        // 0.02 above an edge that needs 1.96 x 0.005: 0.0102 left, spread 0.005 x sqrt(2).
        assertThat(Predictive.boundAbove(0.92, 0.005, 0.005, 0.90, 0.025))
                .isCloseTo(Normal.cdf((0.02 - 1.959964 * 0.005) / 0.00707107), within(1e-5));
        assertThat(Predictive.boundAbove(0.92, 0, 0, 0.90, 0.025)).isEqualTo(1);
        assertThat(Predictive.boundAbove(0.90, 0, 0, 0.90, 0.025)).isEqualTo(0);
    }
}
