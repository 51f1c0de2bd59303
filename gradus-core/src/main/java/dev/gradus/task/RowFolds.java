package dev.gradus.task;

import dev.gradus.canonical.Canonical;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The folds of a file that is too short for a test: what learns is taught by the rows of all other
/// folds and answers the rows of its own. Groups and near twins share a fold, each label is dealt
/// evenly, and the order of the rows does not matter.
///
/// @param foldOf for each row its fold, from 0
/// @param count of folds
public record RowFolds(List<Integer> foldOf, int count) {
    /// Each fold is answered by what four fifths of the rows taught. More folds would teach with a
    /// little more, and cost a chat model's rewriting once more for each.
    public static final int FOLDS = 5;

    /// How often each label is there in what teaches, at least: a label that was seen once cannot
    /// be told from the words of that one row.
    public static final int TAUGHT = 2;

    public RowFolds {
        foldOf = List.copyOf(foldOf);
        for (int fold : foldOf) {
            if (fold < 0 || fold >= count) {
                throw new IllegalArgumentException("fold " + fold + " of " + count);
            }
        }
    }

    /// What stays together while folds are dealt.
    ///
    /// @param rows their places in the file
    /// @param draw a number of their content, in hexadecimal digits: decides the order
    record Cluster(List<Integer> rows, String draw) {}

    /// Deals clusters label by label, the rarest label first, each to the fold that has the fewest
    /// rows of that label, then the fewest rows.
    ///
    /// @param strata the label of each row; the same for all where there are no labels
    static RowFolds deal(List<Cluster> clusters, List<String> strata) {
        Map<String, Long> sizes = new HashMap<>();
        strata.forEach(label -> sizes.merge(label, 1L, Long::sum));
        record Dealt(Cluster cluster, String label) {}
        List<Dealt> order =
                clusters.stream()
                        .map(cluster -> new Dealt(cluster, rarest(cluster, strata, sizes)))
                        .sorted(
                                Comparator.comparingLong((Dealt one) -> size(sizes, one.label()))
                                        .thenComparing(Dealt::label)
                                        .thenComparing(one -> -one.cluster().rows().size())
                                        .thenComparing(one -> one.cluster().draw()))
                        .toList();
        int count = Math.max(1, Math.min(FOLDS, clusters.size()));
        List<Map<String, Integer>> perLabel = new ArrayList<>();
        IntStream.range(0, count).forEach(fold -> perLabel.add(new HashMap<>()));
        int[] size = new int[count];
        Integer[] foldOf = new Integer[strata.size()];
        for (Dealt one : order) {
            int fold = emptiest(perLabel, size, one.label());
            for (int row : one.cluster().rows()) {
                foldOf[row] = fold;
                perLabel.get(fold).merge(strata.get(row), 1, Integer::sum);
                size[fold]++;
            }
        }
        return new RowFolds(List.of(foldOf), count);
    }

    private static long size(Map<String, Long> sizes, String label) {
        return sizes.getOrDefault(label, 0L);
    }

    private static String rarest(Cluster cluster, List<String> strata, Map<String, Long> sizes) {
        return cluster.rows().stream()
                .map(strata::get)
                .min(
                        Comparator.comparingLong((String label) -> size(sizes, label))
                                .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    private static int emptiest(List<Map<String, Integer>> perLabel, int[] size, String label) {
        int best = 0;
        for (int fold = 1; fold < size.length; fold++) {
            int fewer =
                    Integer.compare(
                            perLabel.get(fold).getOrDefault(label, 0),
                            perLabel.get(best).getOrDefault(label, 0));
            if (fewer < 0 || (fewer == 0 && size[fold] < size[best])) {
                best = fold;
            }
        }
        return best;
    }

    /// The rows that this fold answers, in the order of the file.
    public int[] heldOut(int fold) {
        return IntStream.range(0, foldOf.size()).filter(row -> foldOf.get(row) == fold).toArray();
    }

    /// The rows that teach what answers this fold, in the order of the file.
    public int[] teaching(int fold) {
        return IntStream.range(0, foldOf.size()).filter(row -> foldOf.get(row) != fold).toArray();
    }

    /// How many more rows each label needs until every fold is taught by [#TAUGHT] of it; labels
    /// that have enough are not named. Where there are no labels, the key is empty.
    ///
    /// @param rows that were dealt
    /// @param labels of the task; empty where its answers are no labels
    public SortedMap<String, Integer> lacking(List<Example> rows, List<String> labels) {
        SortedMap<String, Integer> lacking = new TreeMap<>();
        List<String> all = labels.isEmpty() ? List.of("") : labels;
        for (String label : all) {
            int[] held = new int[count];
            int there = 0;
            for (int row = 0; row < rows.size(); row++) {
                if (labels.isEmpty() || rows.get(row).expected().equals(label)) {
                    held[foldOf.get(row)]++;
                    there++;
                }
            }
            // A label that is absent needs one row more than it teaches: the one that is held out.
            int most = Math.max(1, IntStream.of(held).max().orElse(0));
            int taught = there - most;
            if (taught < TAUGHT) {
                lacking.put(label, TAUGHT - taught);
            }
        }
        return Collections.unmodifiableSortedMap(lacking);
    }

    /// The same for the same folds: what was answered out of them is kept by it.
    public String key() {
        ContentHash hash =
                new ContentHash().add(Canonical.text("folds")).add(Canonical.number(count));
        foldOf.forEach(fold -> hash.add(Canonical.number(fold)));
        return hash.hex().substring(0, 16);
    }
}
