package dev.gradus.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds inputs that are almost the same text: equal but for case, punctuation and white space, or
/// with a cosine of at least [#THRESHOLD] between their sets of four-character pieces.
///
/// The answer depends on the texts alone: not on their order, not on how rare a piece is among
/// them. Time grows with the number of characters, 100,000 short texts in about a second, whether
/// they are all different or all alike. Texts of one or two words are twins only when they are
/// equal. Found by sampling: a pair just above the threshold is missed about once in 200, a closer
/// one less often. Above 40 million characters in all, only every second (fourth, eighth ...) piece
/// is kept.
public final class NearTwins {
    /*
     * Why plain sets, and not TF-IDF: with TF-IDF the weight of a piece hangs on all other rows, so that
     * adding rows makes and unmakes twins and moves examples between splits; and texts filled into one
     * template, the commonest leak of synthetic data, stop being twins, since only their slots weigh.
     *
     * Why four characters and 0.80: on Banking77, 353 of the 3,080 test rows have a train row at a TF-IDF
     * cosine of 0.90 or more (pieces of 3 to 5 characters inside words). Here 693 have a near twin, among
     * them 302 of those 353 (0.86) and 113 of the 119 at 0.95 or more (0.95); 535 of the 693 (0.77) are
     * at 0.80 or more in the table, 302 (0.44) at 0.90 or more. The table is crowded around its own
     * border (898 rows at 0.80, 442 at 0.88, 257 at 0.92), so others agree little better: the best tried,
     * TF-IDF over triples at 0.86, has 0.55 instead of 0.44 at the same recall. Plain triples at 0.84
     * agree as well as this, but long texts of one language share most of their triples.
     */

    /// The cosine from which two texts are near twins.
    public static final double THRESHOLD = 0.80;

    private static final long ROOM_FOR_PIECES = 40_000_000;
    private static final int LOOKS_AFTER_A_TWIN = 32;

    private final List<Integer> distinctOf;
    private final List<int[]> shingles;

    private NearTwins(List<String> texts) {
        List<String> normal = texts.parallelStream().map(Shingles::normalise).toList();
        List<String> distinct = normal.stream().distinct().sorted().toList();
        Map<String, Integer> index = HashMap.newHashMap(distinct.size());
        long characters = 0;
        for (String text : distinct) {
            index.put(text, index.size());
            characters += text.length();
        }
        int sampling = 0;
        while (characters >> sampling > ROOM_FOR_PIECES) {
            sampling++;
        }
        int kept = sampling;
        distinctOf = normal.stream().map(index::get).toList();
        shingles = distinct.parallelStream().map(text -> Shingles.of(text, kept)).toList();
    }

    /// Clusters of near twins. Twins of twins share a cluster, even where the two ends of such a
    /// chain are less alike.
    public static TwinClusters find(List<String> texts) {
        return of(texts, List.of()).clusters();
    }

    /// For each test text the nearest of its near twins in train, or empty. A text with more than
    /// 32 twins gets the nearest of the 33 that were looked at first.
    public static List<Optional<Twin>> across(List<String> test, List<String> train) {
        return of(train, test).nearestOfTest();
    }

    /// The indexes of the train texts that are left when every near twin of a test text is taken
    /// out: [#across] finds no twin of any test text among them. A pair that sampling misses in one
    /// round may be found in the next, so rounds follow until one finds nothing.
    ///
    /// Where one text has many twins, most of them are known by the cluster that they share, and
    /// each is held against the test texts of its cluster: one round however many there are.
    public static List<Integer> apart(List<String> train, List<String> test) {
        List<Integer> left = IntStream.range(0, train.size()).boxed().toList();
        while (true) {
            List<Integer> before = left;
            Set<Integer> twins = twins(before.stream().map(train::get).toList(), test);
            if (twins.isEmpty()) {
                return left;
            }
            left =
                    IntStream.range(0, before.size())
                            .filter(at -> !twins.contains(at))
                            .mapToObj(before::get)
                            .toList();
        }
    }

    /// The train texts with a twin in test, as far as one look finds them.
    private static Set<Integer> twins(List<String> train, List<String> test) {
        Set<Integer> twins = new HashSet<>();
        across(test, train).forEach(twin -> twin.ifPresent(one -> twins.add(one.index())));
        if (twins.isEmpty()) {
            return twins;
        }
        List<String> all = new ArrayList<>(train);
        all.addAll(test);
        NearTwins both = new NearTwins(all);
        TwinClusters clusters = both.twins(all.size()).clusters();
        Map<Integer, Set<Integer>> tested = new HashMap<>();
        for (int i = train.size(); i < all.size(); i++) {
            tested.computeIfAbsent(clusters.of(i), cluster -> new HashSet<>())
                    .add(both.distinctOf.get(i));
        }
        Map<Integer, Boolean> known = new HashMap<>();
        for (int i = 0; i < train.size(); i++) {
            Set<Integer> of = tested.getOrDefault(clusters.of(i), Set.of());
            if (!of.isEmpty()
                    && known.computeIfAbsent(
                            both.distinctOf.get(i), text -> both.twinOf(text, of))) {
                twins.add(i);
            }
        }
        return twins;
    }

    private boolean twinOf(int text, Set<Integer> others) {
        return others.contains(text)
                || others.stream().anyMatch(other -> similarity(text, other, THRESHOLD) > 0);
    }

    /// How many of the inputs stand in the text word for word, whatever case, punctuation and white
    /// space do. An input of one or two words is no quotation.
    public static int quoted(String text, List<String> inputs) {
        String normal = " " + Shingles.normalise(text) + " ";
        return (int)
                inputs.stream()
                        .map(Shingles::normalise)
                        .distinct()
                        .filter(input -> input.split(" ").length > 2)
                        .filter(input -> normal.contains(" " + input + " "))
                        .count();
    }

    /// Both at once, for little more than the time of one.
    public static Twins of(List<String> train, List<String> test) {
        List<String> all = new ArrayList<>(train);
        all.addAll(test);
        return new NearTwins(all).twins(train.size());
    }

    /// @param index of the train text
    /// @param similarity [#THRESHOLD] to 1; 1 where only case, punctuation or white space differ
    public record Twin(int index, double similarity) {}

    /// @param clusters of the train texts
    /// @param nearestOfTest for each test text, in train
    public record Twins(TwinClusters clusters, List<Optional<Twin>> nearestOfTest) {
        public Twins {
            nearestOfTest = List.copyOf(nearestOfTest);
        }
    }

    private Twins twins(int train) {
        int[] trainText = new int[shingles.size()];
        Arrays.fill(trainText, -1);
        for (int text = train - 1; text >= 0; text--) {
            trainText[distinctOf.get(text)] = text;
        }
        List<Integer> test = distinctOf.subList(train, distinctOf.size());
        boolean[] inTest = new boolean[shingles.size()];
        test.forEach(distinct -> inTest[distinct] = true);
        Clusters clusters = new Clusters(distinctOf.subList(0, train), trainText);
        Nearest nearest = new Nearest(trainText);
        Lookalikes.visit(
                shingles,
                (a, b) -> {
                    if (trainText[a] >= 0 && trainText[b] >= 0) {
                        clusters.look(a, b);
                    }
                    if (inTest[a] && trainText[b] >= 0) {
                        nearest.look(a, b);
                    }
                    if (inTest[b] && trainText[a] >= 0) {
                        nearest.look(b, a);
                    }
                });
        return new Twins(clusters.done(), test.stream().map(nearest::twin).toList());
    }

    /// The clusters of the train texts so far.
    private final class Clusters {
        private final UnionFind sets;
        private final int[] trainText;
        private final int[] copyOf;
        private final List<TwinClusters.Link> links = new ArrayList<>();

        Clusters(List<Integer> distinctOfTrain, int[] trainText) {
            this.trainText = trainText;
            sets = new UnionFind(distinctOfTrain.size());
            copyOf = distinctOfTrain.stream().mapToInt(distinct -> trainText[distinct]).toArray();
            for (int text = 0; text < copyOf.length; text++) {
                if (sets.union(copyOf[text], text)) {
                    links.add(new TwinClusters.Link(copyOf[text], text, 1));
                }
            }
        }

        void look(int a, int b) {
            int first = Math.min(trainText[a], trainText[b]);
            int second = Math.max(trainText[a], trainText[b]);
            if (sets.find(first) != sets.find(second)) {
                double similarity = similarity(a, b, THRESHOLD);
                if (similarity > 0 && sets.union(first, second)) {
                    links.add(new TwinClusters.Link(first, second, similarity));
                }
            }
        }

        TwinClusters done() {
            links.sort(Comparator.comparingDouble(TwinClusters.Link::similarity).reversed());
            return new TwinClusters(
                    IntStream.range(0, copyOf.length).map(sets::find).toArray(), copyOf, links);
        }
    }

    /// The nearest train text of each distinct text so far.
    private final class Nearest {
        private final int[] trainText;
        private final int[] nearest;
        private final double[] similarity;
        private final int[] looks;

        /// @param trainText the first train text that reads so, or -1
        Nearest(int[] trainText) {
            this.trainText = trainText;
            nearest = IntStream.range(0, trainText.length).toArray();
            similarity = Arrays.stream(trainText).mapToDouble(text -> text < 0 ? 0 : 1).toArray();
            looks = new int[trainText.length];
        }

        void look(int test, int train) {
            double best = similarity[test];
            if (best == 1
                    || nearest[test] == train
                    || best > 0 && looks[test]++ >= LOOKS_AFTER_A_TWIN) {
                return;
            }
            double found = similarity(test, train, Math.max(THRESHOLD, best));
            if (found > best || found > 0 && found == best && train < nearest[test]) {
                nearest[test] = train;
                similarity[test] = found;
            }
        }

        Optional<Twin> twin(int test) {
            return similarity[test] == 0
                    ? Optional.empty()
                    : Optional.of(new Twin(trainText[nearest[test]], similarity[test]));
        }
    }

    private double similarity(int first, int second, double atLeast) {
        return Shingles.cosine(shingles.get(first), shingles.get(second), atLeast);
    }
}
