package dev.gradus.tune.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    @Test
    void a_group_is_never_cut_and_every_label_keeps_a_teacher() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] groups = random.ints(400, 0, 150).toArray();
            int[] labels = random.ints(400, 0, 12).toArray();

            HeldOut cut = HeldOut.of(labels, groups, 0.1, seed);

            assertThat(of(groups, cut.teaching()))
                    .as("seed %d", seed)
                    .doesNotContainAnyElementsOf(of(groups, cut.held()));
            assertThat(of(labels, cut.teaching())).hasSize(12);
            assertThat(cut.held().length).isBetween(25, 55);
            assertThat(cut.teaching().length + cut.held().length).isEqualTo(400);
        }
    }

    @Test
    void shares_of_the_labels_stay_even() {
        int[] labels = IntStream.range(0, 1000).map(i -> i < 900 ? 0 : 1).toArray();
        int[] groups = IntStream.range(0, 1000).toArray();

        HeldOut cut = HeldOut.of(labels, groups, 0.1, 3);

        assertThat(cut.held()).hasSize(100);
        assertThat(Arrays.stream(cut.held()).filter(i -> labels[i] == 1).count()).isEqualTo(10);
    }

    @Test
    void few_examples_still_hold_one_out() {
        HeldOut cut = HeldOut.of(new int[] {0, 1}, new int[] {5, 9}, 0.1, 1);

        assertThat(cut.held()).hasSize(1);
        assertThat(cut.teaching()).hasSize(1);
    }

    @Test
    void one_group_is_refused() {
        assertThatThrownBy(() -> HeldOut.of(new int[] {0, 1}, new int[] {4, 4}, 0.1, 1))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "train has 1 group of examples, and tuning holds one out to know when to stop. Add examples of other groups.");
    }

    private static Set<Integer> of(int[] values, int[] examples) {
        return Arrays.stream(examples).mapToObj(i -> values[i]).collect(Collectors.toSet());
    }
}
