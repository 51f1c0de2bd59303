package dev.gradus.embedded;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The penalised loss of multinomial logistic regression and its gradient.
///
/// With unit vectors x, labels y, a row of weights w and a bias b per label: `L = -1/n sum log
/// softmax(w x + b)_y + l2/2 sum w^2`; biases are not penalised. All parameters stand in one array,
/// label by label, each with its bias last.
///
/// Examples are cut into blocks of [Columns#BLOCK]. Each block sums in its own buffer, and the
/// buffers are added in the blocks' order, so the result has the same bits whichever cores took
/// part. Products run in `float`, everything that is summed over blocks in `double`.
final class LogisticLoss implements Lbfgs.Objective {
    private final float[][] rows;
    private final int[] labels;
    private final int labelCount;
    private final int dimensions;
    private final Columns columns;
    private final Block[] blocks;
    private double l2;

    LogisticLoss(float[][] rows, int[] labels, int labelCount) {
        this.rows = rows;
        this.labels = labels;
        this.labelCount = labelCount;
        this.dimensions = rows[0].length;
        this.columns = Columns.of(rows);
        this.blocks = new Block[columns.blockCount()];
        for (int b = 0; b < blocks.length; b++) {
            blocks[b] = new Block(b);
        }
    }

    LogisticLoss penalised(double strength) {
        this.l2 = strength;
        return this;
    }

    @Override
    public int size() {
        return labelCount * (dimensions + 1);
    }

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        float[][] weights = weights(parameters, labelCount, dimensions);
        float[] biases = biases(parameters, labelCount, dimensions);
        Arrays.stream(blocks).parallel().forEach(block -> block.evaluate(weights, biases));
        double loss = 0;
        for (Block block : blocks) {
            loss += block.loss;
        }
        double perExample = 1.0 / rows.length;
        double squares = 0;
        for (double square :
                IntStream.range(0, labelCount)
                        .parallel()
                        .mapToDouble(label -> sum(label, parameters, gradient, perExample))
                        .toArray()) {
            squares += square;
        }
        return loss * perExample + 0.5 * l2 * squares;
    }

    /// Adds the blocks' gradients of one label in order; returns the sum of its squared weights.
    private double sum(int label, double[] parameters, double[] gradient, double perExample) {
        int first = label * (dimensions + 1);
        Arrays.fill(gradient, first, first + dimensions + 1, 0.0);
        for (Block block : blocks) {
            float[] part = block.gradient[label];
            for (int d = 0; d < dimensions; d++) {
                gradient[first + d] += part[d];
            }
            gradient[first + dimensions] += block.biasGradient[label];
        }
        double squares = 0;
        for (int d = 0; d < dimensions; d++) {
            double weight = parameters[first + d];
            squares += weight * weight;
            gradient[first + d] = gradient[first + d] * perExample + l2 * weight;
        }
        gradient[first + dimensions] *= perExample;
        return squares;
    }

    /// The rows of weights in a point of the search.
    static float[][] weights(double[] parameters, int labelCount, int dimensions) {
        float[][] weights = new float[labelCount][dimensions];
        for (int c = 0; c < labelCount; c++) {
            for (int d = 0; d < dimensions; d++) {
                weights[c][d] = (float) parameters[c * (dimensions + 1) + d];
            }
        }
        return weights;
    }

    static float[] biases(double[] parameters, int labelCount, int dimensions) {
        float[] biases = new float[labelCount];
        for (int c = 0; c < labelCount; c++) {
            biases[c] = (float) parameters[c * (dimensions + 1) + dimensions];
        }
        return biases;
    }

    /// One block's share, with the buffers it needs.
    private final class Block {
        private final int index;
        private final int width;
        private final float[][] blockRows;
        private final float[][] residuals;
        private final float[][] gradient;
        private final double[] biasGradient;
        private double loss;

        Block(int index) {
            this.index = index;
            this.width = columns.width(index);
            int first = index * Columns.BLOCK;
            this.blockRows = Arrays.copyOfRange(rows, first, first + width);
            this.residuals = new float[labelCount][width];
            this.gradient = new float[labelCount][dimensions];
            this.biasGradient = new double[labelCount];
        }

        void evaluate(float[][] weights, float[] biases) {
            for (int c = 0; c < labelCount; c++) {
                Arrays.fill(residuals[c], biases[c]);
                Arrays.fill(gradient[c], 0f);
            }
            columns.addProducts(index, weights, residuals);
            loss = toResiduals();
            Kernel.combineAll(blockRows, residuals, width, gradient, dimensions);
            for (int c = 0; c < labelCount; c++) {
                double bias = 0;
                for (float residual : residuals[c]) {
                    bias += residual;
                }
                biasGradient[c] = bias;
            }
        }

        /// Logits become probabilities minus one at the right label; returns the block's negative
        /// log likelihood.
        private double toResiduals() {
            float[] highest = residuals[0].clone();
            for (int c = 1; c < labelCount; c++) {
                toMaximum(highest, residuals[c]);
            }
            float[] right = new float[width];
            int first = index * Columns.BLOCK;
            for (int j = 0; j < width; j++) {
                right[j] = residuals[labels[first + j]][j] - highest[j];
            }
            float[] total = new float[width];
            for (int c = 0; c < labelCount; c++) {
                exponentials(residuals[c], highest, total);
            }
            double negativeLog = 0;
            for (int j = 0; j < width; j++) {
                negativeLog += Math.log(total[j]) - right[j];
                total[j] = 1 / total[j];
            }
            for (int c = 0; c < labelCount; c++) {
                scale(residuals[c], total);
            }
            for (int j = 0; j < width; j++) {
                residuals[labels[first + j]][j] -= 1;
            }
            return negativeLog;
        }
    }

    private static void toMaximum(float[] highest, float[] values) {
        for (int j = 0; j < values.length; j++) {
            highest[j] = Math.max(highest[j], values[j]);
        }
    }

    /// `values[j] = exp(values[j] - highest[j])`, added to `total[j]`.
    private static void exponentials(float[] values, float[] highest, float[] total) {
        for (int j = 0; j < values.length; j++) {
            float e = (float) Math.exp(values[j] - highest[j]);
            values[j] = e;
            total[j] += e;
        }
    }

    private static void scale(float[] values, float[] factors) {
        for (int j = 0; j < values.length; j++) {
            values[j] *= factors[j];
        }
    }
}
