package dev.gradus.tune.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A step's examples cut into shards of about as many tokens, at most 8 examples each. How many
/// there are depends on the recipe alone, not on the cores: a shard's gradient and the order of the
/// sum are the same on every machine, so a run may go on elsewhere.
///
/// Shards of 8 keep 2 cores busy at a batch of 16, the default; with more cores a larger batch is
/// needed to use them all.
final class Shards {
    static final int EXAMPLES = 8;

    private Shards() {}

    /// The longest first, each to the shard with the fewest tokens that has room.
    static List<int[]> of(int[] examples, int[][] texts) {
        int count = (examples.length + EXAMPLES - 1) / EXAMPLES;
        int room = (examples.length + count - 1) / count;
        List<List<Integer>> shards = new ArrayList<>();
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            shards.add(new ArrayList<>());
        }
        List<Integer> longest = new ArrayList<>(Arrays.stream(examples).boxed().toList());
        longest.sort(Comparator.comparingInt((Integer i) -> texts[i].length).reversed());
        for (int example : longest) {
            int to = -1;
            for (int s = 0; s < count; s++) {
                if (shards.get(s).size() < room && (to < 0 || tokens[s] < tokens[to])) {
                    to = s;
                }
            }
            shards.get(to).add(example);
            tokens[to] += texts[example].length;
        }
        return shards.stream()
                .filter(shard -> !shard.isEmpty())
                .map(shard -> shard.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }
}
