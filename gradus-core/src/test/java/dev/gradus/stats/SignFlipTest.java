package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SignFlipTest {
    @Test
    void reproduces_fishers_count_of_darwins_maize() {
        // Fisher (1935), The Design of Experiments, section 21: of 32,768 arrangements, 863 have a
        // sum as large as the observed 314, and as many are as small as its negative
        double[] eighths = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
        Permutation test = SignFlip.test(eighths, 0);
        assertThat(test.exact()).isTrue();
        assertThat(test.arrangements()).isEqualTo(32_768);
        assertThat(test.pGreater()).isEqualTo(863 / 32_768.0, within(1e-15));
        assertThat(test.pTwoSided()).isEqualTo(1_726 / 32_768.0, within(1e-15));
    }

    @Test
    void is_exact_mcnemar_for_right_and_wrong() {
        long seed = 10;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            int wins = random.nextInt(0, 900);
            int losses = random.nextInt(0, 900);
            double[] differences = new double[2_000];
            Arrays.fill(differences, 0, wins, 1);
            Arrays.fill(differences, wins, wins + losses, -1);
            Permutation test = SignFlip.test(differences, 0);
            PairedCounts counts = new PairedCounts(1, losses, wins, 1);
            String at = "seed " + seed + ": " + wins + " wins, " + losses + " losses";
            assertThat(test.exact()).as(at).isTrue();
            assertThat(test.pGreater())
                    .as(at)
                    .isEqualTo(McNemar.exactGreater(counts), within(1e-12));
            assertThat(test.pTwoSided())
                    .as(at)
                    .isEqualTo(McNemar.exactTwoSided(counts), within(1e-12));
        }
    }

    @Test
    void both_exact_ways_agree_with_counting_every_arrangement() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            int n = random.nextInt(1, 13);
            boolean coarse = i % 2 == 0;
            double[] differences =
                    random.doubles(n, -1, 1).map(d -> coarse ? Math.rint(4 * d) / 4 : d).toArray();
            Permutation test = SignFlip.test(differences, 0);
            String at = "seed " + seed + ", case " + i + ": " + Arrays.toString(differences);
            assertThat(test.exact()).as(at).isTrue();
            double[] counted = countEvery(differences);
            assertThat(test.pGreater()).as(at).isEqualTo(counted[0], within(1e-12));
            assertThat(test.pTwoSided()).as(at).isEqualTo(counted[1], within(1e-12));
        }
    }

    @Test
    void random_arrangements_agree_with_the_exact_distribution() {
        long seed = 12;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            int n = random.nextInt(30, 400);
            double[] whole = random.ints(n, -100, 112).asDoubleStream().toArray();
            whole[0] = 1;
            double[] odd = Arrays.stream(whole).map(d -> d / 127).toArray();
            Permutation exact = SignFlip.test(whole, 0);
            Permutation drawn = SignFlip.test(odd, Seeds.seed(seed, "case " + i));
            assertThat(exact.exact()).isTrue();
            assertThat(drawn.exact()).isFalse();
            double error = 5 * Math.sqrt(exact.pGreater() / 99_999) + 1e-4;
            assertThat(drawn.pGreater())
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(exact.pGreater(), within(error));
            assertThat(drawn.pTwoSided())
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(exact.pTwoSided(), within(2 * error));
        }
    }

    @Test
    void drawn_p_values_are_never_zero() {
        double[] wins = new SplittableRandom(5).doubles(500, 0.1, 0.2).toArray();
        Permutation test = SignFlip.test(wins, 0);
        assertThat(test.exact()).isFalse();
        assertThat(test.pGreater()).isEqualTo(1e-5);
        assertThat(test.pTwoSided()).isEqualTo(1e-5);
    }

    @Test
    void large_sets_keep_tiny_p_values_apart() {
        double[] differences = new double[6_000];
        Arrays.fill(differences, 0, 1_800, 1 / 3.0);
        Arrays.fill(differences, 1_800, 3_000, -1 / 3.0);
        Permutation test = SignFlip.test(differences, 0);
        PairedCounts counts = new PairedCounts(3_000, 1_200, 1_800, 0);
        assertThat(test.pTwoSided())
                .isLessThan(1e-25)
                .isCloseTo(McNemar.exactTwoSided(counts), Percentage.withPercentage(1e-8));
    }

    @Test
    void groups_flip_together() {
        // 12 groups of three equal answers carry 12 coins, not 36
        double[] differences = new double[36];
        int[] groups = new int[36];
        for (int i = 0; i < 36; i++) {
            groups[i] = i / 3;
            differences[i] = i / 3 == 0 ? -1 : 1;
        }
        Permutation test = SignFlip.test(differences, groups, 0);
        assertThat(test.pGreater()).isEqualTo(13 / 4_096.0, within(1e-15));
        assertThat(test.pTwoSided()).isEqualTo(26 / 4_096.0, within(1e-15));
    }

    @Test
    void too_few_groups_are_refused_in_words() {
        double[] differences = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0};
        int[] groups = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
        assertThatThrownBy(() -> SignFlip.test(differences, groups, 0))
                .isInstanceOf(TooFewGroups.class)
                .hasMessage(
                        "the examples fall into 5 groups, but at least 10 are needed to tell an"
                                + " effect from the luck of a few groups. Add examples of other"
                                + " groups, or take a finer group key.");
        assertThat(Groups.count(groups)).isEqualTo(5);
    }

    @Test
    void no_difference_shows_nothing_and_nan_is_refused() {
        Permutation test = SignFlip.test(new double[7], 0);
        assertThat(test.pTwoSided()).isEqualTo(1);
        assertThat(test.pGreater()).isEqualTo(1);
        assertThatThrownBy(() -> SignFlip.test(new double[] {0, Double.NaN}, 0))
                .hasMessage("differences[1] must be a finite number, but is NaN");
    }

    private static double[] countEvery(double[] differences) {
        double observed = Arrays.stream(differences).sum();
        int greater = 0;
        int asFar = 0;
        for (int mask = 0; mask < 1 << differences.length; mask++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += (mask >> i & 1) == 0 ? differences[i] : -differences[i];
            }
            greater += sum >= observed - 1e-12 ? 1 : 0;
            asFar += Math.abs(sum) >= Math.abs(observed) - 1e-12 ? 1 : 0;
        }
        double all = 1 << differences.length;
        return new double[] {greater / all, asFar / all};
    }
}
