package dev.gradus.task;

import dev.gradus.canonical.Canonical;
import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Cuts the examples into train, dev and, where the user gave no test file, the sealed test.
///
/// Dev and a cut test get 20 % of each label. Examples of one group, and near twins, stay on one
/// side together. A label with one or two examples stays in train whole, and so does a cluster that
/// would carry its label's share further from 20 % than leaving it out. Depends on the content of
/// the examples and the seed alone: not on the order of the rows, and a few more rows move a few
/// others.
public final class Splitter {
    /*
     * Each cluster (groups and near twins, joined) draws a number: the smallest hash of (seed, split,
     * input, expected) among its members. Inside each label the clusters are walked in the order of
     * their numbers and taken as long as that brings the label's count nearer to its share. So a new
     * row either joins the taken ones, and the last of those falls out, or nothing moves: consistent
     * hashing, with exact shares. Stratified group splitting by search (as in scikit-learn's
     * StratifiedGroupKFold) balances better where clusters hold many labels, but a new row reshuffles
     * everything. A cluster of several labels counts where most of its examples are.
     */
    private static final double SHARE = 0.20;
    private static final double HALF = 0.50;

    /// The fewest examples that dev, and a test that is cut, may have.
    public static final int FEWEST = 10;

    /// Below this many rows a climb without a test file cuts no test: a fifth of them would say
    /// little of any candidate, and the rest too little of which is best.
    public static final int FEW = 100;

    private final long seed;
    private final List<Example> examples;
    private final List<Cluster> clusters;

    /// Groups and near twins, joined: what stays together.
    private static final class Cluster {
        private final List<Example> members = new ArrayList<>();

        int size() {
            return members.size();
        }
    }

    private Splitter(List<Example> examples, TwinClusters twins, long seed) {
        this.seed = seed;
        this.examples = examples;
        this.clusters = clusters(examples, twins);
    }

    /// Splits the examples.
    ///
    /// @param answer where these are labels, each label is split in the same shares
    /// @param examples from which train and dev come, and test if none is given
    /// @param test the user's own test file, which is never altered
    /// @throws GradusException.Data where two examples have one id, where all have the same label,
    ///   or where dev or test would have fewer than [#FEWEST] examples
    public static Splits split(
            AnswerShape answer, List<Example> examples, Optional<List<Example>> test, long seed) {
        return cut(answer, examples, test, seed).splits();
    }

    /// The same, with the near twins that were found on the way, for a check that would look for
    /// them again.
    public static Cut cut(
            AnswerShape answer, List<Example> given, Optional<List<Example>> ownTest, long seed) {
        // As objects: they are read at random from here on.
        List<Example> examples = List.copyOf(given);
        Optional<List<Example>> test = ownTest.map(List::copyOf);
        refuseRepeatedIds(examples, test.orElse(List.of()));
        boolean labels = answer instanceof AnswerShape.Labels;
        if (labels) {
            refuseOneLabel(examples);
        }
        NearTwins.Twins twins = NearTwins.of(inputs(examples), inputs(test.orElse(List.of())));
        Splitter splitter = new Splitter(examples, twins.clusters(), seed);
        Function<Example, String> stratum = labels ? Example::expected : example -> "";
        Set<Cluster> tested =
                test.isPresent() ? Set.of() : splitter.cut("test", Set.of(), stratum, SHARE);
        Set<Cluster> chosen = splitter.cut("dev", tested, stratum, SHARE);
        List<Example> dev = splitter.in(chosen);
        List<Example> sealed = test.orElseGet(() -> splitter.in(tested));
        splitter.refuseFew(dev.size(), sealed.size(), test.isPresent());
        Set<Cluster> taken = new HashSet<>(tested);
        taken.addAll(chosen);
        Set<Cluster> rest = new HashSet<>(splitter.clusters);
        rest.removeAll(taken);
        Splits splits =
                new Splits(
                        splitter.in(rest),
                        dev,
                        sealed,
                        test.isPresent(),
                        test.map(own -> twins(own, twins)).orElse(Set.of()));
        return new Cut(splits, examples, twins);
    }

    /// The same, but under [#FEW] rows without a test file nothing is cut: see [Splits#folds()].
    ///
    /// @throws GradusException.Data as [#cut] does, and where there are fewer than two rows
    public static Cut cutUnlessFew(
            AnswerShape answer, List<Example> given, Optional<List<Example>> ownTest, long seed) {
        if (ownTest.isPresent() || given.size() >= FEW) {
            return cut(answer, given, ownTest, seed);
        }
        List<Example> rows = List.copyOf(given);
        refuseRepeatedIds(rows, List.of());
        refuseNone(rows);
        boolean labels = answer instanceof AnswerShape.Labels;
        if (labels) {
            refuseOneLabel(rows);
        }
        NearTwins.Twins twins = NearTwins.of(inputs(rows), List.of());
        Splitter splitter = new Splitter(rows, twins.clusters(), seed);
        List<String> strata = rows.stream().map(row -> labels ? row.expected() : "").toList();
        return new Cut(Splits.few(rows, RowFolds.deal(splitter.dealt(), strata)), rows, twins);
    }

    /// The clusters as they are dealt into folds.
    private List<RowFolds.Cluster> dealt() {
        Map<Example, Integer> places = new IdentityHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            places.put(examples.get(i), i);
        }
        return clusters.stream()
                .map(cluster ->
                        new RowFolds.Cluster(
                                cluster.members.stream().map(places::get).toList(),
                                draw("fold", cluster.members)))
                .toList();
    }

    private static void refuseNone(List<Example> rows) {
        if (rows.isEmpty()) {
            throw new GradusException.Data(
                    "there is no example to measure by. Add examples, each with its right answer.");
        }
        if (rows.size() == 1) {
            throw new GradusException.Data(
                    rows.getFirst().source().file()
                            + ": there is one example, and one says nothing of other inputs. Add more,"
                            + " 3 of each label or 10 in all to begin with.");
        }
    }

    /// Cuts examples into two halves, label by label; groups and near twins stay in one half.
    ///
    /// @throws GradusException.Data where a half would have fewer than [#FEWEST] examples
    public static Halves halves(AnswerShape answer, List<Example> examples, long seed) {
        boolean labels = answer instanceof AnswerShape.Labels;
        NearTwins.Twins twins = NearTwins.of(inputs(examples), List.of());
        Splitter splitter = new Splitter(examples, twins.clusters(), seed);
        Function<Example, String> stratum = labels ? Example::expected : example -> "";
        Set<Cluster> first = splitter.cut("half", Set.of(), stratum, HALF);
        Set<Cluster> rest = new HashSet<>(splitter.clusters);
        rest.removeAll(first);
        Halves halves = new Halves(splitter.in(first), splitter.in(rest));
        if (Math.min(halves.first().size(), halves.second().size()) < FEWEST) {
            throw new GradusException.Data(
                    "%,d examples cannot be halved: each half needs at least %d. Add examples."
                            .formatted(examples.size(), FEWEST));
        }
        return halves;
    }

    /// @param first and `second` together are all examples, each in the order of the file
    public record Halves(List<Example> first, List<Example> second) {
        public Halves {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }

    /// Splits, and the near twins of the examples they were cut from.
    ///
    /// @param examples in the order that the clusters count in
    /// @param twins clusters of the examples; for each example of a given test the nearest of them
    public record Cut(Splits splits, List<Example> examples, NearTwins.Twins twins) {
        public Cut {
            examples = List.copyOf(examples);
        }
    }

    private static List<String> inputs(List<Example> examples) {
        return examples.stream().map(Example::input).toList();
    }

    private static List<Cluster> clusters(List<Example> examples, TwinClusters twins) {
        UnionFind sets = new UnionFind(examples.size());
        Map<String, Integer> firstOfGroup = new HashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            sets.union(i, twins.of(i));
            int index = i;
            examples.get(i)
                    .group()
                    .ifPresent(group -> {
                        Integer first = firstOfGroup.putIfAbsent(group, index);
                        sets.union(index, first == null ? index : first);
                    });
        }
        Map<Integer, Cluster> clusters = new TreeMap<>();
        for (int i = 0; i < examples.size(); i++) {
            clusters.computeIfAbsent(sets.find(i), root -> new Cluster())
                    .members
                    .add(examples.get(i));
        }
        return List.copyOf(clusters.values());
    }

    /// The clusters of one split, none of them among those taken before.
    private Set<Cluster> cut(
            String split, Set<Cluster> taken, Function<Example, String> stratum, double share) {
        Map<String, Long> sizes =
                examples.stream().collect(Collectors.groupingBy(stratum, Collectors.counting()));
        Map<String, List<Cluster>> open = new TreeMap<>();
        for (Cluster cluster : clusters) {
            if (!taken.contains(cluster)) {
                open.computeIfAbsent(commonest(cluster.members, stratum), s -> new ArrayList<>())
                        .add(cluster);
            }
        }
        Set<Cluster> chosen = new HashSet<>();
        open.forEach((name, candidates) ->
                chosen.addAll(nearest(split, candidates, share * sizes.getOrDefault(name, 0L))));
        return chosen;
    }

    private Set<Cluster> nearest(String split, List<Cluster> candidates, double target) {
        Set<Cluster> chosen = new HashSet<>();
        double lacking = target;
        for (Cluster cluster : drawn(split, candidates)) {
            if (Math.abs(lacking - cluster.size()) < Math.abs(lacking)) {
                chosen.add(cluster);
                lacking -= cluster.size();
            }
        }
        return chosen;
    }

    private List<Cluster> drawn(String split, List<Cluster> candidates) {
        record Drawn(String number, Cluster cluster) {}
        return candidates.stream()
                .map(cluster -> new Drawn(draw(split, cluster.members), cluster))
                .sorted(Comparator.comparing(Drawn::number))
                .map(Drawn::cluster)
                .toList();
    }

    private String draw(String split, List<Example> members) {
        String drawn = "";
        for (Example member : members) {
            String hash =
                    ContentHash.of(
                            Canonical.number(seed),
                            Canonical.text(split),
                            Canonical.text(member.input()),
                            Canonical.text(member.expected()));
            drawn = drawn.isEmpty() || hash.compareTo(drawn) < 0 ? hash : drawn;
        }
        return drawn;
    }

    private static String commonest(List<Example> members, Function<Example, String> stratum) {
        Map<String, Integer> counts = new TreeMap<>();
        members.forEach(member -> counts.merge(stratum.apply(member), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    /// The examples of these clusters, in the order of the file.
    private List<Example> in(Set<Cluster> chosen) {
        Set<Example> members = Collections.newSetFromMap(new IdentityHashMap<>());
        chosen.forEach(cluster -> members.addAll(cluster.members));
        return examples.stream().filter(members::contains).toList();
    }

    private static Set<String> twins(List<Example> test, NearTwins.Twins found) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < test.size(); i++) {
            if (found.nearestOfTest().get(i).isPresent()) {
                ids.add(test.get(i).id());
            }
        }
        return ids;
    }

    private static void refuseRepeatedIds(List<Example> examples, List<Example> test) {
        Map<String, Example> seen = HashMap.newHashMap(examples.size() + test.size());
        for (List<Example> part : List.of(examples, test)) {
            for (Example example : part) {
                Example earlier = seen.put(example.id(), example);
                if (earlier != null) {
                    throw new GradusException.Data(
                            "%s: id '%s' already stands at %s. Give each example an id of its own."
                                    .formatted(
                                            example.source(), cut(example.id()), earlier.source()));
                }
            }
        }
    }

    private static void refuseOneLabel(List<Example> examples) {
        Set<String> labels = examples.stream().map(Example::expected).collect(Collectors.toSet());
        if (labels.size() < 2) {
            throw new GradusException.Data(
                    labels.isEmpty()
                            ? "there is no example to learn from. Add labelled examples."
                            : ("%s: all %,d examples have the label '%s'. Nothing can be told apart:"
                                            + " add examples of the other labels.")
                                    .formatted(
                                            examples.getFirst().source().file(),
                                            examples.size(),
                                            cut(labels.iterator().next())));
        }
    }

    private void refuseFew(int dev, int test, boolean testGiven) {
        if (testGiven && test < FEWEST) {
            throw new GradusException.Data(
                    ("the test file has %,d examples; a score needs at least %d. Add test examples,"
                                    + " or leave `test` out and one is cut.")
                            .formatted(test, FEWEST));
        }
        if (dev < FEWEST || test < FEWEST) {
            throw new GradusException.Data(
                    ("%,d examples leave %,d for dev%s; at least %d are needed. Give %d examples or"
                                    + " more, at least 3 of each label.%s")
                            .formatted(
                                    examples.size(),
                                    dev,
                                    testGiven ? "" : " and %,d for test".formatted(test),
                                    FEWEST,
                                    Math.round(FEWEST / SHARE),
                                    largestCluster()));
        }
    }

    private String largestCluster() {
        List<Example> largest =
                clusters.stream()
                        .map(cluster -> cluster.members)
                        .max(Comparator.comparingInt(List::size))
                        .orElse(List.of());
        return largest.size() <= Math.max(1, SHARE * examples.size())
                ? ""
                : (" %,d of them are one group or near copies of '%s', and those stay on one side"
                                + " together.")
                        .formatted(largest.size(), cut(largest.getFirst().input()));
    }

    private static String cut(String value) {
        return value.length() <= 80 ? value : value.substring(0, 79) + "\u2026";
    }
}
