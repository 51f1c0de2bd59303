package dev.gradus.tune.train;

import dev.gradus.stats.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The shards of the contrastive start: four labels with two examples each, drawn anew each step.
final class PairSampler {
    private static final int PER_LABEL = 2;
    private static final int LABELS = Shards.EXAMPLES / PER_LABEL;

    private final List<int[]> byLabel;
    private final int shards;
    private final long seed;

    PairSampler(int[] examples, int[] labelOf, int batch, long seed) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int example : examples) {
            members.computeIfAbsent(labelOf[example], label -> new ArrayList<>()).add(example);
        }
        this.byLabel =
                members.values().stream()
                        .filter(some -> some.size() >= PER_LABEL)
                        .map(some -> some.stream().mapToInt(Integer::intValue).toArray())
                        .toList();
        this.shards = Math.max(1, batch / Shards.EXAMPLES);
        this.seed = seed;
    }

    /// False where fewer than two labels have two examples: there is nothing to compare.
    boolean possible() {
        return byLabel.size() >= 2;
    }

    List<int[]> draw(int step) {
        SplittableRandom random = Seeds.generator(seed, "pairs of step " + step);
        List<int[]> drawn = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            int[] labels = distinct(random, byLabel.size(), Math.min(LABELS, byLabel.size()));
            int[] shard = new int[labels.length * PER_LABEL];
            for (int i = 0; i < labels.length; i++) {
                int[] of = byLabel.get(labels[i]);
                int[] two = distinct(random, of.length, PER_LABEL);
                for (int j = 0; j < PER_LABEL; j++) {
                    shard[i * PER_LABEL + j] = of[two[j]];
                }
            }
            drawn.add(shard);
        }
        return drawn;
    }

    private static int[] distinct(SplittableRandom random, int below, int count) {
        return random.ints(0, below).distinct().limit(count).toArray();
    }
}
