package dev.gradus.check;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.NearTwins;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import dev.gradus.task.TwinClusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What all parts of a check look at; near twins are found once.
final class Material {
    private final Task task;
    private final Splits splits;
    private final List<Example> known;
    private final NearTwins.Twins twins;

    Material(Task task, Splits splits) {
        this(task, splits, together(splits), Optional.empty());
    }

    /// Uses the near twins that the cut has found. Where test was cut from the same examples they
    /// would show it, and are looked for again without it.
    Material(Task task, Splitter.Cut cut) {
        this(
                task,
                cut.splits(),
                cut.splits().testGiven() ? cut.examples() : together(cut.splits()),
                cut.splits().testGiven() ? Optional.of(cut.twins()) : Optional.empty());
    }

    private Material(
            Task task, Splits splits, List<Example> known, Optional<NearTwins.Twins> found) {
        this.task = task;
        this.splits = splits;
        this.known = known;
        // A test that was cut here shares no cluster with train or dev.
        List<Example> test = splits.testGiven() ? splits.test() : List.of();
        twins = found.orElseGet(() -> NearTwins.of(inputs(known), inputs(test)));
    }

    private static List<Example> together(Splits splits) {
        List<Example> known = new ArrayList<>(splits.train());
        known.addAll(splits.few() ? List.of() : splits.dev());
        return List.copyOf(known);
    }

    private static List<String> inputs(List<Example> examples) {
        return examples.stream().map(Example::input).toList();
    }

    /// For each train example its near-twin cluster.
    int[] clustersOfTrain() {
        Map<Example, Integer> place = new IdentityHashMap<>();
        for (int i = 0; i < known.size(); i++) {
            place.put(known.get(i), twins.clusters().of(i));
        }
        return splits.train().stream()
                .mapToInt(example -> place.getOrDefault(example, -1))
                .toArray();
    }

    Task task() {
        return task;
    }

    Splits splits() {
        return splits;
    }

    /// Train and dev: what people and classifiers may look at.
    List<Example> known() {
        return known;
    }

    /// Of [#known()].
    TwinClusters twins() {
        return twins.clusters();
    }

    /// For each test example its nearest near twin in [#known()]; empty where test was cut here.
    List<Optional<NearTwins.Twin>> nearestOfTest() {
        return twins.nearestOfTest();
    }

    boolean labelled() {
        return task.answer() instanceof AnswerShape.Labels;
    }

    /// True where this ceiling of the accuracy lies below the goal. A goal in a score of the whole
    /// set is another scale, which no ceiling of the accuracy refutes.
    boolean goalIsOutOfReach(double ceiling) {
        return !task.score().ofTheSet() && ceiling < task.goal().score();
    }

    /// The names of the labels; empty where this is no label task.
    List<String> labels() {
        return task.answer().asLabels().map(AnswerShape.Labels::names).orElse(List.of());
    }

    /// Where train and dev were read.
    String file() {
        return file(known, "the examples");
    }

    String testFile() {
        return file(splits.test(), "test");
    }

    private static String file(List<Example> examples, String otherwise) {
        return examples.stream()
                .map(example -> example.source().file())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    /// `train.csv:41`, or the id where no file is known. Never the text: for test examples.
    static String place(Example example) {
        return example.source().file().isEmpty() ? example.id() : example.source().toString();
    }

    /// `train.csv:41 'Where is my card?' card_arrival`. Not for test examples.
    String shown(Example example) {
        return place(example)
                + " "
                + Words.quote(example.input())
                + (labelled() ? " " + example.expected() : "");
    }

    static Map<String, Long> byLabel(Collection<Example> examples) {
        Map<String, Long> counts = new TreeMap<>();
        examples.forEach(example -> counts.merge(example.expected(), 1L, Long::sum));
        return counts;
    }
}
