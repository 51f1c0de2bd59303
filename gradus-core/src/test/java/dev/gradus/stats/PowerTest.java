package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTest {
    @Test
    void non_inferiority_at_one_point_takes_thousands_of_pairs() {
        // (1.6449 + 0.8416)^2 = 6.1826
        assertThat(Power.nonInferioritySampleSize(0.036, 0.01, 0.05, 0.8)).isEqualTo(2_226);
        assertThat(Power.nonInferioritySampleSize(0.10, 0.01, 0.05, 0.8)).isEqualTo(6_183);
        // Without any discordance it is Wilson's bound that must clear the margin.
        long least = Power.nonInferioritySampleSize(0, 0.01, 0.05, 0.8);
        assertThat(Tango.lowerBound(new PairedCounts(least, 0, 0, 0), 0.95)).isGreaterThan(-0.01);
        assertThat(Tango.lowerBound(new PairedCounts(least - 1, 0, 0, 0), 0.95))
                .isLessThanOrEqualTo(-0.01);
    }

    @ParameterizedTest
    @CsvSource({"0.036, 0.01", "0.10, 0.01", "0.08, 0.02", "0.2, 0.05"})
    void non_inferiority_has_the_power_it_was_sized_for(double discordance, double margin) {
        long seed = 21;
        SplittableRandom random = new SplittableRandom(seed);
        int n = (int) Power.nonInferioritySampleSize(discordance, margin, 0.05, 0.8);
        int rounds = 1_500;
        int equalShown = 0;
        int lossShown = 0;
        for (int i = 0; i < rounds; i++) {
            PairedCounts equal = Simulated.counts(n, discordance / 2, discordance / 2, random);
            PairedCounts worse =
                    Simulated.counts(
                            n, (discordance - margin) / 2, (discordance + margin) / 2, random);
            equalShown += Tango.nonInferiority(equal, margin) <= 0.05 ? 1 : 0;
            lossShown += Tango.nonInferiority(worse, margin) <= 0.05 ? 1 : 0;
        }
        // 3 standard deviations of the simulation: 0.031 at 0.8, 0.017 at 0.05
        assertThat(equalShown / (double) rounds).as("seed %d", seed).isEqualTo(0.8, within(0.045));
        assertThat(lossShown / (double) rounds).as("seed %d", seed).isEqualTo(0.05, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"200, 0.1, 0.04", "1000, 0.05, 0.015", "500, 0.3, 0.08", "60, 0.15, 0.15"})
    void the_power_is_what_mcnemars_test_has_in_simulation(int n, double discordance, double gain) {
        long seed = 22;
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = 4_000;
        int shown = 0;
        for (int i = 0; i < rounds; i++) {
            PairedCounts counts =
                    Simulated.counts(n, (discordance + gain) / 2, (discordance - gain) / 2, random);
            shown += McNemar.exactGreater(counts) <= 0.05 ? 1 : 0;
        }
        // 3.5 standard deviations of the simulation are at most 0.028
        assertThat(shown / (double) rounds)
                .as("seed %d", seed)
                .isEqualTo(Power.paired(n, discordance, gain, 0.05), within(0.028));
    }

    @Test
    void sample_size_and_detectable_effect_invert_the_power() {
        for (double discordance : new double[] {0.02, 0.05, 0.2}) {
            for (double effect : new double[] {0.01, 0.03, 0.1}) {
                for (double power : new double[] {0.5, 0.8, 0.95}) {
                    String at = discordance + ", " + effect + ", " + power;
                    long n = Power.sampleSize(discordance, effect, 0.05, power);
                    assertThat(Power.paired(n, discordance, effect, 0.05))
                            .as(at)
                            .isGreaterThanOrEqualTo(power);
                    assertThat(Power.paired(n - 1, discordance, effect, 0.05))
                            .as(at)
                            .isLessThan(power);
                    double detectable =
                            Power.minimalDetectableEffect(n, discordance, 0.05, power)
                                    .orElseThrow();
                    assertThat(detectable).as(at).isLessThanOrEqualTo(effect + 1e-6);
                    assertThat(detectable).as(at).isEqualTo(effect, within(0.06 * effect));
                }
            }
        }
    }

    @Test
    void large_samples_need_what_connor_says() {
        // Connor (1987): n = (z_a sqrt(psi) + z_b sqrt(psi - d^2))^2 / d^2
        for (double effect : new double[] {0.004, 0.0045, 0.02}) {
            double psi = 0.1;
            double connor =
                    Math.pow(
                                    1.6448536 * Math.sqrt(psi)
                                            + 0.8416212 * Math.sqrt(psi - effect * effect),
                                    2)
                            / (effect * effect);
            // The exact test asks for a little more, about 1 / effect pairs.
            assertThat((double) Power.sampleSize(psi, effect, 0.05, 0.8))
                    .as("effect %s", effect)
                    .isBetween(connor, connor + 2.5 / effect);
        }
    }

    @Test
    void the_exact_and_the_normal_form_meet() {
        double below = Power.paired(199_990, 0.1, 0.0017, 0.05);
        double above = Power.paired(200_010, 0.1, 0.0017, 0.05);
        assertThat(above).isEqualTo(below, within(2e-3));
    }

    @Test
    void a_handful_of_pairs_can_show_nothing() {
        // Four wins out of four have p = 0.0625
        assertThat(Power.minimalDetectableEffect(4, 0.1, 0.05, 0.8)).isEmpty();
        assertThat(Power.minimalDetectableEffect(5, 0.1, 0.05, 0.8).orElseThrow())
                .isBetween(0.9, 1.0);
    }

    @Test
    void shares_are_sized_for_wilsons_interval() {
        for (double share : new double[] {0, 0.1, 0.5, 0.92, 1}) {
            for (double half : new double[] {0.01, 0.05, 0.2}) {
                long n = Power.shareSampleSize(share, half, 0.95);
                assertThat(halfWidth(share, n)).as("%s, %s", share, half).isLessThanOrEqualTo(half);
                if (n > 1) {
                    assertThat(halfWidth(share, n - 1))
                            .as("%s, %s", share, half)
                            .isGreaterThan(half);
                }
            }
        }
    }

    @Test
    void what_settles_a_goal_is_where_the_bound_reaches_it() {
        long n = Power.examplesToSettle(0.925, 0.91, 0.95).orElseThrow();
        assertThat(Share.wilsonLower(Math.round(0.925 * n), n, 0.95)).isEqualTo(0.91, within(3e-4));
        long other = Power.examplesToSettle(0.90, 0.92, 0.95).orElseThrow();
        assertThat(Share.wilsonUpper(Math.round(0.9 * other), other, 0.95))
                .isEqualTo(0.92, within(1e-3));
        assertThat(Power.examplesToSettle(0.9, 0.9, 0.95)).isEmpty();
    }

    @Test
    void graded_scores_use_the_observed_deviation() {
        assertThat(Power.gradedSampleSize(0.3, 0.02, 0.05, 0.8)).isEqualTo(1_392);
        assertThat(Power.gradedMinimalDetectableEffect(1_392, 0.3, 0.05, 0.8))
                .isCloseTo(0.02, Percentage.withPercentage(0.1));
        assertThat(Power.gradedExamplesToSettle(0.3, 0.02, 0.95)).isEqualTo(609);
    }

    @Test
    void impossible_questions_are_refused() {
        assertThatThrownBy(() -> Power.sampleSize(0.1, 0, 0.05, 0.8))
                .hasMessage("a gain must lie in (0, 1], but effect is 0.0");
        assertThatThrownBy(() -> Power.paired(0, 0.1, 0.1, 0.05))
                .hasMessage("power needs at least one pair, but n is 0");
    }

    private static double halfWidth(double share, long n) {
        double z = Normal.quantile(0.975);
        double u = z * z / n;
        return Math.sqrt(u * share * (1 - share) + u * u / 4) / (1 + u);
    }
}
