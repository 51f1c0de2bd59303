package dev.gradus.tune.net;

import dev.gradus.tune.onnx.BertWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A random encoder small enough to check derivatives on.
public final class TinyBert {
    public static final int HIDDEN = 32;
    public static final int INNER = 48;
    public static final int WORDS = 50;

    private TinyBert() {}

    public static BertWeights weights(int layers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<BertWeights.Layer> blocks = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            blocks.add(
                    new BertWeights.Layer(
                            linear(random, HIDDEN, HIDDEN),
                            linear(random, HIDDEN, HIDDEN),
                            linear(random, HIDDEN, HIDDEN),
                            linear(random, HIDDEN, HIDDEN),
                            linear(random, HIDDEN, INNER),
                            linear(random, INNER, HIDDEN),
                            norm(random),
                            norm(random)));
        }
        return new BertWeights(
                HIDDEN,
                INNER,
                2,
                1e-12f,
                values(random, WORDS * HIDDEN, 1),
                values(random, 64 * HIDDEN, 1),
                values(random, 2 * HIDDEN, 1),
                norm(random),
                blocks);
    }

    static float[] values(SplittableRandom random, int count, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    public static int[][] texts(SplittableRandom random, int... lengths) {
        int[][] texts = new int[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            texts[i] = random.ints(lengths[i], 0, WORDS).toArray();
        }
        return texts;
    }

    private static BertWeights.Linear linear(SplittableRandom random, int in, int out) {
        return new BertWeights.Linear(
                in, out, values(random, in * out, 2 / Math.sqrt(in)), values(random, out, 0.3));
    }

    private static BertWeights.Norm norm(SplittableRandom random) {
        float[] gain = values(random, HIDDEN, 0.3);
        for (int i = 0; i < HIDDEN; i++) {
            gain[i] += 1;
        }
        return new BertWeights.Norm(gain, values(random, HIDDEN, 0.3));
    }
}
