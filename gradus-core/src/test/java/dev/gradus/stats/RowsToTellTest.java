package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsToTellTest {
    private static final double ALPHA = 0.025;
    private static final OptionalDouble MATTERS = OptionalDouble.of(0.02);

    /// 91 won and 71 lost of 2,000: the exact test says nothing, and one row more would not either.
    @Test
    void a_difference_below_what_matters_asks_for_enough_to_rule_one_out() {
        long more = of(91, 71, 2000, MATTERS).more().orElseThrow();

        assertThat(more).isBetween(200L, 2500L);
    }

    @Test
    void a_difference_that_five_wins_suggest_asks_for_as_many_again() {
        assertThat(of(5, 0, 100, OptionalDouble.empty()).more().orElseThrow()).isBetween(20L, 200L);
    }

    /// The true difference is drawn from what the first n pairs leave open (Jeffreys), the rest is
    /// sampled, and the exact test decides.
    @ParameterizedTest
    @CsvSource({"24, 12, 500", "10, 4, 200", "60, 40, 1000", "8, 1, 300", "30, 29, 400"})
    void so_many_rows_tell_in_about_80_of_100_cases(int won, int lost, int n) {
        long more = of(won, lost, n, MATTERS).more().orElseThrow();
        SplittableRandom random = new SplittableRandom(20261201L);
        int trials = 2000;
        int told = 0;
        for (int i = 0; i < trials; i++) {
            double w = gamma(random, won + 0.5);
            double l = gamma(random, lost + 0.5);
            double sum = w + l + gamma(random, n - won - lost + 0.5);
            long wins = won;
            long losses = lost;
            for (long row = 0; row < more; row++) {
                double at = random.nextDouble() * sum;
                if (at < w) {
                    wins++;
                } else if (at < w + l) {
                    losses++;
                }
            }
            told += told(wins, losses, n + more) ? 1 : 0;
        }
        assertThat((double) told / trials).isBetween(0.74, 0.88);
    }

    @Test
    void no_number_is_given_where_the_gain_is_a_toss_up() {
        assertThat(of(11, 10, 100, OptionalDouble.empty()).more()).isEmpty();
        assertThat(of(11, 10, 100, MATTERS).more()).isNotEmpty();
    }

    @Test
    void refuses_what_is_no_evidence() {
        assertThatThrownBy(() -> new RowsToTell(0, 0, 100, true, MATTERS, ALPHA))
                .hasMessageContaining("variance");
        assertThatThrownBy(() -> new RowsToTell(0, 1, 1, true, MATTERS, ALPHA))
                .hasMessageContaining("pairs");
    }

    private static RowsToTell of(int won, int lost, int n, OptionalDouble within) {
        double difference = (double) (won - lost) / n;
        double variance = (double) (won + lost) / n - difference * difference;
        return new RowsToTell(difference, variance, n, true, within, ALPHA);
    }

    private static boolean told(long won, long lost, long n) {
        long fewer = Math.min(won, lost);
        double p = Math.min(1, 2 * Binomial.cdf(fewer, won + lost, 0.5));
        double difference = (double) (won - lost) / n;
        double variance = (double) (won + lost) / n - difference * difference;
        double half = Normal.quantile(1 - ALPHA) * Math.sqrt(variance / n);
        return p <= 2 * ALPHA || Math.abs(difference) + half < MATTERS.getAsDouble();
    }

    /// Marsaglia and Tsang 2000, for shapes of 1/2 and more.
    private static double gamma(SplittableRandom random, double shape) {
        if (shape < 1) {
            return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0
                    && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
