package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    /// Newcombe (1998), Statistics in Medicine 17, 857-872, table I: methods 3 (score) and 5
    /// (Clopper-Pearson).
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662, 0.2527, 0.3676",
        "15, 148, 0.0624, 0.1605, 0.0578, 0.1617",
        "0, 20, 0.0000, 0.1611, 0.0000, 0.1684",
        "1, 29, 0.0061, 0.1718, 0.0009, 0.1776"
    })
    void reproduces_the_intervals_that_newcombe_published(
            long successes, long n, double wl, double wu, double cl, double cu) {
        Interval wilson = Share.wilson(successes, n, 0.95);
        Interval exact = Share.clopperPearson(successes, n, 0.95);
        assertThat(wilson.low()).isEqualTo(wl, within(5e-5));
        assertThat(wilson.high()).isEqualTo(wu, within(5e-5));
        assertThat(exact.low()).isEqualTo(cl, within(5e-5));
        assertThat(exact.high()).isEqualTo(cu, within(5e-5));
    }

    @Test
    void agrees_with_commons_statistics() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            int n = random.nextInt(1, 4_000);
            int successes = random.nextInt(0, n + 1);
            double alpha = random.nextDouble(0.001, 0.3);
            String at = "seed " + seed + ": " + successes + " of " + n + ", alpha " + alpha;
            var wilson = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(n, successes, alpha);
            var exact =
                    BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(n, successes, alpha);
            Interval ours = Share.wilson(successes, n, 1 - alpha);
            assertThat(ours.low()).as(at).isEqualTo(wilson.getLowerBound(), within(1e-13));
            assertThat(ours.high()).as(at).isEqualTo(wilson.getUpperBound(), within(1e-13));
            Interval wide = Share.clopperPearson(successes, n, 1 - alpha);
            assertThat(wide.low()).as(at).isEqualTo(exact.getLowerBound(), within(1e-12));
            assertThat(wide.high()).as(at).isEqualTo(exact.getUpperBound(), within(1e-12));
        }
    }

    @Test
    void has_a_width_at_0_and_at_100_percent() {
        for (long n : new long[] {1, 10, 3_080, 1_000_000}) {
            assertThat(Share.wilson(0, n, 0.95).low()).isZero();
            assertThat(Share.wilson(0, n, 0.95).high()).isPositive();
            assertThat(Share.wilson(n, n, 0.95).high()).isEqualTo(1);
            assertThat(Share.wilson(n, n, 0.95).low()).isLessThan(1);
            assertThat(Share.clopperPearson(0, n, 0.95).high()).isPositive();
            assertThat(Share.clopperPearson(n, n, 0.95).low()).isLessThan(1);
        }
        // The rule of three: 1 - 0.05^(1/n) is about 3/n.
        assertThat(Share.clopperPearsonUpper(0, 3_000, 0.95)).isEqualTo(0.001, within(2e-6));
    }

    @Test
    void the_exact_bounds_leave_exactly_their_error() {
        double lower = Share.clopperPearsonLower(2_700, 3_000, 0.95);
        assertThat(Binomial.upperTail(2_700, 3_000, lower)).isEqualTo(0.05, within(1e-12));
        double upper = Share.clopperPearsonUpper(2_700, 3_000, 0.95);
        assertThat(Binomial.cdf(2_700, 3_000, upper)).isEqualTo(0.05, within(1e-12));
    }

    @Test
    void the_exact_interval_covers_at_least_its_level_and_wilson_about_it() {
        for (int n : new int[] {12, 60, 300}) {
            double wilsonSum = 0;
            int points = 0;
            for (double p = 0.02; p < 0.99; p += 0.0137) {
                double exact = 0;
                double wilson = 0;
                for (int k = 0; k <= n; k++) {
                    double weight = Binomial.pmf(k, n, p);
                    exact += Share.clopperPearson(k, n, 0.95).contains(p) ? weight : 0;
                    wilson += Share.wilson(k, n, 0.95).contains(p) ? weight : 0;
                }
                assertThat(exact).as("n %d, p %s", n, p).isGreaterThanOrEqualTo(0.95 - 1e-12);
                wilsonSum += wilson;
                points++;
            }
            assertThat(wilsonSum / points).as("n %d", n).isEqualTo(0.952, within(0.006));
        }
    }

    @Test
    void nonsense_is_refused_in_words() {
        assertThatThrownBy(() -> Share.wilson(0, 0, 0.95))
                .hasMessage("a share needs at least one observation, but n is 0");
        assertThatThrownBy(() -> Share.wilson(4, 3, 0.95))
                .hasMessage("successes must lie in [0, 3], but is 4");
        assertThatThrownBy(() -> Share.wilson(1, 3, 95))
                .hasMessage("level must lie strictly between 0 and 1, but is 95.0");
    }
}
