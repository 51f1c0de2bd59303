package dev.gradus.tune.onnx;

import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.tune.AdapterFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Low-rank pairs added to the linear weights.
///
/// LoRA (Hu et al. 2021, *LoRA: Low-Rank Adaptation of Large Language Models*): `W + alpha / r * B
/// A`, with W [out, in], A [r, in], B [out, r]. DoRA (Liu et al. 2024, *DoRA: Weight-Decomposed
/// Low-Rank Adaptation*): each row of that, one output channel, scaled to the trained magnitude `m`
/// of the row, as PEFT does: `m / norm(row) * row`. Summed in double.
final class LowRankWeights implements TunedWeights {
    private static final long LARGEST_CONFIG = 1 << 20;
    private static final Pattern LINEAR =
            Pattern.compile("encoder\\.layer\\.(\\d{1,4})\\.(.+)\\.weight");

    private final Path file;
    private final SafeTensors tensors;
    private final int rank;
    private final double scale;
    private final boolean magnitudes;
    private final Set<String> used = new HashSet<>();

    LowRankWeights(Path folder) {
        Path config = folder.resolve(AdapterFiles.CONFIG);
        this.file = folder.resolve(AdapterFiles.LOW_RANK);
        JsonNode json = json(config);
        this.rank = (int) number(config, json, "r", 1, 1024);
        this.scale = number(config, json, "lora_alpha", 0, 1e6) / rank;
        this.magnitudes = json.path("use_dora").asBoolean(false);
        for (Map.Entry<String, String> plain :
                Map.of("peft_type", "\"LORA\"", "bias", "\"none\"", "fan_in_fan_out", "false")
                        .entrySet()) {
            refuseUnless(config, json, plain.getKey(), plain.getValue());
        }
        for (String other : new String[] {"use_rslora", "rank_pattern", "alpha_pattern"}) {
            refuseUnless(config, json, other, other.startsWith("use") ? "false" : "{}");
        }
        this.tensors = SafeTensors.read(file);
    }

    @Override
    public float[] tuned(String name, float[] before, int[] shape) {
        Matcher linear = LINEAR.matcher(name);
        for (LinearRole role : LinearRole.values()) {
            if (linear.matches() && linear.group(2).equals(role.path())) {
                return tuned(Integer.parseInt(linear.group(1)), role, before, shape[0], shape[1]);
            }
        }
        return before;
    }

    private float[] tuned(int layer, LinearRole role, float[] before, int out, int in) {
        float[] down = take(AdapterFiles.down(layer, role), rank, in);
        float[] up = take(AdapterFiles.up(layer, role), out, rank);
        float[] magnitude =
                magnitudes ? take(AdapterFiles.magnitude(layer, role), out) : new float[0];
        float[] after = new float[before.length];
        double[] row = new double[in];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                row[i] = before[i * out + o];
            }
            for (int k = 0; k < rank; k++) {
                double factor = scale * up[o * rank + k];
                for (int i = 0; i < in; i++) {
                    row[i] += factor * down[k * in + i];
                }
            }
            double stretch = magnitudes ? magnitude[o] / norm(row) : 1;
            for (int i = 0; i < in; i++) {
                after[i * out + o] = (float) (row[i] * stretch);
            }
        }
        return finite(after, role.in(layer));
    }

    private static double norm(double[] row) {
        double squares = 0;
        for (double value : row) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    private float[] finite(float[] values, String name) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new GradusException.Data(
                        "%s: merged into %s it gives %s, which is no weight. Training went astray: tune again with a lower learning rate."
                                .formatted(file, name, value));
            }
        }
        return values;
    }

    private float[] take(String name, int... shape) {
        used.add(name);
        return tensors.values(name, shape);
    }

    @Override
    public void checkAllUsed() {
        Set<String> left = new TreeSet<>(tensors.names());
        left.removeAll(used);
        if (!left.isEmpty()) {
            throw FullWeights.strange(file, left);
        }
    }

    private static JsonNode json(Path config) {
        String text =
                StandardCharsets.UTF_8.decode(WholeFile.read(config, LARGEST_CONFIG)).toString();
        try {
            return new JsonMapper().readTree(text);
        } catch (JacksonException e) {
            throw new GradusException.Data(
                    "%s is no JSON: %s. Restore it, or tune again."
                            .formatted(config, e.getOriginalMessage()));
        }
    }

    private static double number(
            Path config, JsonNode json, String key, double least, double most) {
        JsonNode value = json.path(key);
        if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            throw new GradusException.Data(
                    "%s: %s is %s, and a number from %s to %s is wanted. Restore the file, or tune again."
                            .formatted(
                                    config,
                                    key,
                                    value.isMissingNode() ? "missing" : value,
                                    least,
                                    most));
        }
        return value.asDouble();
    }

    private static void refuseUnless(Path config, JsonNode json, String key, String plain) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && !value.isNull() && !value.toString().equals(plain)) {
            throw new GradusException.Data(
                    "%s: %s is %s, and adapters with %s alone can be merged. Tune again without it."
                            .formatted(config, key, value, plain));
        }
    }
}
