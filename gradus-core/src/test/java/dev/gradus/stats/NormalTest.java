package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class NormalTest {
    private static final NormalDistribution REFERENCE = NormalDistribution.of(0, 1);

    @Test
    void agrees_with_the_tables_everyone_knows() {
        // Abramowitz and Stegun (1964), chapter 26
        assertThat(Normal.cdf(1)).isEqualTo(0.841344746068543, within(1e-15));
        assertThat(Normal.cdf(2)).isEqualTo(0.977249868051821, within(1e-15));
        assertThat(Normal.quantile(0.975)).isEqualTo(1.959963984540054, within(1e-14));
        assertThat(Normal.quantile(0.95)).isEqualTo(1.644853626951472, within(1e-14));
    }

    @Test
    void agrees_with_values_of_many_digits() {
        // Computed with mpmath 1.3 at 40 digits
        assertThat(Normal.cdf(-6))
                .isCloseTo(9.865876450376981407e-10, Percentage.withPercentage(1e-13));
        assertThat(Normal.cdf(-7))
                .isCloseTo(1.2798125438858350044e-12, Percentage.withPercentage(1e-13));
        assertThat(Normal.cdf(-20))
                .isCloseTo(2.7536241186062336951e-89, Percentage.withPercentage(1e-13));
        assertThat(Normal.quantile(1.3680317662574071e-12))
                .isEqualTo(-6.9906547298846051122, within(1e-14));
    }

    @Test
    void agrees_with_commons_statistics_far_into_both_tails() {
        for (double x = -37; x <= 8.25; x += 0.0371) {
            assertThat(Normal.cdf(x))
                    .as("cdf(%s)", x)
                    .isCloseTo(
                            REFERENCE.cumulativeProbability(x), Percentage.withPercentage(1e-10));
            assertThat(Normal.upperTail(-x))
                    .as("upperTail(%s)", -x)
                    .isCloseTo(REFERENCE.survivalProbability(-x), Percentage.withPercentage(1e-10));
        }
    }

    @Test
    void the_quantile_inverts_the_distribution() {
        long seed = 20260101;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            double p = i % 2 == 0 ? random.nextDouble() : Math.exp(-600 * random.nextDouble());
            double x = Normal.quantile(p);
            assertThat(Normal.cdf(x))
                    .as("seed %d, case %d, p %s", seed, i, p)
                    .isCloseTo(p, Percentage.withPercentage(1e-10));
            assertThat(x)
                    .as("seed %d, case %d, p %s", seed, i, p)
                    .isEqualTo(
                            REFERENCE.inverseCumulativeProbability(p),
                            within(1e-13 * Math.max(1, Math.abs(x))));
        }
    }

    @Test
    void ends_are_plain() {
        assertThat(Normal.cdf(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Normal.cdf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThatThrownBy(() -> Normal.cdf(Double.NaN))
                .hasMessage("the normal distribution needs a number, but x is NaN");
        assertThatThrownBy(() -> Normal.quantile(1))
                .hasMessage("p must lie strictly between 0 and 1, but is 1.0");
    }
}
