package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class FlippedSumTest {
    private static final Percentage TENTH_OF_A_PERCENT = Percentage.withPercentage(0.1);

    @Test
    void agrees_with_the_exact_distribution_from_the_middle_to_the_far_tail() {
        long seed = 31;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 12; i++) {
            double lean = 0.02 * i;
            double[] tenths =
                    random.doubles(6_000, -1, 1)
                            .map(u -> Math.rint(10 * Math.max(-1, Math.min(1, u + lean))))
                            .toArray();
            Permutation exact = SignFlip.test(tenths, 0);
            double observed = Arrays.stream(tenths).sum();
            Permutation found = new FlippedSum(sizes(tenths), 1).test(observed);
            String at = "seed " + seed + ", lean " + lean + ", p " + exact.pTwoSided();
            assertThat(exact.exact()).as(at).isTrue();
            assertThat(found.exact()).as(at).isFalse();
            assertThat(found.pTwoSided()).as(at).isCloseTo(exact.pTwoSided(), TENTH_OF_A_PERCENT);
            assertThat(found.pGreater()).as(at).isCloseTo(exact.pGreater(), TENTH_OF_A_PERCENT);
            Permutation mirrored = new FlippedSum(sizes(tenths), 1).test(-observed);
            assertThat(mirrored.pTwoSided()).as(at).isEqualTo(found.pTwoSided());
            assertThat(mirrored.pGreater())
                    .as(at)
                    .isEqualTo(
                            SignFlip.test(Arrays.stream(tenths).map(d -> -d).toArray(), 0)
                                    .pGreater(),
                            within(1e-3));
        }
    }

    @Test
    void is_mcnemar_for_a_hundred_thousand_pairs() {
        for (int wins : new int[] {30_000, 30_100, 30_400, 31_000, 33_000, 60_000}) {
            double[] differences = new double[100_000];
            Arrays.fill(differences, 0, wins, 1);
            Arrays.fill(differences, wins, 60_000, -1);
            Permutation found = SignFlip.test(differences, 0);
            PairedCounts counts = new PairedCounts(20_000, 60_000 - wins, wins, 20_000);
            assertThat(found.exact()).isFalse();
            assertThat(found.pTwoSided())
                    .as("%d wins of 60,000", wins)
                    .isCloseTo(McNemar.exactTwoSided(counts), TENTH_OF_A_PERCENT);
        }
    }

    @Test
    void agrees_with_random_arrangements_of_values_that_lie_anywhere() {
        long seed = 32;
        double[] differences =
                new SplittableRandom(seed)
                        .doubles(20_000)
                        .map(u -> Math.pow(u, 4) - 0.195)
                        .toArray();
        Permutation found = SignFlip.test(differences, 0);
        double observed = Arrays.stream(differences).sum();
        SplittableRandom coins = new SplittableRandom(seed);
        int draws = 4_000;
        int asFar = 0;
        for (int i = 0; i < draws; i++) {
            double sum = 0;
            for (double difference : differences) {
                sum += coins.nextBoolean() ? difference : -difference;
            }
            asFar += Math.abs(sum) >= Math.abs(observed) ? 1 : 0;
        }
        double share = asFar / (double) draws;
        assertThat(share).as("a case that can tell").isBetween(0.001, 0.5);
        assertThat(found.arrangements()).isZero();
        assertThat(found.pTwoSided())
                .as("seed %d", seed)
                .isEqualTo(share, within(4 * Math.sqrt(share / draws)));
    }

    @Test
    void a_few_that_hold_most_of_the_sum_are_left_to_random_arrangements() {
        double[] differences = new SplittableRandom(33).doubles(8_000, -1e-4, 1e-4).toArray();
        differences[17] = 1;
        Permutation test = SignFlip.test(differences, 0);
        assertThat(test.arrangements()).isPositive();
        // The large one is a coin of its own: the sum is reached only where it falls the right way.
        differences[17] = 0;
        double ofTheRest = SignFlip.test(differences, 0).pGreater();
        assertThat(test.pGreater()).isEqualTo(ofTheRest / 2, within(0.01));
    }

    private static double[] sizes(double[] differences) {
        return Arrays.stream(differences).map(Math::abs).filter(d -> d > 0).toArray();
    }
}
