package dev.gradus.tune.onnx;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import java.util.Map;

/// BERT in double, as plainly as it can be written, from Hugging Face's weights: the oracle of the
/// merged graphs. Devlin et al. 2019; mean pooling, unit length.
final class DoubleBert {
    private final Map<String, Tensor> weights;
    private final int layers;
    private final int heads;

    DoubleBert(Map<String, Tensor> weights, int layers, int heads) {
        this.weights = weights;
        this.layers = layers;
        this.heads = heads;
    }

    double[] encode(int[] ids) {
        double[][] x = embedded(ids);
        for (int layer = 0; layer < layers; layer++) {
            String block = "encoder.layer." + layer + ".";
            double[][] attended = attention(x, block);
            x = norm(added(x, attended), block + "attention.output");
            double[][] wide = linear(x, block + "intermediate.dense");
            for (double[] row : wide) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = row[i] * 0.5 * (1 + erf(row[i] / Math.sqrt(2)));
                }
            }
            x = norm(added(x, linear(wide, block + "output.dense")), block + "output");
        }
        double[] mean = new double[x[0].length];
        for (double[] row : x) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += row[d];
            }
        }
        double squares = 0;
        for (double value : mean) {
            squares += value * value;
        }
        for (int d = 0; d < mean.length; d++) {
            mean[d] /= Math.sqrt(squares);
        }
        return mean;
    }

    private double[][] embedded(int[] ids) {
        float[] words = values("embeddings.word_embeddings.weight");
        float[] positions = values("embeddings.position_embeddings.weight");
        float[] types = values("embeddings.token_type_embeddings.weight");
        int hidden = values("embeddings.LayerNorm.bias").length;
        double[][] x = new double[ids.length][hidden];
        for (int t = 0; t < ids.length; t++) {
            for (int d = 0; d < hidden; d++) {
                x[t][d] =
                        (double) words[ids[t] * hidden + d] + positions[t * hidden + d] + types[d];
            }
        }
        return norm(x, "embeddings");
    }

    private double[][] attention(double[][] x, String block) {
        double[][] q = linear(x, block + "attention.self.query");
        double[][] k = linear(x, block + "attention.self.key");
        double[][] v = linear(x, block + "attention.self.value");
        int width = q[0].length / heads;
        double[][] context = new double[x.length][q[0].length];
        for (int head = 0; head < heads; head++) {
            int from = head * width;
            for (int t = 0; t < x.length; t++) {
                double[] shares = new double[x.length];
                double total = 0;
                for (int s = 0; s < x.length; s++) {
                    double dot = 0;
                    for (int d = from; d < from + width; d++) {
                        dot += q[t][d] * k[s][d];
                    }
                    shares[s] = Math.exp(dot / Math.sqrt(width));
                    total += shares[s];
                }
                for (int s = 0; s < x.length; s++) {
                    for (int d = from; d < from + width; d++) {
                        context[t][d] += shares[s] / total * v[s][d];
                    }
                }
            }
        }
        return linear(context, block + "attention.output.dense");
    }

    private double[][] linear(double[][] x, String name) {
        float[] weight = values(name + ".weight");
        float[] bias = values(name + ".bias");
        int in = x[0].length;
        double[][] y = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < bias.length; o++) {
                double sum = bias[o];
                for (int i = 0; i < in; i++) {
                    sum += x[t][i] * weight[o * in + i];
                }
                y[t][o] = sum;
            }
        }
        return y;
    }

    private double[][] norm(double[][] x, String of) {
        float[] weight = values(of + ".LayerNorm.weight");
        float[] bias = values(of + ".LayerNorm.bias");
        double[][] y = new double[x.length][weight.length];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            for (double value : x[t]) {
                mean += value / weight.length;
            }
            double variance = 0;
            for (double value : x[t]) {
                variance += (value - mean) * (value - mean) / weight.length;
            }
            for (int d = 0; d < weight.length; d++) {
                y[t][d] = (x[t][d] - mean) / Math.sqrt(variance + 1e-12) * weight[d] + bias[d];
            }
        }
        return y;
    }

    private static double[][] added(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int t = 0; t < a.length; t++) {
            for (int d = 0; d < a[t].length; d++) {
                sum[t][d] = a[t][d] + b[t][d];
            }
        }
        return sum;
    }

    /// By its Maclaurin series, and 1 where the rest is below 1e-15.
    private static double erf(double x) {
        if (Math.abs(x) > 5.5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private float[] values(String name) {
        return weights.get(name).values();
    }
}
