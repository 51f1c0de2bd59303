package dev.gradus.embedded;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Gives every label a score for a vector; more is nearer. Scores become probabilities by a softmax
/// over the score times a sharpness, see [Sharpness]. Immutable and thread-safe.
abstract class Rater {
    /// Vectors rated in one go: their products with 10,000 examples take 1.2 MB.
    private static final int CHUNK = 32;

    private final Columns columns;

    /// @param rows what vectors are compared with
    Rater(float[][] rows) {
        this.columns = Columns.of(rows);
    }

    /// @param products of a vector with every row
    abstract float[] scores(float[] products);

    final float[] rate(float[] vector) {
        return scores(columns.products(vector));
    }

    /// Rates many vectors on all cores.
    final float[][] rateAll(float[][] vectors) {
        float[][] scores = new float[vectors.length][];
        productsOfAll(columns, vectors, (i, products) -> scores[i] = scores(products));
        return scores;
    }

    /// What to do with the products of the i-th vector.
    interface Products {
        void take(int vector, float[] products);
    }

    /// Multiplies many vectors with all columns, on all cores; a block of columns is read once per
    /// chunk of vectors.
    static void productsOfAll(Columns columns, float[][] vectors, Products then) {
        int chunks = (vectors.length + CHUNK - 1) / CHUNK;
        IntStream.range(0, chunks)
                .parallel()
                .forEach(chunk -> {
                    int from = chunk * CHUNK;
                    int to = Math.min(vectors.length, from + CHUNK);
                    float[][] products = columns.products(Arrays.copyOfRange(vectors, from, to));
                    for (int i = from; i < to; i++) {
                        then.take(i, products[i - from]);
                    }
                });
    }

    /// The cosine to one vector per label.
    static final class Prototypes extends Rater {
        Prototypes(float[][] prototypes) {
            super(prototypes);
        }

        @Override
        float[] scores(float[] products) {
            return products;
        }
    }

    /// The logits of a linear classifier.
    static final class Linear extends Rater {
        private final float[] biases;

        Linear(float[][] weights, float[] biases) {
            super(weights);
            this.biases = biases;
        }

        @Override
        float[] scores(float[] products) {
            float[] logits = products.clone();
            for (int c = 0; c < logits.length; c++) {
                logits[c] += biases[c];
            }
            return logits;
        }
    }

    /// The cosine to the nearest example of each label; a label without one is as far as can be.
    static final class NearestExample extends Rater {
        private final int[] labels;
        private final int labelCount;

        NearestExample(float[][] examples, int[] labels, int labelCount) {
            super(examples);
            this.labels = labels;
            this.labelCount = labelCount;
        }

        @Override
        float[] scores(float[] products) {
            float[] nearest = new float[labelCount];
            Arrays.fill(nearest, -1f);
            for (int i = 0; i < products.length; i++) {
                if (products[i] > nearest[labels[i]]) {
                    nearest[labels[i]] = products[i];
                }
            }
            return nearest;
        }
    }

    /// A vote of the nearest examples.
    static final class Neighbours extends Rater {
        private final int[] labels;
        private final int labelCount;
        private final int neighbours;

        Neighbours(float[][] examples, int[] labels, int labelCount, int neighbours) {
            super(examples);
            this.labels = labels;
            this.labelCount = labelCount;
            this.neighbours = neighbours;
        }

        @Override
        float[] scores(float[] products) {
            int[] nearest = NearestVote.nearest(products, neighbours);
            return NearestVote.of(products, nearest, neighbours, labels, labelCount);
        }
    }
}
