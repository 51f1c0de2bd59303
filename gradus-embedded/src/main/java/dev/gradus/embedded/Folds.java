package dev.gradus.embedded;

import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.stats.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Train cut into folds of like size and like label shares; a group is never cut.
///
/// Groups are dealt label by label, in a random order within a label, each to the fold that has the
/// fewest examples of its first label so far, then the fewest examples.
final class Folds {
    private final int[] foldOf;
    private final int count;

    private Folds(int[] foldOf, int count) {
        this.foldOf = foldOf;
        this.count = count;
    }

    /// At most `wanted` folds; fewer where there are fewer groups.
    ///
    /// @throws IllegalArgumentException where there is one group only: nothing can be held out
    static Folds of(Training training, int wanted, long seed) {
        int[] groups = training.groups();
        int[] order = dealingOrder(training, seed);
        int distinct = (int) Arrays.stream(groups).distinct().count();
        if (distinct < 2) {
            throw new IllegalArgumentException(
                    "cross-validation needs 2 groups of examples or more; train has " + distinct);
        }
        int count = Math.min(wanted, distinct);
        int[] foldOf = new int[groups.length];
        int[][] perLabel = new int[count][training.labelCount()];
        int[] size = new int[count];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && groups[order[to]] == groups[order[from]]) {
                to++;
            }
            int fold = emptiest(perLabel, size, training.labels()[order[from]]);
            for (int i = from; i < to; i++) {
                foldOf[order[i]] = fold;
                perLabel[fold][training.labels()[order[i]]]++;
                size[fold]++;
            }
            from = to;
        }
        return new Folds(foldOf, count);
    }

    /// Examples so that groups stay together: by the label of the group's first example, then in a
    /// random order of groups, then as they stand.
    private static int[] dealingOrder(Training training, long seed) {
        int[] groups = training.groups();
        int highest = Arrays.stream(groups).max().orElse(-1);
        int[] firstLabel = new int[highest + 1];
        Arrays.fill(firstLabel, -1);
        for (int i = 0; i < groups.length; i++) {
            if (firstLabel[groups[i]] < 0) {
                firstLabel[groups[i]] = training.labels()[i];
            }
        }
        SplittableRandom random = Seeds.generator(seed, "folds");
        long[] key = random.longs(highest + 1L).toArray();
        return IntStream.range(0, groups.length)
                .boxed()
                .sorted((a, b) -> {
                    int byLabel = Integer.compare(firstLabel[groups[a]], firstLabel[groups[b]]);
                    int byKey = Long.compare(key[groups[a]], key[groups[b]]);
                    int byGroup = Integer.compare(groups[a], groups[b]);
                    return byLabel != 0
                            ? byLabel
                            : byKey != 0 ? byKey : byGroup != 0 ? byGroup : a - b;
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int emptiest(int[][] perLabel, int[] size, int label) {
        int best = 0;
        for (int fold = 1; fold < size.length; fold++) {
            int fewer = Integer.compare(perLabel[fold][label], perLabel[best][label]);
            if (fewer < 0 || (fewer == 0 && size[fold] < size[best])) {
                best = fold;
            }
        }
        return best;
    }

    int count() {
        return count;
    }

    int foldOf(int example) {
        return foldOf[example];
    }

    /// The examples held out in a fold, in their order.
    int[] heldOut(int fold) {
        return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
    }

    /// The examples that teach while a fold is held out, in their order.
    int[] teaching(int fold) {
        return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] != fold).toArray();
    }
}
