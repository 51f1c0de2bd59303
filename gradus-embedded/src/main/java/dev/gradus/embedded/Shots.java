package dev.gradus.embedded;

import dev.gradus.candidate.Method.FixedShots;
import dev.gradus.candidate.Method.Selection;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.stats.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Picks a few train examples per label and makes one prototype of them.
final class Shots {
    /// Weight of the label's own text beside the mean of its shots: on Banking77 with 5 shots a
    /// label it adds 2.7 points (MiniLM), and it carries a label that has no example at all.
    private static final float TEXT_WEIGHT = 0.5f;

    private Shots() {}

    /// A unit vector per label: the mean of its shots, plus half the mean of its name and
    /// description where every label is described.
    static float[][] prototypes(FixedShots method, Training training) {
        float[][] prototypes = new float[training.labelCount()][];
        for (int label = 0; label < prototypes.length; label++) {
            int[] shots = pick(method, training, label);
            float[] sum = new float[training.nameVectors()[label].length];
            for (int shot : shots) {
                add(sum, training.vectors()[shot], 1f / shots.length);
            }
            if (training.described() || shots.length == 0) {
                add(sum, training.nameVectors()[label], TEXT_WEIGHT / 2);
                add(sum, training.descriptionVectors()[label], TEXT_WEIGHT / 2);
            }
            prototypes[label] = unit(sum);
        }
        return prototypes;
    }

    /// The shots of a label; fewer than asked for where it has fewer examples.
    static int[] pick(FixedShots method, Training training, int label) {
        int[] examples =
                IntStream.range(0, training.labels().length)
                        .filter(i -> training.labels()[i] == label)
                        .toArray();
        shuffle(examples, Seeds.generator(method.seed(), "shots label=" + label));
        int wanted = Math.min(method.perLabel(), examples.length);
        return method.selection() == Selection.DIVERSE
                ? covering(examples, training, wanted)
                : Arrays.copyOf(examples, wanted);
    }

    /// Greedy facility location (Nemhauser, Wolsey and Fisher 1978): always the example that brings
    /// all examples of the label nearest to their most similar shot. Shots that cover lie apart, as
    /// each adds what the others left; farthest-first, which only keeps apart, collects outliers.
    private static int[] covering(int[] examples, Training training, int wanted) {
        float[][] vectors = new float[examples.length][];
        for (int i = 0; i < examples.length; i++) {
            vectors[i] = training.vectors()[examples[i]];
        }
        float[][] similarity = new Rater.Prototypes(vectors).rateAll(vectors);
        float[] nearest = new float[examples.length];
        Arrays.fill(nearest, -1f);
        boolean[] taken = new boolean[examples.length];
        int[] shots = new int[wanted];
        for (int s = 0; s < wanted; s++) {
            int best = -1;
            double most = -1;
            for (int i = 0; i < examples.length; i++) {
                double gain = taken[i] ? -1 : gain(similarity[i], nearest);
                if (gain > most) {
                    best = i;
                    most = gain;
                }
            }
            taken[best] = true;
            shots[s] = examples[best];
            for (int j = 0; j < nearest.length; j++) {
                nearest[j] = Math.max(nearest[j], similarity[best][j]);
            }
        }
        return shots;
    }

    private static double gain(float[] similarity, float[] nearest) {
        double gain = 0;
        for (int j = 0; j < nearest.length; j++) {
            gain += Math.max(0, similarity[j] - nearest[j]);
        }
        return gain;
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static void add(float[] sum, float[] vector, float weight) {
        for (int d = 0; d < sum.length; d++) {
            sum[d] += weight * vector[d];
        }
    }

    private static float[] unit(float[] vector) {
        float length = (float) Math.sqrt(Kernel.dot(vector, vector));
        float[] unit = vector.clone();
        for (int d = 0; d < unit.length; d++) {
            unit[d] /= length;
        }
        return unit;
    }
}
