package dev.gradus.tune;

import dev.gradus.embedded.TunedHead;
import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.tune.onnx.LinearRole;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The files of an adapter, in the layout of PEFT: Python loads what was trained here, and the
/// other way round. Each is written whole or not at all.
public final class AdapterFiles {
    /// Low-rank pairs.
    public static final String LOW_RANK = "adapter_model.safetensors";

    /// How they are to be read.
    public static final String CONFIG = "adapter_config.json";

    /// All weights of a fully tuned encoder.
    public static final String FULL = "model.safetensors";

    /// What happened while training.
    public static final String TRAINING = "training.json";

    private static final String PREFIX = "base_model.model.";

    private AdapterFiles() {}

    /// Key of the pair's first matrix, [rank, in].
    public static String down(int layer, LinearRole role) {
        return PREFIX + role.in(layer) + ".lora_A.weight";
    }

    /// Key of the pair's second matrix, [out, rank].
    public static String up(int layer, LinearRole role) {
        return PREFIX + role.in(layer) + ".lora_B.weight";
    }

    /// Key of DoRA's magnitudes, [out].
    public static String magnitude(int layer, LinearRole role) {
        return PREFIX + role.in(layer) + ".lora_magnitude_vector";
    }

    /// Writes low-rank pairs and their configuration.
    ///
    /// @param tensors by the keys above, for every layer and role
    public static void writeLowRank(
            Path folder, Recipe recipe, ModelName base, Map<String, Tensor> tensors) {
        SafeTensors.of(tensors, Map.of("format", "pt")).write(folder.resolve(LOW_RANK));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "LORA");
        config.put("task_type", "FEATURE_EXTRACTION");
        config.put("base_model_name_or_path", base.toString());
        config.put("r", recipe.rank());
        config.put("lora_alpha", recipe.alpha());
        config.put("lora_dropout", recipe.dropout());
        config.put("use_dora", recipe.kind() == Recipe.Kind.DORA);
        config.put("target_modules", Stream.of(LinearRole.values()).map(LinearRole::path).toList());
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("inference_mode", true);
        WholeFile.write(
                folder.resolve(CONFIG),
                new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(config)
                        + "\n");
    }

    /// Writes every weight of a fully tuned encoder.
    ///
    /// @param tensors by Hugging Face's names and in its shapes, as `BertWeights.named()` has them
    public static void writeFull(Path folder, Map<String, Tensor> tensors) {
        SafeTensors.of(tensors, Map.of("format", "pt")).write(folder.resolve(FULL));
    }

    /// Writes the head.
    ///
    /// @param labels in the task's order
    /// @param weight [labels, dimensions]
    /// @param bias [labels]
    /// @param temperature above 0 that the logits are divided by
    /// @param base full-precision encoder that was tuned
    /// @param baseHash SHA-256 of its graph
    public static void writeHead(
            Path folder,
            List<String> labels,
            float[] weight,
            float[] bias,
            double temperature,
            ModelName base,
            String baseHash) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("weight", Tensor.of(weight, labels.size(), weight.length / labels.size()));
        tensors.put("bias", Tensor.of(bias, labels.size()));
        SafeTensors.of(tensors, TunedHead.metadata(labels, temperature, base, baseHash))
                .write(folder.resolve(TunedHead.FILE));
    }
}
