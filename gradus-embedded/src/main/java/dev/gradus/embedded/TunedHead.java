package dev.gradus.embedded;

import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.embedded.internal.StrictJson;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.task.ModelName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The head that was trained with an encoder: the most probable label of `softmax((W v + b) /
/// temperature)`. Thread-safe; immutable.
///
/// Its file, `head.safetensors`, holds `weight` [labels, dimensions], `bias` [labels], and as texts
/// `labels` (a JSON list), `temperature`, `model`, the encoder that was tuned, and `base`, the
/// SHA-256 of its graph. The temperature is that of Guo et al., "On Calibration of Modern Neural
/// Networks", ICML 2017, fitted on examples that were held out.
public final class TunedHead implements VectorClassifier {
    /// Its file in the adapter's folder.
    public static final String FILE = "head.safetensors";

    private static final int MOST_LABELS = 100_000;

    private final List<String> labels;
    private final float[][] weights;
    private final float[] bias;
    private final double temperature;
    private final String base;
    private final Optional<String> model;

    private TunedHead(
            List<String> labels,
            float[][] weights,
            float[] bias,
            double temperature,
            String base,
            Optional<String> model) {
        this.labels = labels;
        this.weights = weights;
        this.bias = bias;
        this.temperature = temperature;
        this.base = base;
        this.model = model;
    }

    /// Reads the head of an adapter.
    ///
    /// @param folder of the adapter
    /// @param dimensions of the encoder's vectors
    /// @throws GradusException.Data where it is missing, damaged or of another shape
    public static TunedHead read(Path folder, int dimensions) {
        Path file = folder.resolve(FILE);
        SafeTensors tensors = SafeTensors.read(file);
        List<String> labels = StrictJson.texts(file + ": its labels", tensors.metadata("labels"));
        if (labels.isEmpty()
                || labels.size() > MOST_LABELS
                || labels.stream().distinct().count() < labels.size()) {
            throw new GradusException.Data(
                    "%s has %d labels, of which 1 to %,d different ones are wanted. It is damaged: restore it, or tune again."
                            .formatted(file, labels.size(), MOST_LABELS));
        }
        float[] flat = tensors.values("weight", labels.size(), dimensions);
        float[][] weights = new float[labels.size()][dimensions];
        for (int c = 0; c < weights.length; c++) {
            System.arraycopy(flat, c * dimensions, weights[c], 0, dimensions);
        }
        return new TunedHead(
                labels,
                weights,
                tensors.values("bias", labels.size()),
                temperature(file, tensors.metadata("temperature")),
                tensors.metadata("base"),
                Optional.ofNullable(tensors.metadata().get("model")));
    }

    private static double temperature(Path file, String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            value = Double.NaN;
        }
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new GradusException.Data(
                    "%s has the temperature '%s', and a number above 0 is wanted. It is damaged: restore it, or tune again."
                            .formatted(file, text.substring(0, Math.min(80, text.length()))));
        }
        return value;
    }

    /// In the order that predictions count them.
    public List<String> labels() {
        return labels;
    }

    /// SHA-256 of the graph that was tuned.
    public String base() {
        return base;
    }

    /// Name of the encoder that was tuned; empty where the file does not say.
    public Optional<String> model() {
        return model;
    }

    @Override
    public Prediction classify(float[] vector) {
        if (vector.length != weights[0].length) {
            throw new IllegalArgumentException(
                    "a head on %d dimensions cannot answer a vector of %d"
                            .formatted(weights[0].length, vector.length));
        }
        double[] logits = new double[weights.length];
        int best = 0;
        for (int c = 0; c < logits.length; c++) {
            logits[c] = ((double) Kernel.dot(weights[c], vector) + bias[c]) / temperature;
            if (logits[c] > logits[best]) {
                best = c;
            }
        }
        double total = 0;
        for (double logit : logits) {
            total += Math.exp(logit - logits[best]);
        }
        return new Prediction(best, 1 / total);
    }

    /// What the file holds beside the tensors.
    ///
    /// @param model that was tuned
    /// @param base SHA-256 of its graph
    public static Map<String, String> metadata(
            List<String> labels, double temperature, ModelName model, String base) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("labels", StrictJson.list(labels));
        metadata.put("temperature", Double.toString(temperature));
        metadata.put("model", model.toString());
        metadata.put("base", base);
        return metadata;
    }
}
