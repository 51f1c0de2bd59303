package dev.gradus.tune.train;

import dev.gradus.spi.GradusException;
import dev.gradus.stats.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Train cut in two: what teaches and what is held out to stop early. A group is never cut, and the
/// labels' shares stay as even as groups allow.
///
/// Groups come label by label (of their first example), in a random order within a label; one is
/// held out whenever the share so far has fallen behind, unless a label would lose its last
/// teaching example.
record HeldOut(int[] teaching, int[] held) {

    /// @throws GradusException.Data where there is one group only
    static HeldOut of(int[] labelOf, int[] groupOf, double share, long seed) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groupOf.length; i++) {
            members.computeIfAbsent(groupOf[i], group -> new ArrayList<>()).add(i);
        }
        if (members.size() < 2) {
            throw new GradusException.Data(
                    "train has %d group of examples, and tuning holds one out to know when to stop. Add examples of other groups."
                            .formatted(members.size()));
        }
        int[] left = new int[Arrays.stream(labelOf).max().orElse(0) + 1];
        for (int label : labelOf) {
            left[label]++;
        }
        boolean[] out = new boolean[labelOf.length];
        double seen = 0;
        int taken = 0;
        List<Integer> smallest = List.of();
        for (List<Integer> group : ordered(members, labelOf, seed)) {
            seen += group.size();
            if (smallest.isEmpty() || group.size() < smallest.size()) {
                smallest = group;
            }
            if (taken + group.size() / 2.0 <= share * seen && spares(group, labelOf, left)) {
                taken += hold(group, labelOf, left, out);
            }
        }
        if (taken == 0) {
            hold(smallest, labelOf, left, out);
        }
        return cut(out);
    }

    private static List<List<Integer>> ordered(
            Map<Integer, List<Integer>> members, int[] labelOf, long seed) {
        SplittableRandom random = Seeds.generator(seed, "held out of train");
        record Drawn(List<Integer> group, int label, long key) {}
        return members.values().stream()
                .map(group -> new Drawn(group, labelOf[group.getFirst()], random.nextLong()))
                .sorted((a, b) ->
                        a.label() != b.label()
                                ? Integer.compare(a.label(), b.label())
                                : Long.compare(a.key(), b.key()))
                .map(Drawn::group)
                .toList();
    }

    private static boolean spares(List<Integer> group, int[] labelOf, int[] left) {
        int[] lost = new int[left.length];
        for (int i : group) {
            lost[labelOf[i]]++;
        }
        for (int i : group) {
            if (left[labelOf[i]] <= lost[labelOf[i]]) {
                return false;
            }
        }
        return true;
    }

    private static int hold(List<Integer> group, int[] labelOf, int[] left, boolean[] out) {
        for (int i : group) {
            out[i] = true;
            left[labelOf[i]]--;
        }
        return group.size();
    }

    private static HeldOut cut(boolean[] out) {
        int held = 0;
        for (boolean one : out) {
            held += one ? 1 : 0;
        }
        int[] teaching = new int[out.length - held];
        int[] heldOut = new int[held];
        int t = 0;
        int h = 0;
        for (int i = 0; i < out.length; i++) {
            if (out[i]) {
                heldOut[h++] = i;
            } else {
                teaching[t++] = i;
            }
        }
        return new HeldOut(teaching, heldOut);
    }
}
