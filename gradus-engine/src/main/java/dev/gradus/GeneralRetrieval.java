package dev.gradus;

import dev.gradus.tuning.ForgettingSlice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The built-in forgetting suite of encoders: retrieval on general text. Each of 493 questions
/// looks for the description of the function that answers it, among all of them; its score is the
/// reciprocal rank of the right one, in (0, 1]. The text has nothing to do with any task, so what
/// falls here is what the encoder could do before it was tuned.
///
/// How many of a question's 10 nearest neighbours stay the same is told with it. It decides
/// nothing: vectors may move together and lose nothing.
final class GeneralRetrieval {
    static final String TITLE = "retrieval on general text";
    private static final String SLICE = "general retrieval";
    private static final int NEIGHBOURS = 10;
    private final List<String> questions = new ArrayList<>();
    private final List<String> descriptions = new ArrayList<>();

    GeneralRetrieval() {
        try (InputStream in = GeneralRetrieval.class.getResourceAsStream("general-retrieval.tsv")) {
            if (in == null) {
                throw new IllegalStateException("the module lacks general-retrieval.tsv");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t");
                    questions.add(parts[0]);
                    descriptions.add(parts[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param slice base and tuned on the same questions
    /// @param agreement mean share of the 10 nearest questions that are the same, in [0,1]
    record Result(ForgettingSlice slice, double agreement) {}

    Result of(VectorStore base, VectorStore tuned) {
        float[][] askedBase = vectors(base, questions);
        float[][] askedTuned = vectors(tuned, questions);
        return new Result(
                ForgettingSlice.of(
                        SLICE,
                        SLICE,
                        reciprocalRanks(askedBase, vectors(base, descriptions)),
                        reciprocalRanks(askedTuned, vectors(tuned, descriptions))),
                agreement(askedBase, askedTuned));
    }

    private static float[][] vectors(VectorStore store, List<String> texts) {
        return store.single(texts, "what must not be lost").stream()
                .map(VectorStore.Call::vector)
                .toArray(float[][]::new);
    }

    private static double[] reciprocalRanks(float[][] questions, float[][] descriptions) {
        return IntStream.range(0, questions.length)
                .mapToDouble(i -> 1.0 / rank(questions[i], descriptions, i))
                .toArray();
    }

    private static long rank(float[] question, float[][] descriptions, int right) {
        double wanted = dot(question, descriptions[right]);
        return 1
                + IntStream.range(0, descriptions.length)
                        .filter(i -> i != right && dot(question, descriptions[i]) >= wanted)
                        .count();
    }

    private static double agreement(float[][] base, float[][] tuned) {
        return IntStream.range(0, base.length)
                .mapToDouble(i -> {
                    List<Integer> before = nearest(base, i);
                    return (double) nearest(tuned, i).stream().filter(before::contains).count()
                            / NEIGHBOURS;
                })
                .average()
                .orElse(0);
    }

    private static List<Integer> nearest(float[][] vectors, int of) {
        return IntStream.range(0, vectors.length)
                .filter(i -> i != of)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -dot(vectors[of], vectors[i])))
                .limit(NEIGHBOURS)
                .toList();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
