package dev.gradus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestVoteTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30, 400})
    void finds_the_nearest_as_sorting_would(int k) {
        Random random = new Random(k);
        float[] similarities = new float[300];
        for (int i = 0; i < 300; i++) {
            similarities[i] = random.nextInt(50) / 50f;
        }
        int[] sorted =
                IntStream.range(0, 300)
                        .boxed()
                        .sorted((a, b) ->
                                similarities[a] == similarities[b]
                                        ? a - b
                                        : Float.compare(similarities[b], similarities[a]))
                        .limit(k)
                        .mapToInt(Integer::intValue)
                        .toArray();

        assertThat(NearestVote.nearest(similarities, k)).isEqualTo(sorted);
    }

    @Test
    void near_neighbours_outvote_many_far_ones_only_by_their_weight() {
        float[] similarities = {0.9f, 0.8f, 0.8f, 0.1f};
        int[] labels = {0, 1, 1, 2};
        int[] nearest = NearestVote.nearest(similarities, 3);

        float[] one = NearestVote.of(similarities, nearest, 1, labels, 3);
        float[] three = NearestVote.of(similarities, nearest, 3, labels, 3);

        assertThat(Sharpness.best(one)).isZero();
        assertThat(Sharpness.best(three)).isZero();
        double last = Math.exp(-1);
        assertThat((double) three[0]).isCloseTo(Math.log(1 + 0.1 * last), within(1e-6));
        assertThat((double) three[1]).isCloseTo(Math.log(2 * last + 0.1 * last), within(1e-6));
        assertThat((double) three[2]).isCloseTo(Math.log(0.1 * last), within(1e-6));
    }
}
