package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TangoTest {
    /// Published to 4 digits for Cavo et al. (2012), wins 6, losses 16, n 161 (-0.1240 to -0.0054)
    /// in the software of Fagerland, Lydersen and Laake (2017), *Statistical Analysis of
    /// Contingency Tables*, chapter 8. All digits here: the definition solved with mpmath 1.3 at 50
    /// digits.
    @ParameterizedTest
    @CsvSource({
        "6, 16, 161, -0.12402343246406816, -0.0054333957316770823",
        "1, 7, 21, -0.51723227642137736, -0.026003032480868536",
        "0, 1, 44, -0.11807709698213288, 0.059393231116627969",
        "0, 0, 50, -0.07134759913335873, 0.07134759913335873",
        "12, 2, 50, 0.061112406186343975, 0.34470874828214872",
        "30, 18, 3080, -0.00053349555269534889, 0.0086012105060319494"
    })
    void reproduces_reference_intervals(long wins, long losses, long n, double low, double high) {
        Interval interval =
                Tango.interval(new PairedCounts(n - wins - losses, losses, wins, 0), 0.95);
        assertThat(interval.low()).isEqualTo(low, within(1e-13));
        assertThat(interval.high()).isEqualTo(high, within(1e-13));
    }

    @Test
    void at_its_bounds_the_statistic_is_the_critical_value() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            PairedCounts counts = anyCounts(random);
            double level = random.nextDouble(0.5, 0.9999);
            double z = Normal.quantile(level);
            String at = "seed " + seed + ", case " + i + ": " + counts + " at " + level;
            double lower = Tango.lowerBound(counts, level);
            double upper = Tango.upperBound(counts, level);
            if (lower > -1 + 1e-9) {
                assertThat(Tango.statistic(counts, lower)).as(at).isEqualTo(z, within(1e-9));
            }
            if (upper < 1 - 1e-9) {
                assertThat(Tango.statistic(counts, upper)).as(at).isEqualTo(-z, within(1e-9));
            }
            assertThat(lower).as(at).isLessThanOrEqualTo(counts.difference() + 1e-12);
            assertThat(upper).as(at).isGreaterThanOrEqualTo(counts.difference() - 1e-12);
            assertThat(upper - lower).as(at).isPositive();
        }
    }

    @Test
    void the_test_of_non_inferiority_and_the_lower_bound_decide_alike() {
        long seed = 6;
        SplittableRandom random = new SplittableRandom(seed);
        int passed = 0;
        for (int i = 0; i < 5_000; i++) {
            PairedCounts counts = anyCounts(random);
            double margin = random.nextDouble(0.001, 0.2);
            boolean byTest = Tango.nonInferiority(counts, margin) < 0.05;
            boolean byBound = Tango.lowerBound(counts, 0.95) > -margin;
            assertThat(byTest)
                    .as("seed %d, case %d: %s, margin %s", seed, i, counts, margin)
                    .isEqualTo(byBound);
            passed += byTest ? 1 : 0;
        }
        assertThat(passed).isBetween(500, 4_500);
    }

    @Test
    void all_won_and_all_lost_stay_inside_and_keep_a_width() {
        PairedCounts allWon = new PairedCounts(0, 0, 30, 0);
        assertThat(Tango.upperBound(allWon, 0.95)).isEqualTo(1, within(1e-12));
        assertThat(Tango.lowerBound(allWon, 0.95)).isBetween(0.7, 0.999);
        assertThat(Tango.lowerBound(allWon.swapped(), 0.95)).isEqualTo(-1, within(1e-12));
    }

    @Test
    void without_a_discordant_pair_the_ends_are_wilsons() {
        PairedCounts same = new PairedCounts(40, 0, 0, 10);
        assertThat(Tango.upperBound(same, 0.95))
                .isEqualTo(Share.wilsonUpper(0, 50, 0.95), within(1e-13));
    }

    @Test
    void covers_what_it_says() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (double[] cell :
                new double[][] {{0.05, 0.05}, {0.03, 0.06}, {0.15, 0.10}, {0.01, 0.03}}) {
            double truth = cell[0] - cell[1];
            int covered = 0;
            int lowerHolds = 0;
            int rounds = 4_000;
            for (int i = 0; i < rounds; i++) {
                PairedCounts counts = Simulated.counts(200, cell[0], cell[1], random);
                covered += Tango.interval(counts, 0.95).contains(truth) ? 1 : 0;
                lowerHolds += Tango.lowerBound(counts, 0.95) <= truth ? 1 : 0;
            }
            // The score method is approximate: 95 % within 1.3 points, and 3 sd of the simulation.
            String at = "seed " + seed + ", wins " + cell[0] + ", losses " + cell[1];
            assertThat(covered / (double) rounds).as(at).isBetween(0.927, 0.973);
            assertThat(lowerHolds / (double) rounds).as(at).isBetween(0.927, 0.985);
        }
    }

    private static PairedCounts anyCounts(SplittableRandom random) {
        int scale = random.nextInt(1, 400);
        return new PairedCounts(
                random.nextInt(0, 20 * scale),
                random.nextInt(0, scale),
                random.nextInt(0, scale),
                1 + random.nextInt(0, scale));
    }
}
