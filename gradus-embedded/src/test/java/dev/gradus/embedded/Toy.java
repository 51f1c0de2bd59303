package dev.gradus.embedded;

import dev.gradus.spi.VectorClassifiers.Training;
import java.util.Random;
import java.util.stream.IntStream;

/// Unit vectors around a random direction per label.
final class Toy {
    private Toy() {}

    static float[][] directions(int labels, int dimensions, long seed) {
        Random random = new Random(seed);
        float[][] directions = new float[labels][dimensions];
        for (float[] direction : directions) {
            for (int d = 0; d < dimensions; d++) {
                direction[d] = (float) random.nextGaussian();
            }
            toUnit(direction);
        }
        return directions;
    }

    /// @param spread length of the noise beside the direction's 1
    static Training training(int labels, int perLabel, int dimensions, double spread, long seed) {
        Random random = new Random(seed);
        float[][] directions = directions(labels, dimensions, seed);
        int n = labels * perLabel;
        float[][] vectors = new float[n][dimensions];
        int[] right = new int[n];
        for (int i = 0; i < n; i++) {
            right[i] = i % labels;
            for (int d = 0; d < dimensions; d++) {
                vectors[i][d] =
                        directions[right[i]][d]
                                + (float) (spread * random.nextGaussian() / Math.sqrt(dimensions));
            }
            toUnit(vectors[i]);
        }
        int[] groups = IntStream.range(0, n).toArray();
        return new Training(vectors, right, groups, directions, directions, true);
    }

    private static void toUnit(float[] vector) {
        float length = (float) Math.sqrt(Kernel.dot(vector, vector));
        for (int d = 0; d < vector.length; d++) {
            vector[d] /= length;
        }
    }
}
