package dev.gradus.ladder;

import dev.gradus.score.Asked;
import dev.gradus.stats.Interim;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// A set of examples in random parts of about equal size: ten, or fewer where a part would hold
/// fewer than 20 examples, or 20 groups where examples belong together. A group is never split. The
/// order is drawn once from the seed, so that whoever asks part by part, today or after a crash,
/// asks the same.
public final class Parts {
    static final int MOST = 10;
    static final int FEWEST = 20;

    private final List<Example> examples;

    /// The part of each example, from 1.
    private final int[] partOf;

    private final int count;

    private Parts(List<Example> examples, int[] partOf, int count) {
        this.examples = examples;
        this.partOf = partOf;
        this.count = count;
    }

    static Parts of(List<Example> examples, long seed) {
        List<List<Integer>> groups = new ArrayList<>(groups(examples));
        Random random = new Random(Seeds.seed(seed, "asking order"));
        for (int i = groups.size(); i > 1; i--) {
            Collections.swap(groups, i - 1, random.nextInt(i));
        }
        for (int count = Math.min(MOST, groups.size() / FEWEST); count > 1; count--) {
            int[] partOf = new int[examples.size()];
            if (cut(groups, examples.size(), count, partOf)) {
                return new Parts(examples, partOf, count);
            }
        }
        int[] one = new int[examples.size()];
        Arrays.fill(one, 1);
        return new Parts(examples, one, 1);
    }

    /// An example without a group is a group of its own.
    private static List<List<Integer>> groups(List<Example> examples) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            String alone = "i:" + i;
            String key = examples.get(i).group().map(group -> "g:" + group).orElse(alone);
            groups.computeIfAbsent(key, one -> new ArrayList<>()).add(i);
        }
        return List.copyOf(groups.values());
    }

    /// False where a part would have too few groups.
    private static boolean cut(List<List<Integer>> groups, int size, int count, int[] partOf) {
        int[] held = new int[count];
        int part = 0;
        int placed = 0;
        for (List<Integer> group : groups) {
            // The group goes where its middle falls.
            double middle = placed + group.size() / 2.0;
            part = Math.max(part, Math.min(count - 1, (int) (middle * count / size)));
            for (int i : group) {
                partOf[i] = part + 1;
            }
            held[part]++;
            placed += group.size();
        }
        return IntStream.of(held).allMatch(one -> one >= FEWEST);
    }

    /// How much of a set of examples was asked, as far as the number tells: the look after as many
    /// examples, else one no later than that after which asking stopped, so that its limits are no
    /// narrower.
    public static Asked asked(List<Example> examples, int asked) {
        Parts parts = of(examples, 1);
        if (asked == examples.size() || parts.count == 1) {
            return new Asked(Interim.once(), examples.size() - asked);
        }
        int floor = Math.max(1, (int) ((long) parts.count * asked / examples.size()));
        int part =
                IntStream.rangeClosed(1, parts.count - 1)
                        .filter(one -> parts.upTo(one).size() == asked)
                        .findFirst()
                        .orElse(floor);
        return new Asked(parts.after(part), examples.size() - asked);
    }

    int count() {
        return count;
    }

    /// The look after a part.
    Interim after(int part) {
        return new Interim(part, count);
    }

    /// The examples of the first parts, in the examples' order.
    List<Example> upTo(int part) {
        return IntStream.range(0, partOf.length)
                .filter(i -> partOf[i] <= part)
                .mapToObj(examples::get)
                .toList();
    }
}
