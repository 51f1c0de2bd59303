package dev.gradus.stats;

import java.util.HashMap;
import java.util.Map;

/// Which examples belong together (one conversation, customer or document) and therefore are drawn,
/// flipped and resampled together.
public final class Groups {
    /// The fewest groups that a grouped method accepts. With G groups a cluster sign-flip test has
    /// at most `2^G` arrangements, and resampled intervals of fewer than about 10 clusters cover
    /// visibly less than they say (Cameron, Gelbach and Miller 2008, Review of Economics and
    /// Statistics 90, 414-427).
    public static final int MINIMUM = 10;

    private final int[] groupOf;
    private final int count;

    private Groups(int[] groupOf, int count) {
        this.groupOf = groupOf;
        this.count = count;
    }

    /// Every example on its own.
    static Groups each(int n) {
        int[] groupOf = new int[n];
        for (int i = 0; i < n; i++) {
            groupOf[i] = i;
        }
        return new Groups(groupOf, n);
    }

    /// Examples with equal keys belong together; the numbers themselves mean nothing.
    static Groups of(int[] keys, int n) {
        Require.sameLength(n, keys.length, "groups");
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] groupOf = new int[n];
        for (int i = 0; i < n; i++) {
            Integer known = numbers.putIfAbsent(keys[i], numbers.size());
            groupOf[i] = known == null ? numbers.size() - 1 : known;
        }
        return new Groups(groupOf, numbers.size());
    }

    /// How many different keys there are: compare with [#MINIMUM] before asking for a comparison.
    public static int count(int[] keys) {
        return of(keys, keys.length).count;
    }

    int count() {
        return count;
    }

    int size() {
        return groupOf.length;
    }

    int of(int example) {
        return groupOf[example];
    }

    /// True if no two examples share a group, so that the methods without groups apply.
    boolean trivial() {
        return count == groupOf.length;
    }

    /// These groups, or an exception if they are too few to say anything.
    Groups enough() {
        if (!trivial() && count < MINIMUM) {
            throw new TooFewGroups(count);
        }
        return this;
    }

    /// The sum of `values` over each group.
    double[] sums(double[] values) {
        double[] sums = new double[count];
        for (int i = 0; i < values.length; i++) {
            sums[groupOf[i]] += values[i];
        }
        return sums;
    }

    double[] sizes() {
        double[] sizes = new double[count];
        for (int group : groupOf) {
            sizes[group]++;
        }
        return sizes;
    }

    /// The examples of each group, group after group.
    int[][] members() {
        int[][] members = new int[count][];
        double[] sizes = sizes();
        int[] filled = new int[count];
        for (int i = 0; i < groupOf.length; i++) {
            int group = groupOf[i];
            if (filled[group] == 0) {
                members[group] = new int[(int) sizes[group]];
            }
            members[group][filled[group]++] = i;
        }
        return members;
    }
}
