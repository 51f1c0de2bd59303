package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
    @Test
    void a_seed_depends_on_its_run_and_its_purpose_only() {
        // First 8 bytes of SHA-256 over eight zero bytes and "a" (sha256sum)
        assertThat(Seeds.seed(0, "a")).isEqualTo(0xd7fe8b5c4a504869L);
        assertThat(Seeds.seed(1, "a")).isNotEqualTo(Seeds.seed(0, "a"));
        assertThat(Seeds.seed(0, "b")).isNotEqualTo(Seeds.seed(0, "a"));
        assertThat(Seeds.generator(0, "a").nextLong())
                .isEqualTo(Seeds.generator(0, "a").nextLong());
    }

    @Test
    void looks_never_spend_more_than_alpha() {
        assertThat(Looks.alpha(1, 0.05)).isEqualTo(0.025);
        assertThat(Looks.alpha(3, 0.05)).isEqualTo(0.00625);
        assertThat(IntStream.rangeClosed(1, 60).mapToDouble(j -> Looks.alpha(j, 0.05)).sum())
                .isLessThanOrEqualTo(0.05)
                .isEqualTo(0.05, within(1e-15));
        assertThatThrownBy(() -> Looks.alpha(0, 0.05))
                .hasMessage("looks are counted from 1, but this is look 0");
    }

    @Test
    void intervals_are_in_order() {
        assertThat(new Interval(0, 1, 0.9).contains(1)).isTrue();
        assertThatThrownBy(() -> new Interval(1, 0, 0.9))
                .hasMessage("an interval needs finite ends in order, but they are 1.0 and 0.0");
    }

    @Test
    void a_p95_bound_needs_59_observations_and_a_p99_bound_299() {
        // The 59 of every 95/95 tolerance table (Wilks 1941): 0.95^59 = 0.0485, 0.95^58 = 0.0510
        assertThat(OrderStatistic.upperBound(numbers(58), 0.95, 0.95)).isEmpty();
        assertThat(OrderStatistic.upperBound(numbers(59), 0.95, 0.95)).hasValue(59);
        assertThat(OrderStatistic.upperBound(numbers(298), 0.99, 0.95)).isEmpty();
        assertThat(OrderStatistic.upperBound(numbers(299), 0.99, 0.95)).hasValue(299);
        // With 93 observations the second largest suffices
        assertThat(OrderStatistic.upperBound(numbers(92), 0.95, 0.95)).hasValue(92);
        assertThat(OrderStatistic.upperBound(numbers(93), 0.95, 0.95)).hasValue(92);
        assertThat(OrderStatistic.lowerBound(numbers(59), 0.05, 0.95)).hasValue(1);
        assertThat(OrderStatistic.lowerBound(numbers(58), 0.05, 0.95)).isEmpty();
        assertThat(OrderStatistic.upperBound(new double[0], 0.95, 0.95)).isEmpty();
        assertThat(OrderStatistic.observed(numbers(100), 0.95)).hasValue(95);
        assertThat(OrderStatistic.observed(new double[0], 0.95)).isEmpty();
    }

    @Test
    void quantile_bounds_hold_as_often_as_they_say() {
        long seed = 9;
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = 4_000;
        int above = 0;
        int below = 0;
        for (int i = 0; i < rounds; i++) {
            double[] sorted = random.doubles(400).sorted().toArray();
            above += OrderStatistic.upperBound(sorted, 0.95, 0.95).orElseThrow() >= 0.95 ? 1 : 0;
            below += OrderStatistic.lowerBound(sorted, 0.95, 0.95).orElseThrow() <= 0.95 ? 1 : 0;
        }
        assertThat(above / (double) rounds).as("seed %d", seed).isBetween(0.94, 0.98);
        assertThat(below / (double) rounds).as("seed %d", seed).isBetween(0.94, 0.98);
    }

    @Test
    void unsorted_values_are_refused() {
        assertThatThrownBy(() -> OrderStatistic.upperBound(new double[] {2, 1}, 0.5, 0.5))
                .hasMessage("values must be in rising order, but sorted[1] is below its neighbour");
    }

    private static double[] numbers(int n) {
        double[] numbers = new double[n];
        Arrays.setAll(numbers, i -> i + 1);
        return numbers;
    }
}
