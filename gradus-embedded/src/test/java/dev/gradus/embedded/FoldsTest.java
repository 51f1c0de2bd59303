package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.VectorClassifiers.Training;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void never_cuts_a_group(long seed) {
        Random random = new Random(seed);
        Training training =
                grouped(random.ints(300, 0, 60).toArray(), random.ints(300, 0, 7).toArray());

        Folds folds = Folds.of(training, 4, seed);

        for (int i = 0; i < 300; i++) {
            for (int j = 0; j < i; j++) {
                if (training.groups()[i] == training.groups()[j]) {
                    assertThat(folds.foldOf(i)).as("seed %d", seed).isEqualTo(folds.foldOf(j));
                }
            }
        }
    }

    @Test
    void gives_every_fold_its_share_of_every_label() {
        Training training = Toy.training(7, 22, 4, 1, 3);

        Folds folds = Folds.of(training, 4, 11);

        for (int fold = 0; fold < 4; fold++) {
            int[] heldOut = folds.heldOut(fold);
            for (int label = 0; label < 7; label++) {
                int wanted = label;
                long count =
                        Arrays.stream(heldOut).filter(i -> training.labels()[i] == wanted).count();
                assertThat(count).isBetween(5L, 6L);
            }
            assertThat(heldOut.length + folds.teaching(fold).length).isEqualTo(154);
            assertThat(heldOut.length).isBetween(38, 39);
        }
    }

    @Test
    void deals_alike_with_the_same_seed_and_otherwise_with_another() {
        Training training = Toy.training(5, 40, 4, 1, 3);

        assertThat(foldsOf(Folds.of(training, 4, 1))).isEqualTo(foldsOf(Folds.of(training, 4, 1)));
        assertThat(foldsOf(Folds.of(training, 4, 1)))
                .isNotEqualTo(foldsOf(Folds.of(training, 4, 2)));
    }

    @Test
    void refuses_one_group() {
        Training training = grouped(new int[10], new int[10]);

        assertThatThrownBy(() -> Folds.of(training, 4, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cross-validation needs 2 groups of examples or more; train has 1");
    }

    private static int[] foldsOf(Folds folds) {
        return IntStream.range(0, 200).map(folds::foldOf).toArray();
    }

    private static Training grouped(int[] groups, int[] labels) {
        float[][] texts = Toy.directions(7, 4, 1);
        return new Training(
                Toy.directions(groups.length, 4, 1), labels, groups, texts, texts, true);
    }
}
