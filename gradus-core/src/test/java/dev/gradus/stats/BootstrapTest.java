package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void agrees_with_bca_from_every_possible_resample() {
        agreesWithEveryResample(new double[] {0.05, 0.1, 0.32, 0.41, 0.77, 0.9}, 0.8, 0.9, 0.95);
        // Skewed enough for the bias correction to matter
        agreesWithEveryResample(new double[] {0.01, 0.02, 0.03, 0.05, 0.08, 0.95}, 0.6, 0.7, 0.8);
    }

    /// All 6^6 equally likely resamples give the ideal bootstrap distribution, without chance.
    private static void agreesWithEveryResample(double[] values, double... levels) {
        double[] means = new double[46_656];
        for (int r = 0; r < means.length; r++) {
            int code = r;
            for (int i = 0; i < 6; i++) {
                means[r] += values[code % 6] / 6;
                code /= 6;
            }
        }
        Arrays.sort(means);
        Bounds bounds = Bootstrap.mean(values, 0, 1, 42);
        for (double level : levels) {
            String at = Arrays.toString(values) + " at " + level;
            assertThat(bounds.upper(level))
                    .as(at)
                    .isEqualTo(ideal(values, means, level), within(0.012));
            assertThat(bounds.lower(level))
                    .as(at)
                    .isEqualTo(ideal(values, means, 1 - level), within(0.012));
        }
    }

    @Test
    void limits_far_out_do_not_hang_on_a_few_replicates() {
        double[] values = new SplittableRandom(4).doubles(400).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double[] reach = new double[30];
        Arrays.setAll(reach, seed -> Bootstrap.mean(values, 0, 1, seed).upper(0.9999) - mean);
        double spread =
                Arrays.stream(reach).max().orElseThrow() / Arrays.stream(reach).min().orElseThrow();
        // One standard deviation of the noise is 2 % at the 50th replicate, 9 % at the 2nd.
        assertThat(spread).isBetween(1.01, 1.13);
    }

    /// The limit of Efron (1987), with z expanded as documented.
    private static double ideal(double[] values, double[] means, double p) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double below = Arrays.stream(means).filter(m -> m < mean - 1e-12).count();
        double equal = Arrays.stream(means).filter(m -> Math.abs(m - mean) <= 1e-12).count();
        double z0 = Normal.quantile((below + equal / 2) / means.length);
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            squares += Math.pow(value - mean, 2);
            cubes += Math.pow(value - mean, 3);
        }
        double a = cubes / (6 * Math.pow(squares, 1.5));
        double z = z0 + Math.sqrt(6 / 5.0) * StudentT.quantile(p, 5);
        double share = Normal.cdf(z0 + z / (1 - a * z));
        return means[Math.min(means.length - 1, (int) (share * means.length))];
    }

    @Test
    void agrees_with_student_where_that_is_right() {
        long seed = 13;
        SplittableRandom random = new SplittableRandom(seed);
        double[] values =
                random.doubles(2_000).map(u -> 0.5 + 0.1 * Normal.quantile(clip(u))).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double error = Math.sqrt(squares / 1_999 / 2_000);
        Bounds bounds = Bootstrap.mean(values, 0, 1, seed);
        for (double level : new double[] {0.9, 0.95, 0.995, 0.9995, 0.99999}) {
            double z = Normal.quantile(level);
            double noise = (level > 0.995 ? 0.08 : 0.05) * z;
            assertThat((bounds.upper(level) - mean) / error)
                    .as("level %s", level)
                    .isEqualTo(z, within(noise));
            assertThat((mean - bounds.lower(level)) / error)
                    .as("level %s", level)
                    .isEqualTo(z, within(noise));
        }
    }

    @Test
    void covers_what_it_says_for_skewed_scores() {
        long seed = 14;
        SplittableRandom random = new SplittableRandom(seed);
        // Scores piled up at 1 with a tail to 0, like a judge's: mean of 1 - u^4 is 0.8
        DoubleSupplier score = () -> 1 - Math.pow(random.nextDouble(), 4);
        int rounds = 600;
        int lower = 0;
        int upper = 0;
        for (int i = 0; i < rounds; i++) {
            double[] values = new double[40];
            Arrays.setAll(values, j -> score.getAsDouble());
            Bounds bounds = Bootstrap.mean(values, 0, 1, Seeds.seed(seed, "round " + i));
            lower += bounds.lower(0.95) <= 0.8 ? 1 : 0;
            upper += bounds.upper(0.95) >= 0.8 ? 1 : 0;
        }
        // 3 standard deviations of the simulation are 0.027
        assertThat(lower / (double) rounds).as("seed %d", seed).isBetween(0.92, 0.98);
        assertThat(upper / (double) rounds).as("seed %d", seed).isBetween(0.92, 0.98);
    }

    @Test
    @Tag("slow")
    void covers_with_a_dozen_groups_of_unequal_size() {
        long seed = 15;
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = 600;
        int covered = 0;
        int naive = 0;
        for (int i = 0; i < rounds; i++) {
            int[] groups = new int[120];
            double[] values = new double[120];
            int at = 0;
            for (int group = 0; group < 12; group++) {
                double shared = 0.25 + 0.5 * random.nextDouble();
                for (int j = 0; j < 5 + 10 * (group % 2); j++, at++) {
                    groups[at] = group;
                    values[at] = shared + 0.2 * (random.nextDouble() - 0.5);
                }
            }
            long own = Seeds.seed(seed, "round " + i);
            covered +=
                    Bootstrap.mean(values, groups, 0, 1, own).interval(0.95).contains(0.5) ? 1 : 0;
            if (i < 100) {
                naive += Bootstrap.mean(values, 0, 1, own).interval(0.95).contains(0.5) ? 1 : 0;
            }
        }
        assertThat(covered / (double) rounds).as("seed %d", seed).isBetween(0.915, 0.985);
        assertThat(naive).as("ignoring groups, seed %d", seed).isLessThan(70);
    }

    @Test
    void equal_values_still_have_a_width() {
        double[] same = new double[300];
        Arrays.fill(same, 0.25);
        Bounds bounds = Bootstrap.mean(same, -1, 1, 1);
        double share = 1 - Math.pow(0.05, 1 / 300.0);
        assertThat(bounds.lower(0.95)).isEqualTo(0.25 - 1.25 * share, within(1e-12));
        assertThat(bounds.upper(0.95)).isEqualTo(0.25 + 0.75 * share, within(1e-12));
        assertThat(Bootstrap.mean(new double[] {1}, 0, 1, 1).lower(0.95))
                .isEqualTo(0.05, within(1e-12));
    }

    @Test
    void rounding_noise_is_no_variation() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i % 2 == 0 ? 0.4 - 0.3 : 0.3 - 0.2);
        assertThat(Bootstrap.mean(values, -1, 1, 1).interval(0.95).width()).isGreaterThan(0.03);
    }

    @Test
    void a_few_odd_values_are_not_taken_for_all_there_are() {
        double[] values = new double[200];
        Arrays.fill(values, 1);
        values[7] = 0.5;
        Interval interval = Bootstrap.mean(values, 0, 1, 1).interval(0.95);
        assertThat(interval.low()).isBetween(0.95, 0.98);
        assertThat(interval.high()).isEqualTo(1);
    }

    @Test
    void the_same_seed_gives_the_same_limits_and_another_seed_nearly() {
        double[] values = new SplittableRandom(3).doubles(500).toArray();
        double lower = Bootstrap.mean(values, 0, 1, 5).lower(0.95);
        assertThat(Bootstrap.mean(values, 0, 1, 5).lower(0.95)).isEqualTo(lower);
        assertThat(Bootstrap.mean(values, 0, 1, 6).lower(0.95)).isEqualTo(lower, within(1.5e-3));
    }

    @Test
    void limits_are_ordered_by_level_and_stay_in_range() {
        double[] values = {0, 0, 0, 0.01, 0.02, 0.9, 0.03, 0, 0, 0.2, 1, 0.1};
        Bounds bounds = Bootstrap.mean(values, 0, 1, 5);
        double lower = 1;
        double upper = 0;
        for (double level = 0.5; level < 0.99999; level += (1 - level) / 4) {
            assertThat(bounds.lower(level)).isBetween(0.0, lower);
            assertThat(bounds.upper(level)).isBetween(upper, 1.0);
            lower = bounds.lower(level);
            upper = bounds.upper(level);
        }
    }

    @Test
    void values_outside_the_range_are_refused() {
        assertThatThrownBy(() -> Bootstrap.mean(new double[] {0.5, 1.5}, 0, 1, 0))
                .hasMessage("values[1] must lie in [0.0, 1.0], but is 1.5");
        assertThatThrownBy(() -> Bootstrap.mean(new double[0], 0, 1, 0))
                .hasMessage("a mean needs at least one value, but there is none");
    }

    private static double clip(double u) {
        return Math.min(0.9999, Math.max(0.0001, u));
    }
}
