package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final double[] LEVELS = {0.5, 0.8, 0.9, 0.95, 0.975, 0.99};

    /// Exponential scores: the quantiles at the middles of n equal shares.
    @Test
    void agrees_with_resampling_of_skewed_values() {
        int n = 800;
        double[] values = new double[n];
        Arrays.setAll(values, i -> -Math.log1p(-(i + 0.5) / n) / 9);
        Moments moments = new Moments(values);
        Replicates drawn =
                new Replicates(
                        Draws.means(values, 200_000, new SplittableRandom(34)),
                        Arrays.stream(values).sum() / n);
        double error = (moments.at(1) - moments.at(-1)) / 2;
        assertThat(moments.suffice()).isTrue();
        assertThat(moments.bias()).isEqualTo(drawn.bias(), within(0.009));
        for (double level : LEVELS) {
            double point = Normal.quantile(level);
            // 3 standard deviations of 200,000 replicates at 0.99 are 0.025 standard errors
            assertThat((moments.at(point) - drawn.at(point)) / error)
                    .as("at %s", level)
                    .isEqualTo(0, within(0.03));
            assertThat((moments.at(-point) - drawn.at(-point)) / error)
                    .as("at %s", 1 - level)
                    .isEqualTo(0, within(0.03));
        }
    }

    @Test
    @Tag("slow")
    void limits_of_many_units_are_those_of_resampling() {
        long seed = 35;
        double[] values =
                new SplittableRandom(seed).doubles(8_000).map(u -> Math.pow(u, 9)).toArray();
        double mean = Arrays.stream(values).sum() / values.length;
        Bounds computed = Bootstrap.mean(values, 0, 1, seed);
        Moments moments = new Moments(values);
        Bca drawn =
                new Bca(
                        new Replicates(
                                Draws.means(values, 60_000, new SplittableRandom(seed)), mean),
                        moments.bias(),
                        values.length,
                        0,
                        1);
        double error = (moments.at(1) - moments.at(-1)) / 2;
        assertThat(((Bca) computed).fromMoments()).isTrue();
        for (double level : LEVELS) {
            assertThat((computed.lower(level) - drawn.lower(level)) / error)
                    .as("seed %d, lower at %s", seed, level)
                    .isEqualTo(0, within(0.04));
            assertThat((computed.upper(level) - drawn.upper(level)) / error)
                    .as("seed %d, upper at %s", seed, level)
                    .isEqualTo(0, within(0.04));
        }
    }

    @Test
    void a_mean_that_hangs_on_a_few_values_is_resampled() {
        double[] values = new double[20_000];
        Arrays.fill(values, 0, 20, 1);
        Bca bounds = (Bca) Bootstrap.mean(values, 0, 1, 1);
        assertThat(bounds.fromMoments()).isFalse();
        // The exact 95 % bounds of 20 of 20,000 are 12.2 and 30.9 (Clopper-Pearson).
        assertThat(20_000 * bounds.lower(0.975)).isBetween(11.0, 14.0);
        assertThat(20_000 * bounds.upper(0.975)).isBetween(28.0, 32.0);
    }

    @Test
    void the_report_says_how_the_figures_were_made() {
        SplittableRandom random = new SplittableRandom(36);
        double[] baseline = random.doubles(6_000).toArray();
        double[] candidate = random.doubles(6_000).toArray();
        assertThat(Paired.of(baseline, candidate, 1).method())
                .isEqualTo(
                        "sign-flip permutation test by saddlepoint, BCa bootstrap, computed from"
                                + " moments");
        assertThat(
                        Paired.of(Arrays.copyOf(baseline, 600), Arrays.copyOf(candidate, 600), 1)
                                .method())
                .isEqualTo("sign-flip permutation test, BCa bootstrap");
    }
}
