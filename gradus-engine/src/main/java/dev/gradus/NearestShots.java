package dev.gradus;

import dev.gradus.candidate.Shots;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// The train examples nearest to an input, by an in-process encoder. A train example is never shown
/// its own answer, nor that of one with the same text or of its group.
final class NearestShots {
    private final Splits splits;
    private final Encoders encoders;
    private final Map<ModelName, float[][]> train = new HashMap<>();

    NearestShots(Splits splits, Encoders encoders) {
        this.splits = splits;
        this.encoders = encoders;
    }

    private record Near(int index, float similarity) {}

    /// Encodes what these examples will be compared by, in bulk.
    void prepare(Shots shots, List<Example> examples) {
        if (shots instanceof Shots.Retrieved retrieved) {
            train(retrieved.encoder());
            encoders.vectors(retrieved.encoder())
                    .single(examples.stream().map(Example::input).toList(), "finding shots");
        }
    }

    /// The nearest last: what stands closest to the question is attended to most.
    List<Shots.Shot> to(Example example, Shots.Retrieved retrieved) {
        float[][] vectors = train(retrieved.encoder());
        float[] input =
                encoders.vectors(retrieved.encoder())
                        .single(List.of(example.input()), "finding shots")
                        .getFirst()
                        .vector();
        PriorityQueue<Near> best =
                new PriorityQueue<>(
                        Comparator.comparingDouble(Near::similarity)
                                .thenComparing(Near::index, Comparator.reverseOrder()));
        for (int i = 0; i < vectors.length; i++) {
            if (tells(splits.train().get(i), example)) {
                continue;
            }
            best.add(new Near(i, dot(input, vectors[i])));
            if (best.size() > retrieved.neighbours()) {
                best.poll();
            }
        }
        List<Shots.Shot> shots = new ArrayList<>();
        while (!best.isEmpty()) {
            Example shot = splits.train().get(best.poll().index());
            shots.add(new Shots.Shot(shot.input(), shot.expected()));
        }
        return Collections.unmodifiableList(shots);
    }

    /// True where the train example would tell the answer instead of showing how to answer.
    private static boolean tells(Example shot, Example example) {
        return shot.id().equals(example.id())
                || shot.input().strip().equalsIgnoreCase(example.input().strip())
                || shot.group().isPresent() && shot.group().equals(example.group());
    }

    private synchronized float[][] train(ModelName encoder) {
        return train.computeIfAbsent(encoder, encoders::train);
    }

    private static float dot(float[] a, float[] b) {
        float[] sums = new float[4];
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            sums[0] += a[i] * b[i];
            sums[1] += a[i + 1] * b[i + 1];
            sums[2] += a[i + 2] * b[i + 2];
            sums[3] += a[i + 3] * b[i + 3];
        }
        float rest = 0;
        for (; i < a.length; i++) {
            rest += a[i] * b[i];
        }
        return sums[0] + sums[1] + sums[2] + sums[3] + rest;
    }
}
