package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.candidate.Method.FixedShots;
import dev.gradus.candidate.Method.Selection;
import dev.gradus.spi.VectorClassifiers.Training;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShotsTest {
    @ParameterizedTest
    @EnumSource(Selection.class)
    void picks_distinct_examples_of_the_label(Selection selection) {
        Training training = Toy.training(4, 20, 8, 1, 1);
        FixedShots method = new FixedShots(5, selection, 3);

        int[] shots = Shots.pick(method, training, 2);

        assertThat(Arrays.stream(shots).distinct().count()).isEqualTo(5);
        assertThat(Arrays.stream(shots).map(shot -> training.labels()[shot])).containsOnly(2);
        assertThat(Shots.pick(method, training, 2)).isEqualTo(shots);
        assertThat(Shots.pick(new FixedShots(50, selection, 3), training, 2)).hasSize(20);
    }

    @Test
    void another_seed_picks_other_shots_at_random() {
        Training training = Toy.training(4, 20, 8, 1, 1);

        assertThat(Shots.pick(new FixedShots(5, Selection.RANDOM, 1), training, 0))
                .isNotEqualTo(Shots.pick(new FixedShots(5, Selection.RANDOM, 2), training, 0));
    }

    /// One label with two tight clusters of 30 and 10 and an outlier: two covering shots come from
    /// the two clusters.
    @Test
    void covering_shots_come_from_every_part_and_not_from_the_rim() {
        float[][] vectors = new float[41][];
        for (int i = 0; i < 41; i++) {
            float side = 0.01f * (i % 7);
            vectors[i] =
                    i < 30
                            ? new float[] {1, side, 0}
                            : i < 40 ? new float[] {side, 1, 0} : new float[] {0, 0, 1};
        }
        float[][] text = {{1, 0, 0}};
        Training training = new Training(vectors, new int[41], new int[41], text, text, true);

        int[] shots = Shots.pick(new FixedShots(2, Selection.DIVERSE, 1), training, 0);

        assertThat(shots[0]).isLessThan(30);
        assertThat(shots[1]).isBetween(30, 39);
    }

    @Test
    void a_label_without_examples_stands_by_its_text() {
        Training all = Toy.training(3, 10, 8, 1, 1);
        int[] labels = Arrays.stream(all.labels()).map(label -> label == 2 ? 0 : label).toArray();
        Training without =
                new Training(
                        all.vectors(),
                        labels,
                        all.groups(),
                        all.nameVectors(),
                        all.descriptionVectors(),
                        false);

        float[][] prototypes = Shots.prototypes(new FixedShots(3, Selection.RANDOM, 1), without);

        assertThat((double) Kernel.dot(prototypes[2], all.nameVectors()[2]))
                .isCloseTo(1, within(1e-6));
    }
}
