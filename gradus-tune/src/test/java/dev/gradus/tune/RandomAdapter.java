package dev.gradus.tune;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Recipe.Kind;
import dev.gradus.task.Recipe.Start;
import dev.gradus.tune.onnx.BertWeights;
import dev.gradus.tune.onnx.BertWeights.Linear;
import dev.gradus.tune.onnx.LinearRole;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Adapters of MiniLM with random weights, large enough to move its vectors.
public final class RandomAdapter {
    public static final ModelName MINILM = ModelName.parse("embedded/minilm-l6");
    public static final ModelName QUANTIZED = ModelName.parse("embedded/minilm-l6-q");
    public static final List<String> LABELS = List.of("card_arrival", "lost_card", "top_up");
    public static final int RANK = 4;
    public static final double ALPHA = 8;

    private RandomAdapter() {}

    public static Recipe recipe(Kind kind) {
        return new Recipe(
                kind, RANK, ALPHA, 0, 1e-3, 8, 16, 0.1, 0.01, 1, 3, Start.CENTROIDS, 1, 0.1);
    }

    /// Pairs for every layer; magnitudes too for DoRA.
    ///
    /// @param size standard deviation of the second matrix; 0 leaves the base as it is
    public static Map<String, Tensor> pairs(Kind kind, BertWeights base, long seed, double size) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int layer = 0; layer < base.layers().size(); layer++) {
            for (LinearRole role : LinearRole.values()) {
                Linear linear = base.layers().get(layer).linear(role);
                double spread = 1 / Math.sqrt(linear.in());
                tensors.put(
                        AdapterFiles.down(layer, role),
                        Tensor.of(normal(random, RANK * linear.in(), spread), RANK, linear.in()));
                tensors.put(
                        AdapterFiles.up(layer, role),
                        Tensor.of(normal(random, linear.out() * RANK, size), linear.out(), RANK));
                if (kind == Kind.DORA) {
                    float[] magnitudes = normal(random, linear.out(), 0.05);
                    for (int o = 0; o < magnitudes.length; o++) {
                        magnitudes[o] = (float) (norm(linear, o) * (1 + magnitudes[o]));
                    }
                    tensors.put(
                            AdapterFiles.magnitude(layer, role),
                            Tensor.of(magnitudes, linear.out()));
                }
            }
        }
        return tensors;
    }

    /// Every weight moved by a little.
    public static Map<String, Tensor> moved(BertWeights base, long seed, double size) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> moved = new LinkedHashMap<>();
        base.named()
                .forEach((name, tensor) -> {
                    float[] by = normal(random, tensor.values().length, size);
                    float[] values = tensor.values().clone();
                    for (int i = 0; i < by.length; i++) {
                        values[i] += by[i];
                    }
                    moved.put(name, new Tensor(tensor.shape(), values));
                });
        return moved;
    }

    /// A whole adapter in a folder, without merged graphs.
    ///
    /// @param baseHash of the base's graph
    public static void write(Path folder, Kind kind, BertWeights base, long seed, String baseHash) {
        if (kind == Kind.FULL) {
            AdapterFiles.writeFull(folder, moved(base, seed, 0.003));
        } else {
            AdapterFiles.writeLowRank(folder, recipe(kind), MINILM, pairs(kind, base, seed, 0.03));
        }
        writeHead(folder, seed, baseHash);
    }

    public static void writeHead(Path folder, long seed, String baseHash) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        AdapterFiles.writeHead(
                folder,
                LABELS,
                normal(random, LABELS.size() * 384, 1),
                normal(random, LABELS.size(), 0.1),
                1.5,
                MINILM,
                baseHash);
    }

    private static double norm(Linear linear, int out) {
        double squares = 0;
        for (int i = 0; i < linear.in(); i++) {
            double value = linear.weight()[i * linear.out() + out];
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private static float[] normal(SplittableRandom random, int count, double spread) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * spread);
        }
        return values;
    }
}
