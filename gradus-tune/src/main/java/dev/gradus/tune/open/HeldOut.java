package dev.gradus.tune.open;

import dev.gradus.canonical.Canonical;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Which examples are held out. Examples of one group, and examples with the same input, stay on
/// one side together; each answer gives the same share, and an answer with fewer than three
/// examples gives none. Depends on the content and the seed alone, not on the order of the rows.
final class HeldOut {
    private static final int FEWEST_TO_GIVE = 3;

    private final long seed;
    private final Map<String, String> roots = new HashMap<>();

    private HeldOut(long seed) {
        this.seed = seed;
    }

    /// The ids of the examples that are held out.
    ///
    /// @param kin examples that say what belongs together: these, and those that were left out as
    ///   duplicates
    /// @param stratum whose share is kept: the label, or one word for all
    static Set<String> ids(
            List<Example> examples,
            List<Example> kin,
            Function<Example, String> stratum,
            double share,
            long seed) {
        HeldOut heldOut = new HeldOut(seed);
        heldOut.join(kin);
        return heldOut.choose(examples, stratum, share);
    }

    private void join(List<Example> kin) {
        for (Example example : kin) {
            String input = "input " + example.input();
            find(input);
            example.group().ifPresent(group -> roots.put(find(input), find("group " + group)));
        }
    }

    private Set<String> choose(
            List<Example> examples, Function<Example, String> stratum, double share) {
        Map<String, List<Example>> clusters = new LinkedHashMap<>();
        for (Example example : examples) {
            clusters.computeIfAbsent(find("input " + example.input()), root -> new ArrayList<>())
                    .add(example);
        }
        Map<String, TreeMap<String, List<Example>>> strata = new TreeMap<>();
        for (List<Example> cluster : clusters.values()) {
            strata.computeIfAbsent(commonest(cluster, stratum), name -> new TreeMap<>())
                    .put(draw(cluster), cluster);
        }
        Set<String> held = new HashSet<>();
        for (TreeMap<String, List<Example>> drawn : strata.values()) {
            take(drawn, share).forEach(example -> held.add(example.id()));
        }
        return held;
    }

    private static List<Example> take(TreeMap<String, List<Example>> drawn, double share) {
        int all = drawn.values().stream().mapToInt(List::size).sum();
        List<Example> taken = new ArrayList<>();
        if (all < FEWEST_TO_GIVE) {
            return taken;
        }
        double wanted = Math.max(1, share * all);
        for (List<Example> cluster : drawn.values()) {
            double lacking = wanted - taken.size();
            if (cluster.size() < all && Math.abs(lacking - cluster.size()) < Math.abs(lacking)) {
                taken.addAll(cluster);
            }
        }
        return taken;
    }

    private String find(String node) {
        String parent = roots.computeIfAbsent(node, itself -> itself);
        while (!parent.equals(roots.getOrDefault(parent, parent))) {
            String above = roots.getOrDefault(parent, parent);
            roots.put(node, above);
            parent = above;
        }
        return parent;
    }

    private String draw(List<Example> cluster) {
        return cluster.stream()
                .map(example ->
                        ContentHash.of(
                                Canonical.number(seed),
                                Canonical.text("held"),
                                Canonical.text(example.input()),
                                Canonical.text(example.expected()),
                                Canonical.text(example.id())))
                .min(String::compareTo)
                .orElseThrow();
    }

    private static String commonest(List<Example> cluster, Function<Example, String> stratum) {
        Map<String, Integer> counts = new TreeMap<>();
        cluster.forEach(example -> counts.merge(stratum.apply(example), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }
}
