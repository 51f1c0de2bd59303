package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementTest {
    @Test
    void kappa_is_that_of_the_textbook() {
        // Fleiss, Levin and Paik (2003), section 18.1: two raters, 100 subjects, three diagnoses;
        // kappa 0.68, standard error 0.087 or 0.088 with full precision, 95 % about (0.51, 0.85)
        int[][] table = {{75, 1, 4}, {5, 4, 1}, {0, 0, 10}};
        Kappa kappa = kappa(table);
        assertThat(kappa.value()).isEqualTo(0.676, within(5e-4));
        assertThat(kappa.agreement()).isEqualTo(0.89, within(1e-12));
        assertThat(kappa.expected()).isEqualTo(0.66, within(1e-12));
        assertThat(kappa.standardError()).isEqualTo(0.0875, within(5e-4));
        assertThat(kappa.interval(0.95).low()).isEqualTo(0.51, within(0.006));
        assertThat(kappa.interval(0.95).high()).isEqualTo(0.85, within(0.006));
    }

    @Test
    void full_agreement_has_a_width_and_one_label_has_no_kappa() {
        Kappa full = kappa(new int[][] {{30, 0}, {0, 30}});
        assertThat(full.value()).isEqualTo(1, within(1e-12));
        assertThat(full.interval(0.95).low()).isBetween(0.8, 0.95);
        assertThat(full.interval(0.95).high()).isEqualTo(1);
        assertThat(Kappa.of(new int[7], new int[7], 3)).isEmpty();
        assertThat(Kappa.of(new int[0], new int[0], 3)).isEmpty();
    }

    @Test
    void equal_strata_are_told_from_unequal_ones() {
        // By the definition: weights 100, 100, 25; mean 0.08; Q = 100*.0004 + 100*.0004 + 0
        Heterogeneity even =
                Heterogeneity.of(new double[] {0.06, 0.10, 0.08}, new double[] {0.01, 0.01, 0.04})
                        .orElseThrow();
        assertThat(even.q()).isEqualTo(0.08, within(1e-12));
        assertThat(even.p()).isEqualTo(Math.exp(-0.04), within(1e-12));
        assertThat(even.iSquared()).isZero();
        Heterogeneity odd =
                Heterogeneity.of(
                                List.of(
                                        new PairedCounts(500, 10, 60, 100),
                                        new PairedCounts(500, 60, 10, 100)))
                        .orElseThrow();
        assertThat(odd.p()).isLessThan(1e-10);
        assertThat(odd.iSquared()).isGreaterThan(0.95);
        assertThat(Heterogeneity.of(List.of(new PairedCounts(1, 2, 3, 4)))).isEmpty();
        // By hand: variances 0.1 / 10 and (0.1 - 0.09^2) / 100, differences 0 and 9 / 99
        assertThat(
                        Heterogeneity.of(
                                        List.of(
                                                new PairedCounts(9, 0, 0, 0),
                                                new PairedCounts(90, 0, 9, 0)))
                                .orElseThrow()
                                .q())
                .isEqualTo(Math.pow(9 / 99.0, 2) / (0.01 + 0.000919), within(1e-12));
        assertThatThrownBy(() -> Heterogeneity.of(new double[] {0.1}, new double[] {0}))
                .hasMessage(
                        "stratum 0 needs a finite difference and a positive variance, but has 0.1"
                                + " and 0.0");
    }

    @Test
    void heterogeneity_of_equal_strata_is_found_as_often_as_promised() {
        long seed = 23;
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = 2_000;
        int found = 0;
        for (int i = 0; i < rounds; i++) {
            List<PairedCounts> strata = new ArrayList<>();
            for (int k = 0; k < 6; k++) {
                strata.add(Simulated.counts(300, 0.08, 0.05, random));
            }
            found += Heterogeneity.of(strata).orElseThrow().p() <= 0.05 ? 1 : 0;
        }
        assertThat(found / (double) rounds).as("seed %d", seed).isBetween(0.025, 0.065);
    }

    @Test
    void pooling_adds_the_tables() {
        List<PairedCounts> strata =
                List.of(new PairedCounts(1, 2, 3, 4), new PairedCounts(10, 20, 30, 40));
        assertThat(Heterogeneity.pooled(strata)).contains(new PairedCounts(11, 22, 33, 44));
        assertThat(Heterogeneity.pooled(List.of())).isEmpty();
        assertThat(Heterogeneity.squaredError(new double[] {1, 2, 3})).hasValue(1 / 3.0);
        assertThat(Heterogeneity.squaredError(new double[] {1})).isEmpty();
    }

    @Test
    void variance_is_split_between_examples_and_repeats() {
        // Balanced by hand: means 1/2 and 1, MSW = (0.5 + 0) / 2, MSB = 2 * 2 * 0.0625
        RepeatVariance byHand = RepeatVariance.of(new double[][] {{0, 1}, {1, 1}});
        assertThat(byHand.within()).hasValue(0.25);
        assertThat(byHand.between()).hasValue(0);
        assertThat(RepeatVariance.of(new double[][] {{0}, {1}}).within()).isEmpty();
        long seed = 24;
        SplittableRandom random = new SplittableRandom(seed);
        double[][] scores = new double[4_000][];
        for (int i = 0; i < scores.length; i++) {
            double level = 0.25 + 0.5 * random.nextDouble();
            scores[i] = random.doubles(1 + i % 4).map(u -> level + 0.3 * (u - 0.5)).toArray();
        }
        RepeatVariance split = RepeatVariance.of(scores);
        assertThat(split.within().orElseThrow())
                .as("seed %d", seed)
                .isEqualTo(0.09 / 12, within(3e-4));
        assertThat(split.between().orElseThrow())
                .as("seed %d", seed)
                .isEqualTo(0.25 / 12, within(1e-3));
        assertThatThrownBy(() -> RepeatVariance.means(new double[][] {{1}, {}}))
                .hasMessage("example 1 has no answer; leave it out");
    }

    @Test
    void pass_to_the_k_is_unbiased() {
        for (int k = 1; k <= 5; k++) {
            double expectation = 0;
            for (int c = 0; c <= 8; c++) {
                expectation += Binomial.pmf(c, 8, 0.7) * PassPower.ofExample(c, 8, k);
            }
            assertThat(expectation).isEqualTo(Math.pow(0.7, k), within(1e-14));
        }
        assertThat(PassPower.mean(new int[] {3, 4}, new int[] {4, 4}, 2)).hasValue(0.75);
        assertThat(PassPower.mean(new int[0], new int[0], 2)).isEmpty();
        assertThatThrownBy(() -> PassPower.ofExample(2, 3, 4))
                .hasMessage("pass^k needs k from 1 to the number of answers, 3, but k is 4");
    }

    @Test
    void missing_scores_are_filled_against_the_claim_and_for_it() {
        List<OptionalDouble> baseline =
                List.of(OptionalDouble.of(1), OptionalDouble.empty(), OptionalDouble.of(0.5));
        List<OptionalDouble> candidate =
                List.of(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(0.7));
        WorstCase against = WorstCase.against(baseline, candidate);
        assertThat(against.baseline()).containsExactly(1, 1, 0.5);
        assertThat(against.candidate()).containsExactly(0, 0, 0.7);
        WorstCase inFavour = WorstCase.inFavour(baseline, candidate);
        assertThat(inFavour.baseline()).containsExactly(1, 0, 0.5);
        assertThat(inFavour.candidate()).containsExactly(1, 1, 0.7);
        assertThat(WorstCase.missing(candidate)).isEqualTo(2);
    }

    private static Kappa kappa(int[][] table) {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table.length; j++) {
                for (int times = 0; times < table[i][j]; times++) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        int[] first = new int[pairs.size()];
        int[] second = new int[pairs.size()];
        Arrays.setAll(first, i -> pairs.get(i)[0]);
        Arrays.setAll(second, i -> pairs.get(i)[1]);
        return Kappa.of(first, second, table.length).orElseThrow();
    }
}
