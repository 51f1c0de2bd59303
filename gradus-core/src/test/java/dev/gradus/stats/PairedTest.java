package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PairedTest {
    @Test
    void right_and_wrong_go_to_mcnemar_and_tango() {
        double[] baseline = {1, 1, 0, 0, 0, 0, 1, 0};
        double[] candidate = {1, 0, 1, 1, 1, 1, 1, 0};
        Paired paired = Paired.of(baseline, candidate, 7);
        PairedCounts counts = new PairedCounts(2, 1, 4, 1);
        assertThat(paired.result())
                .isEqualTo(
                        new PairedResult(
                                8,
                                0.375,
                                0.75,
                                1,
                                4,
                                McNemar.exactTwoSided(counts),
                                McNemar.exactGreater(counts),
                                Tango.interval(counts, 0.95),
                                Tango.lowerBound(counts, 0.95),
                                Tango.upperBound(counts, 0.95),
                                "exact McNemar test, Tango score interval",
                                true));
        assertThat(paired.lower(0.995)).isEqualTo(Tango.lowerBound(counts, 0.995));
    }

    @Test
    void graded_scores_go_to_sign_flips_and_the_bootstrap() {
        SplittableRandom random = new SplittableRandom(1);
        double[] baseline = random.doubles(200, 0, 0.9).toArray();
        double[] candidate = Arrays.stream(baseline).map(s -> s + 0.1 * (s - 0.2)).toArray();
        Arrays.setAll(candidate, i -> Math.max(0, Math.min(1, candidate[i])));
        Paired paired = Paired.of(baseline, candidate, 7);
        assertThat(paired.method()).isEqualTo("sign-flip permutation test, BCa bootstrap");
        assertThat(paired.difference()).isBetween(0.02, 0.03);
        assertThat(paired.better(0.05)).isTrue();
        assertThat(paired.interval(0.95).contains(paired.difference())).isTrue();
        assertThat(paired.baselineOnly() + paired.candidateOnly()).isEqualTo(200);
        assertThat(paired.testAndIntervalAgree(0.05)).isTrue();
        assertThat(Paired.of(baseline, candidate, 7).result()).isEqualTo(paired.result());
    }

    @Test
    void groups_are_believed_no_more_than_they_deserve() {
        double[] baseline = new double[300];
        double[] candidate = new double[300];
        int[] groups = new int[300];
        for (int i = 0; i < 300; i++) {
            groups[i] = i / 25;
            candidate[i] = groups[i] % 3 != 0 ? 1 : 0;
            baseline[i] = groups[i] % 3 == 0 ? 1 : 0;
        }
        Paired grouped = Paired.of(baseline, candidate, groups, 7);
        assertThat(grouped.method())
                .isEqualTo(
                        "exact cluster sign-flip permutation test, cluster BCa bootstrap over 12"
                                + " groups");
        assertThat(grouped.pTwoSided()).isGreaterThan(0.3);
        assertThat(grouped.better(0.05)).isFalse();
        assertThat(Paired.of(baseline, candidate, 7).better(1e-6)).isTrue();
    }

    @Test
    void groups_of_one_are_no_groups() {
        double[] baseline = {1, 0, 1, 0};
        double[] candidate = {1, 1, 1, 0};
        assertThat(Paired.of(baseline, candidate, new int[] {4, 9, 2, 7}, 1).method())
                .isEqualTo("exact McNemar test, Tango score interval");
    }

    @Test
    void equal_candidates_are_neither_better_nor_exactly_equal() {
        double[] scores = {0.5, 0.25, 1, 0, 0.75, 0.5, 1, 1, 0.25, 0};
        Paired same = Paired.of(scores, scores, 1);
        assertThat(same.pTwoSided()).isEqualTo(1);
        assertThat(same.interval(0.95).width()).isPositive();
        assertThat(same.nonInferior(0.01, 0.05)).isFalse();
    }

    @Test
    void where_test_and_bound_part_nothing_is_claimed() {
        // Six equal gains: p = 1/64, but six examples cannot rule out that others lose
        double[] baseline = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
        double[] candidate = {0.6, 0.6, 0.6, 0.6, 0.6, 0.6};
        Paired paired = Paired.of(baseline, candidate, 1);
        assertThat(paired.pGreater()).isEqualTo(1 / 64.0, within(1e-15));
        assertThat(paired.lower(0.95)).isNegative();
        assertThat(paired.better(0.05)).isFalse();
        assertThat(paired.testAndIntervalAgree(0.05)).isFalse();
    }

    @Test
    void one_pair_is_enough_to_say_nothing() {
        Paired one = Paired.of(new double[] {0.3}, new double[] {0.9}, 1);
        assertThat(one.pTwoSided()).isEqualTo(1);
        assertThat(one.pGreater()).isEqualTo(0.5);
        assertThat(one.interval(0.95).contains(0)).isTrue();
    }

    @Test
    @Tag("slow")
    void claims_between_equal_candidates_are_as_rare_as_promised() {
        long seed = 20;
        SplittableRandom random = new SplittableRandom(seed);
        int rounds = 300;
        int claims = 0;
        for (int i = 0; i < rounds; i++) {
            double[] baseline = new double[60];
            double[] candidate = new double[60];
            for (int j = 0; j < 60; j++) {
                double level = random.nextDouble();
                baseline[j] = level * random.nextDouble();
                candidate[j] = level * random.nextDouble();
            }
            claims += Paired.of(baseline, candidate, seed + i).better(0.05) ? 1 : 0;
        }
        // Binomial(300, 0.05) exceeds 27 with probability 0.001
        assertThat(claims).as("seed %d", seed).isBetween(3, 27);
    }

    @Test
    void scores_out_of_range_or_out_of_line_are_refused() {
        assertThatThrownBy(() -> Paired.of(new double[] {0.5, 2}, new double[] {0, 1}, 1))
                .hasMessage("baseline[1] must lie in [0.0, 1.0], but is 2.0");
        assertThatThrownBy(() -> Paired.of(new double[] {0.5}, new double[] {Double.NaN}, 1))
                .hasMessage("candidate[0] must lie in [0.0, 1.0], but is NaN");
        assertThatThrownBy(() -> Paired.of(new double[2], new double[3], 1))
                .hasMessage("candidate must be aligned: 2 entries wanted, but there are 3");
        assertThatThrownBy(() -> Paired.of(new double[0], new double[0], 1))
                .hasMessage("a comparison needs at least one pair, but has none");
    }

    @Test
    void a_single_score_takes_the_interval_that_fits() {
        Single share = Single.of(new double[] {1, 1, 0, 1}, 1);
        assertThat(share.method()).isEqualTo("Wilson interval");
        assertThat(share.estimate(0.95)).isEqualTo(new Estimate(0.75, Share.wilson(3, 4, 0.95), 4));
        assertThat(share.lower(0.99)).isEqualTo(Share.wilsonLower(3, 4, 0.99));

        double[] graded = new SplittableRandom(2).doubles(300).toArray();
        Single mean = Single.of(graded, 1);
        assertThat(mean.method()).isEqualTo("BCa bootstrap");
        assertThat(mean.upper(0.975) - mean.lower(0.975))
                .isEqualTo(2 * 1.96 * Math.sqrt(1 / 12.0 / 300), within(0.008));

        int[] groups = new int[300];
        Arrays.setAll(groups, i -> i / 10);
        assertThat(Single.of(graded, groups, 1).method())
                .isEqualTo("cluster BCa bootstrap over 30 groups");
        assertThatThrownBy(() -> Single.of(new double[4], new int[4], 1))
                .isInstanceOf(TooFewGroups.class);
    }
}
