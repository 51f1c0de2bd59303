package dev.gradus.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Texts sorted into clusters of near twins; a text without a twin is a cluster of one.
public final class TwinClusters {
    private final int[] clusterOf;
    private final int[] copyOf;
    private final List<Link> links;

    TwinClusters(int[] clusterOf, int[] copyOf, List<Link> links) {
        this.clusterOf = clusterOf;
        this.copyOf = copyOf;
        this.links = List.copyOf(links);
    }

    /// Two texts that are near twins.
    ///
    /// @param first the lower index
    /// @param similarity [NearTwins#THRESHOLD] to 1; 1 where only case, punctuation or white space
    ///   differ
    public record Link(int first, int second, double similarity) {}

    /// How many texts there are.
    public int size() {
        return clusterOf.length;
    }

    /// The cluster of a text, named by the lowest index in it.
    public int of(int text) {
        return clusterOf[text];
    }

    /// The pairs that hold the clusters together, the closest first: one fewer than texts in each
    /// cluster, not every pair in it.
    public List<Link> links() {
        return links;
    }

    /// The clusters of two texts or more, each in ascending order.
    public List<List<Integer>> several() {
        return several(clusterOf);
    }

    /// The texts that are equal but for case, punctuation and white space: sets of two or more,
    /// each in ascending order.
    public List<List<Integer>> copies() {
        return several(copyOf);
    }

    private static List<List<Integer>> several(int[] setOf) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int text = 0; text < setOf.length; text++) {
            members.computeIfAbsent(setOf[text], set -> new ArrayList<>()).add(text);
        }
        return members.values().stream().filter(set -> set.size() > 1).map(List::copyOf).toList();
    }
}
