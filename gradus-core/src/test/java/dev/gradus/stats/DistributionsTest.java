package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class DistributionsTest {
    @Test
    void binomial_terms_and_tails_agree_with_commons_statistics() {
        long seed = 1;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            int n = random.nextInt(1, i % 3 == 0 ? 20 : 5_000);
            double p = random.nextDouble();
            int k = random.nextInt(0, n + 1);
            var reference = BinomialDistribution.of(n, p);
            String at = "seed " + seed + ": k " + k + ", n " + n + ", p " + p;
            double logReference = reference.logProbability(k);
            assertThat(Binomial.logPmf(k, n, p))
                    .as(at)
                    .isEqualTo(logReference, within(1e-11 * Math.max(1, -logReference)));
            assertThat(Binomial.cdf(k, n, p))
                    .as(at)
                    .isEqualTo(reference.cumulativeProbability(k), within(1e-12));
            assertThat(Binomial.upperTail(k, n, p))
                    .as(at)
                    .isEqualTo(reference.survivalProbability(k - 1), within(1e-12));
        }
    }

    @Test
    void binomial_tails_are_the_sums_of_their_terms() {
        for (int n = 0; n <= 60; n += 5) {
            for (double p : new double[] {0, 0.01, 0.3, 0.5, 0.97, 1}) {
                double sum = 0;
                for (int k = 0; k <= n; k++) {
                    sum += Binomial.pmf(k, n, p);
                    assertThat(Binomial.cdf(k, n, p)).isEqualTo(Math.min(1, sum), within(1e-13));
                }
                assertThat(sum).isEqualTo(1, within(1e-13));
            }
        }
    }

    @Test
    void a_million_trials_keep_their_relative_precision() {
        // Computed with mpmath 1.3 at 60 digits.
        assertThat(Binomial.cdf(498_000, 1_000_000, 0.5))
                .isCloseTo(3.1804668750412442632e-5, Percentage.withPercentage(1e-10));
        assertThat(Binomial.cdf(490_000, 1_000_000, 0.5))
                .isCloseTo(2.7721816438496123017e-89, Percentage.withPercentage(1e-10));
        assertThat(Binomial.upperTail(510_000, 1_000_000, 0.5))
                .isCloseTo(2.7721816438496123017e-89, Percentage.withPercentage(1e-10));
    }

    @Test
    void beta_agrees_with_commons_statistics() {
        long seed = 2;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            double a = Math.exp(random.nextDouble(-1, 7));
            double b = Math.exp(random.nextDouble(-1, 7));
            double p = random.nextDouble();
            var reference = BetaDistribution.of(a, b);
            String at = "seed " + seed + ": a " + a + ", b " + b + ", p " + p;
            double x = Beta.quantile(p, a, b);
            assertThat(Beta.cdf(x, a, b)).as(at).isEqualTo(p, within(1e-12));
            assertThat(Beta.cdf(p, a, b))
                    .as(at)
                    .isEqualTo(reference.cumulativeProbability(p), within(1e-12));
        }
    }

    @Test
    void beta_and_binomial_tell_the_same_tail() {
        // P(Bin(n, p) >= k) = I_p(k, n - k + 1): two independent computations
        for (int n : new int[] {1, 7, 100, 20_000, 1_000_000}) {
            for (double share : new double[] {0.001, 0.2, 0.5, 0.93}) {
                long k = Math.max(1, Math.round(n * share));
                for (double p : new double[] {share * 0.97, share, Math.min(0.999, share * 1.02)}) {
                    assertThat(Beta.cdf(p, k, n - k + 1.0))
                            .as("n %d, k %d, p %s", n, k, p)
                            .isEqualTo(Binomial.upperTail(k, n, p), within(1e-11));
                }
            }
        }
    }

    @Test
    void chi_square_and_student_agree_with_commons_statistics() {
        for (double df : new double[] {1, 2, 3.5, 9, 40, 999}) {
            for (double x = 0; x < 3 * df + 20; x += 0.37 * Math.sqrt(df)) {
                assertThat(ChiSquare.upperTail(x, df))
                        .as("x %s, df %s", x, df)
                        .isEqualTo(
                                ChiSquaredDistribution.of(df).survivalProbability(x),
                                within(1e-12));
            }
            for (double p : new double[] {1e-6, 0.01, 0.3, 0.5, 0.95, 0.999}) {
                assertThat(StudentT.quantile(p, df))
                        .as("p %s, df %s", p, df)
                        .isEqualTo(
                                TDistribution.of(df).inverseCumulativeProbability(p),
                                within(1e-9 * Math.max(1, Math.pow(p, -1 / df))));
            }
        }
        // The 5 % points of every textbook table: 3.841 at 1, 18.307 at 10 degrees of freedom
        assertThat(ChiSquare.upperTail(3.841458820694124, 1)).isEqualTo(0.05, within(1e-14));
        assertThat(ChiSquare.upperTail(18.307038053275146, 10)).isEqualTo(0.05, within(1e-14));
        assertThat(StudentT.quantile(0.975, 9)).isEqualTo(2.2621571628, within(1e-9));
    }

    @Test
    void impossible_parameters_are_refused() {
        assertThatThrownBy(() -> Binomial.cdf(1, -1, 0.5))
                .hasMessage("trials must not be negative, but n is -1");
        assertThatThrownBy(() -> Binomial.cdf(1, 2, Double.NaN))
                .hasMessage("p must lie in [0, 1], but is NaN");
        assertThatThrownBy(() -> Beta.cdf(0.5, 0, 1))
                .hasMessage(
                        "a beta distribution needs positive parameters, but they are 0.0 and 1.0");
        assertThatThrownBy(() -> ChiSquare.upperTail(-1, 1))
                .hasMessage("a chi-square value must be finite and not negative, but x is -1.0");
    }
}
