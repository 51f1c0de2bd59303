package dev.gradus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SetScoreTest {
    private static final SetScore MACRO = new MacroF1(4);

    /// Accuracy as a set score, so that the methods for sets can be held against the others.
    private static final SetScore ACCURACY =
            (gold, predicted, weights) -> {
                double right = 0;
                double all = 0;
                for (int i = 0; i < gold.length; i++) {
                    all += weights[i];
                    right += gold[i] == predicted[i] ? weights[i] : 0;
                }
                return right / all;
            };

    @Test
    void macro_f1_is_that_of_scikit_learn() {
        // The example of sklearn.metrics.f1_score in its documentation: macro 0.26...
        int[] gold = {0, 1, 2, 0, 1, 2};
        int[] predicted = {0, 2, 1, 0, 0, 1};
        assertThat(new MacroF1(3).of(gold, predicted)).isEqualTo(0.8 / 3, within(1e-15));
        // Labels that never occur do not count
        assertThat(new MacroF1(9).of(gold, predicted)).isEqualTo(0.8 / 3, within(1e-15));
    }

    @Test
    void an_answer_that_is_no_label_is_a_miss_only() {
        assertThat(new MacroF1(2).of(new int[] {0, 0, 1}, new int[] {0, -1, 1}))
                .isEqualTo((2 / 3.0 + 1) / 2, within(1e-15));
    }

    @Test
    void confusion_counts_every_pair() {
        int[] gold = {0, 1, 2, 0, 1, 2, 2};
        int[] predicted = {0, 2, 1, 0, 0, 1, -1};
        Confusion confusion = Confusion.of(gold, predicted, 3);
        assertThat(confusion.count(2, 1)).isEqualTo(2);
        assertThat(confusion.count(2, -1)).isEqualTo(1);
        assertThat(confusion.recall(0)).hasValue(1);
        assertThat(confusion.precision(0)).hasValue(2 / 3.0);
        assertThat(confusion.f1(0)).hasValue(0.8);
        assertThat(Confusion.of(gold, predicted, 4).f1(3)).isEmpty();
    }

    @Test
    void swapping_arms_of_accuracy_is_mcnemar() {
        long seed = 16;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            int[][] answers = answers(300, 0.78, 0.72, random);
            boolean[] baseline = right(answers[0], answers[1]);
            boolean[] candidate = right(answers[0], answers[2]);
            PairedCounts counts = PairedCounts.of(baseline, candidate);
            Permutation test = ArmSwap.test(ACCURACY, answers[0], answers[1], answers[2], seed + i);
            double error = 4.5 * Math.sqrt(McNemar.exactTwoSided(counts) / 9_999) + 3e-4;
            assertThat(test.pTwoSided())
                    .as("seed %d, case %d: %s", seed, i, counts)
                    .isEqualTo(McNemar.exactTwoSided(counts), within(error));
            assertThat(test.pGreater())
                    .as("seed %d, case %d: %s", seed, i, counts)
                    .isEqualTo(McNemar.exactGreater(counts), within(error));
        }
    }

    @Test
    void swapping_arms_agrees_with_counting_every_exchange() {
        long seed = 17;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10; i++) {
            int[][] answers = answers(12, 0.6, 0.3, random);
            double[] counted = countEvery(answers[0], answers[1], answers[2]);
            Permutation test = ArmSwap.test(MACRO, answers[0], answers[1], answers[2], seed + i);
            assertThat(test.pGreater())
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(counted[0], within(0.023));
            assertThat(test.pTwoSided())
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(counted[1], within(0.023));
        }
    }

    @Test
    void groups_are_exchanged_whole() {
        // 10 groups in which the candidate is right and the baseline wrong: 1 in 1,024 and its
        // mirror; 100 independent examples would give next to nothing
        int[] gold = new int[100];
        int[] baseline = new int[100];
        int[] groups = new int[100];
        Arrays.fill(baseline, 1);
        Arrays.setAll(groups, i -> i / 10);
        Permutation test = ArmSwap.test(ACCURACY, gold, baseline, gold, groups, 3);
        assertThat(test.pTwoSided()).isEqualTo(2 / 1_024.0, within(0.0016));
        assertThat(ArmSwap.test(ACCURACY, gold, baseline, gold, 3).pTwoSided()).isEqualTo(1e-4);
    }

    @Test
    void the_bootstrap_of_accuracy_as_a_set_is_that_of_the_scores() {
        long seed = 18;
        int[][] answers = answers(400, 0.8, 0.7, new SplittableRandom(seed));
        double[] differences = new double[400];
        boolean[] baseline = right(answers[0], answers[1]);
        boolean[] candidate = right(answers[0], answers[2]);
        Arrays.setAll(differences, i -> (candidate[i] ? 1 : 0) - (baseline[i] ? 1 : 0));
        Paired set = Paired.ofSets(ACCURACY, answers[0], answers[1], answers[2], seed);
        Bounds mean = Bootstrap.mean(differences, -1, 1, seed);
        assertThat(set.lower(0.95)).isEqualTo(mean.lower(0.95), within(2.5e-3));
        assertThat(set.upper(0.95)).isEqualTo(mean.upper(0.95), within(2.5e-3));
        int[] groups = new int[400];
        Arrays.setAll(groups, i -> i / 8);
        Paired grouped = Paired.ofSets(ACCURACY, answers[0], answers[1], answers[2], groups, seed);
        Bounds groupedMean = Bootstrap.mean(differences, groups, -1, 1, seed);
        assertThat(grouped.lower(0.95)).isEqualTo(groupedMean.lower(0.95), within(2.5e-3));
        assertThat(grouped.method())
                .isEqualTo(
                        "cluster arm-swap permutation test, cluster BCa bootstrap over 50 groups");
    }

    @Test
    void a_skewed_set_score_takes_the_limits_of_its_mean() {
        // A mean in disguise: right answers to label g are worth (g/40)^6. The same seed draws the
        // same examples, so the limits agree to rounding.
        SetScore worth =
                (gold, predicted, weights) -> {
                    double sum = 0;
                    double all = 0;
                    for (int i = 0; i < gold.length; i++) {
                        sum += gold[i] == predicted[i] ? weights[i] * worth(gold[i]) : 0;
                        all += weights[i];
                    }
                    return sum / all;
                };
        int[] gold = new int[80];
        int[] predicted = new int[80];
        double[] scores = new double[80];
        for (int i = 0; i < 80; i++) {
            gold[i] = i % 40;
            predicted[i] = i % 9 == 0 ? -1 : gold[i];
            scores[i] = i % 9 == 0 ? 0 : worth(gold[i]);
        }
        SetAnswers answers = new SetAnswers(gold, predicted, predicted);
        Bounds set = SetBootstrap.single(worth, answers, Groups.each(80), 9);
        Bounds mean = Bootstrap.mean(scores, 0, 1, 9);
        Groups pairs = Groups.of(IntStream.range(0, 80).map(i -> i / 2).toArray(), 80);
        Bounds setOfPairs = SetBootstrap.single(worth, answers, pairs, 9);
        Bounds meanOfPairs = Bootstrap.mean(scores, pairs, 0, 1, 10);
        for (double level : new double[] {0.6, 0.9, 0.95, 0.99}) {
            assertThat(set.lower(level)).isEqualTo(mean.lower(level), within(1e-9));
            assertThat(set.upper(level)).isEqualTo(mean.upper(level), within(1e-9));
            assertThat(setOfPairs.lower(level)).isEqualTo(meanOfPairs.lower(level), within(4e-3));
            assertThat(setOfPairs.upper(level)).isEqualTo(meanOfPairs.upper(level), within(6e-3));
        }
    }

    private static double worth(int label) {
        return Math.pow(label / 40.0, 6);
    }

    @Test
    void few_wrong_pairs_of_a_set_score_are_bounded_like_those_of_a_mean() {
        int[] gold = new int[80];
        int[] predicted = new int[80];
        Arrays.fill(predicted, 0, 7, 1);
        double[] scores = new double[80];
        Arrays.fill(scores, 7, 80, 1);
        Groups pairs = Groups.of(IntStream.range(0, 80).map(i -> i / 2).toArray(), 80);
        SetAnswers answers = new SetAnswers(gold, predicted, predicted);
        Bounds set = SetBootstrap.single(ACCURACY, answers, pairs, 9);
        // Whole pairs are counted here: the next one up is 2/80 away.
        assertThat(set.lower(0.95))
                .isEqualTo(Bootstrap.mean(scores, pairs, 0, 1, 9).lower(0.95), within(0.025));
        assertThat(set.upper(0.95)).isEqualTo(1);
    }

    @Test
    void equal_answers_and_perfect_answers_still_have_a_width() {
        int[] gold = new int[200];
        Arrays.setAll(gold, i -> i % 4);
        Paired same = Paired.ofSets(MACRO, gold, gold, gold, 1);
        assertThat(same.pTwoSided()).isEqualTo(1);
        assertThat(same.lower(0.95)).isBetween(-0.05, -0.01);
        assertThat(same.upper(0.95)).isBetween(0.01, 0.05);
        Single perfect = Single.ofSet(MACRO, gold, gold, 1);
        assertThat(perfect.value()).isEqualTo(1);
        assertThat(perfect.lower(0.95)).isBetween(0.95, 0.99);
        assertThat(perfect.upper(0.95)).isEqualTo(1);
    }

    @Test
    @Tag("slow")
    void macro_f1_limits_cover_the_macro_f1_of_the_whole() {
        long seed = 19;
        SplittableRandom random = new SplittableRandom(seed);
        int[][] whole = answers(200_000, 0.75, 0.7, random);
        double truth = MACRO.of(whole[0], whole[2]) - MACRO.of(whole[0], whole[1]);
        int rounds = 200;
        int covered = 0;
        for (int i = 0; i < rounds; i++) {
            int[][] answers = answers(200, 0.75, 0.7, random);
            Bounds bounds =
                    SetBootstrap.difference(
                            MACRO,
                            new SetAnswers(answers[0], answers[1], answers[2]),
                            Groups.each(200),
                            Seeds.seed(seed, "round " + i));
            covered += bounds.interval(0.95).contains(truth) ? 1 : 0;
        }
        assertThat(covered / (double) rounds).as("seed %d", seed).isBetween(0.90, 0.99);
    }

    private static int[][] answers(
            int n, double candidate, double baseline, SplittableRandom random) {
        int[][] answers = new int[3][n];
        for (int i = 0; i < n; i++) {
            int gold = Math.min(3, (int) (5 * random.nextDouble()));
            answers[0][i] = gold;
            answers[1][i] = random.nextDouble() < baseline ? gold : random.nextInt(-1, 4);
            answers[2][i] = random.nextDouble() < candidate ? gold : random.nextInt(-1, 4);
        }
        return answers;
    }

    private static boolean[] right(int[] gold, int[] predicted) {
        boolean[] right = new boolean[gold.length];
        for (int i = 0; i < gold.length; i++) {
            right[i] = gold[i] == predicted[i];
        }
        return right;
    }

    private static double[] countEvery(int[] gold, int[] baseline, int[] candidate) {
        double observed = MACRO.of(gold, candidate) - MACRO.of(gold, baseline);
        int greater = 0;
        int asFar = 0;
        for (int mask = 0; mask < 1 << gold.length; mask++) {
            int[] one = baseline.clone();
            int[] other = candidate.clone();
            for (int i = 0; i < gold.length; i++) {
                if ((mask >> i & 1) == 1) {
                    one[i] = candidate[i];
                    other[i] = baseline[i];
                }
            }
            double difference = MACRO.of(gold, other) - MACRO.of(gold, one);
            greater += difference >= observed - 1e-12 ? 1 : 0;
            asFar += Math.abs(difference) >= Math.abs(observed) - 1e-12 ? 1 : 0;
        }
        double all = 1 << gold.length;
        return new double[] {greater / all, asFar / all};
    }
}
