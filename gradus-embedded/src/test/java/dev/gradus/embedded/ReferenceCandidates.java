package dev.gradus.embedded;

import dev.gradus.candidate.Method;
import dev.gradus.candidate.Method.FixedShots;
import dev.gradus.candidate.Method.LabelDescriptions;
import dev.gradus.candidate.Method.LabelNames;
import dev.gradus.candidate.Method.Linear;
import dev.gradus.candidate.Method.NearestExample;
import dev.gradus.candidate.Method.RetrievedShots;
import dev.gradus.candidate.Method.Selection;
import dev.gradus.embedded.CardSupport.Messages;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.Encoder.Segment;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// Fixed candidates on the test file of `examples/card-support`, outside any climb: what the
/// methods reach when they learn from all of train.csv. `bench/reference.sh`; prints one line of
/// JSON.
final class ReferenceCandidates {
    private ReferenceCandidates() {}

    public static void main(String[] arguments) throws IOException {
        CardSupport data = CardSupport.read(Path.of(arguments[0]));
        Map<String, String> results = new LinkedHashMap<>();
        long start = System.nanoTime();
        for (String encoder : List.of("minilm-l6-q", "bge-small-q")) {
            measure(encoder, data, results);
        }
        results.put("seconds", "%.1f".formatted((System.nanoTime() - start) / 1e9));
        StringJoiner json = new StringJoiner(",", "{", "}");
        results.forEach((key, value) -> json.add("\"" + key + "\":" + value));
        System.out.println(json);
    }

    private static void measure(String name, CardSupport data, Map<String, String> results) {
        VectorMethods methods = new VectorMethods();
        try (Encoder encoder = new EmbeddedEncoders().open(new ModelName("embedded", name))) {
            Training training =
                    new Training(
                            bulk(encoder, data.train().texts()),
                            data.train().labels(),
                            groups(data.train().texts()),
                            single(
                                    encoder,
                                    data.names().stream().map(n -> n.replace('_', ' ')).toList()),
                            single(encoder, data.descriptions()),
                            true);
            float[][] test = single(encoder, data.test().texts());
            Map<String, Method> fixed = new LinkedHashMap<>();
            fixed.put("names", new LabelNames());
            fixed.put("descriptions", new LabelDescriptions());
            fixed.put("5 random shots, seed 1", new FixedShots(5, Selection.RANDOM, 1));
            fixed.put("5 random shots, seed 2", new FixedShots(5, Selection.RANDOM, 2));
            fixed.put("5 random shots, seed 3", new FixedShots(5, Selection.RANDOM, 3));
            fixed.put("5 diverse shots", new FixedShots(5, Selection.DIVERSE, 1));
            fixed.put("10 diverse shots", new FixedShots(10, Selection.DIVERSE, 1));
            fixed.put("nearest example", new NearestExample());
            int k = methods.chooseNeighbours(training, 1).value();
            fixed.put(k + " retrieved shots", new RetrievedShots(k));
            double l2 = methods.chooseStrength(training, 1).value();
            fixed.put("classifier on all, l2 " + l2, new Linear(l2));
            fixed.forEach((title, method) ->
                    results.put(
                            name + " " + title,
                            accuracy(methods.fit(method, training), test, data.test())));
        }
    }

    private static String accuracy(
            VectorClassifier classifier, float[][] vectors, Messages messages) {
        int right = 0;
        for (int i = 0; i < vectors.length; i++) {
            right += classifier.classify(vectors[i]).label() == messages.labels()[i] ? 1 : 0;
        }
        return String.format(Locale.ROOT, "%.2f", 100.0 * right / vectors.length);
    }

    private static float[][] single(Encoder encoder, List<String> texts) {
        return texts.parallelStream()
                .map(text -> encoder.encode(text).vector())
                .toArray(float[][]::new);
    }

    private static float[][] bulk(Encoder encoder, List<String> texts) {
        Map<String, float[]> vectors = new HashMap<>();
        for (Segment segment : encoder.plan(texts)) {
            float[][] encoded = encoder.encode(segment);
            for (int i = 0; i < encoded.length; i++) {
                vectors.put(segment.texts().get(i), encoded[i]);
            }
        }
        return texts.stream().map(vectors::get).toArray(float[][]::new);
    }

    private static int[] groups(List<String> texts) {
        Map<String, Integer> seen = new HashMap<>();
        return texts.stream()
                .mapToInt(text -> seen.computeIfAbsent(text.strip(), fresh -> seen.size()))
                .toArray();
    }
}
