package dev.gradus.tune;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.WholeFile;
import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import dev.gradus.tune.onnx.BertWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Writes an encoder as a folder that Python loads: `BertModel.from_pretrained(folder)` in
/// Transformers, with an adapter on top `PeftModel.from_pretrained(model, adapter)` in PEFT. So
/// what was tuned here can be checked, or used, there.
public final class EncoderExport {
    private EncoderExport() {}

    /// Writes `model.safetensors`, `config.json` and `tokenizer.json`: 90 to 133 MB.
    ///
    /// @param base quantized or not; its full-precision twin must be installed
    /// @param folder is made
    /// @throws GradusException.Provider where the encoder is not installed
    /// @throws GradusException.Data where the folder cannot be written
    public static void write(ModelName base, Path folder) {
        EncoderFiles encoder = EncoderFiles.of(EncoderFiles.of(base).fullPrecision());
        BertWeights weights = BertWeights.read(encoder);
        AdapterFiles.writeFull(folder, weights.named());
        WholeFile.write(
                folder.resolve("config.json"),
                new JsonMapper()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(config(weights))
                        + "\n");
        WholeFile.write(folder.resolve("tokenizer.json"), encoder.tokenizer());
    }

    private static Map<String, Object> config(BertWeights weights) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("BertModel"));
        config.put("model_type", "bert");
        config.put("hidden_size", weights.hidden());
        config.put("intermediate_size", weights.intermediate());
        config.put("num_hidden_layers", weights.layers().size());
        config.put("num_attention_heads", weights.heads());
        config.put("vocab_size", weights.words().length / weights.hidden());
        config.put("max_position_embeddings", weights.positions().length / weights.hidden());
        config.put("type_vocab_size", weights.types().length / weights.hidden());
        // As text, for 1e-12f is 9.99999996e-13 in double.
        config.put("layer_norm_eps", Double.parseDouble(Float.toString(weights.epsilon())));
        config.put("hidden_act", "gelu");
        config.put("hidden_dropout_prob", 0.0);
        config.put("attention_probs_dropout_prob", 0.0);
        config.put("torch_dtype", "float32");
        return config;
    }
}
