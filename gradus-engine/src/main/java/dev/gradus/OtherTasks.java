package dev.gradus;

import dev.gradus.TuneRequest.Other;
import dev.gradus.candidate.Method;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.tuning.ForgettingSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The user's other tasks as a forgetting suite: does a classifier on the tuned vectors answer them
/// as well as one on the vectors of the base? Both learn from the other task's train part, and
/// answer its dev part; each of its slices counts on its own.
///
/// @param seed of the split
record OtherTasks(VectorClassifiers classifiers, long seed) {
    private static final double L2 = 1e-4;

    List<ForgettingSlice> of(Other other, VectorStore base, VectorStore tuned) {
        Splits splits =
                Splitter.split(other.task().answer(), other.examples(), Optional.empty(), seed);
        List<Example> asked = new ArrayList<>(splits.dev());
        asked.addAll(splits.test());
        double[] before = scores(other, splits.train(), asked, base);
        double[] after = scores(other, splits.train(), asked, tuned);
        List<ForgettingSlice> slices = new ArrayList<>();
        String suite = other.task().name();
        slices.add(ForgettingSlice.of(suite, suite, before, after));
        TreeSet<String> names = new TreeSet<>();
        asked.forEach(
                example -> example.slices().forEach((key, value) -> names.add(key + "=" + value)));
        for (String name : names) {
            int[] rows = rows(asked, name);
            slices.add(ForgettingSlice.of(suite, name, pick(before, rows), pick(after, rows)));
        }
        return slices;
    }

    private static int[] rows(List<Example> asked, String slice) {
        return java.util.stream.IntStream.range(0, asked.size())
                .filter(i ->
                        asked.get(i).slices().entrySet().stream()
                                .anyMatch(
                                        one -> (one.getKey() + "=" + one.getValue()).equals(slice)))
                .toArray();
    }

    private static double[] pick(double[] all, int[] rows) {
        return java.util.stream.IntStream.of(rows).mapToDouble(i -> all[i]).toArray();
    }

    private double[] scores(
            Other other, List<Example> train, List<Example> asked, VectorStore store) {
        List<String> labels =
                other.task().answer().asLabels().map(AnswerShape.Labels::names).orElseThrow();
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(label -> index.put(label, index.size()));
        List<Example> usable =
                train.stream().filter(one -> index.containsKey(one.expected())).toList();
        float[][] names = single(store, labels.stream().map(Encoders::spoken).toList());
        VectorClassifier linear =
                classifiers.fit(
                        new Method.Linear(L2),
                        new Training(
                                store.bulk(inputs(usable), "what must not be lost"),
                                usable.stream()
                                        .mapToInt(one -> index.getOrDefault(one.expected(), -1))
                                        .toArray(),
                                Encoders.groups(usable),
                                names,
                                names,
                                false));
        float[][] vectors = single(store, inputs(asked));
        double[] scores = new double[asked.size()];
        for (int i = 0; i < scores.length; i++) {
            String answer = labels.get(linear.classify(vectors[i]).label());
            scores[i] = answer.equals(asked.get(i).expected()) ? 1 : 0;
        }
        return scores;
    }

    private static List<String> inputs(List<Example> examples) {
        return examples.stream().map(Example::input).toList();
    }

    private static float[][] single(VectorStore store, List<String> texts) {
        return store.single(texts, "what must not be lost").stream()
                .map(VectorStore.Call::vector)
                .toArray(float[][]::new);
    }
}
