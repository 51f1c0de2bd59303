package dev.gradus.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.stats.Share;
import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FirstTestRowsTest {
    /// The plan at the estimate settled 19 to 80 of 100.
    @Test
    void four_of_five_tests_of_that_size_settle_the_goal_where_the_truth_is_drawn_as_it_may_be() {
        record Seen(double score, int n) {}
        SplittableRandom random = new SplittableRandom(17);
        for (Seen seen : List.of(new Seen(0.7, 60), new Seen(0.97, 60), new Seen(0.8, 30))) {
            long m = FirstTestRows.ofTest(seen.score(), seen.n(), 0.85, 0.90, 0.025).orElseThrow();
            int settled = 0;
            int runs = 2_000;
            for (int run = 0; run < runs; run++) {
                double truth = posterior(seen.score(), seen.n(), random);
                long right = 0;
                for (long i = 0; i < m; i++) {
                    right += random.nextDouble() < truth ? 1 : 0;
                }
                boolean met = Share.clopperPearsonLower(right, m, 0.975) > 0.85;
                boolean missed = Share.clopperPearsonUpper(right, m, 0.975) < 0.90;
                settled += met || missed ? 1 : 0;
            }
            // The promise fails only where the exact upper bound of the observed rate lies below
            // it.
            assertThat(Share.clopperPearsonUpper(settled, runs, 0.95))
                    .as("%s at %d: %d of %d", seen, m, settled, runs)
                    .isGreaterThanOrEqualTo(0.80);
            assertThat((double) settled / runs).as("%s at %d", seen, m).isLessThan(0.92);
        }
    }

    @Test
    void a_score_far_from_the_goal_needs_few_and_one_at_it_many() {
        long far = FirstTestRows.ofTest(0.5, 80, 0.89, 0.90, 0.025).orElseThrow();
        long near = FirstTestRows.ofTest(0.90, 80, 0.89, 0.90, 0.025).orElseThrow();

        assertThat(far).isBetween(8L, 40L);
        assertThat(near).isGreaterThan(1_000L);
        assertThat(FirstTestRows.ofTest(0.9, 80, 0.8999999, 0.9, 0.025).orElse(1 << 20))
                .isGreaterThan(near);
    }

    @Test
    void a_goal_that_every_test_meets_or_none_can_is_settled_or_not_told() {
        assertThat(FirstTestRows.ofTest(1, 60, 0, 0, 0.025)).isNotEqualTo(OptionalLong.of(0));
        assertThat(FirstTestRows.ofTest(0, 60, 0.99, 1, 0.025).orElseThrow()).isLessThan(40);
    }

    @Test
    void test_examples_are_told_in_the_users_rows() {
        Splits cut = splits(60, 20, 20, false);
        Splits given = splits(80, 20, 50, true);

        assertThat(FirstTestRows.moreForTest(cut, 100)).isEqualTo(5 * 100 - 100);
        assertThat(FirstTestRows.moreForTest(given, 100)).isEqualTo(50);
        assertThat(FirstTestRows.moreForDev(given, 100)).isEqualTo(5 * 100 - 100);
        assertThat(FirstTestRows.moreForTest(given, 10)).isEqualTo(1);
        assertThat(FirstTestRows.rounded(1_234)).isEqualTo(1_300);
        assertThat(FirstTestRows.rounded(99)).isEqualTo(99);
        assertThat(FirstTestRows.rounded(101)).isEqualTo(110);
    }

    private static double posterior(double score, int n, SplittableRandom random) {
        return dev.gradus.stats.Beta.quantile(
                random.nextDouble(), score * n + 0.5, (1 - score) * n + 0.5);
    }

    private static Splits splits(int train, int dev, int test, boolean given) {
        return new Splits(
                examples("train", train),
                examples("dev", dev),
                examples("test", test),
                given,
                Set.of());
    }

    private static List<Example> examples(String name, int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(Example.of(name + i, name + " " + i, "a"));
        }
        return examples;
    }
}
