package dev.gradus.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.tune.onnx.BertWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EncoderExportTest {
    @Test
    void writes_what_python_loads_as_a_bert_model(@TempDir Path folder) throws Exception {
        EncoderExport.write(RandomAdapter.QUANTIZED, folder);

        JsonNode config =
                new JsonMapper().readTree(Files.readString(folder.resolve("config.json")));
        assertThat(config.get("model_type").stringValue()).isEqualTo("bert");
        assertThat(config.get("num_hidden_layers").intValue()).isEqualTo(6);
        assertThat(config.get("num_attention_heads").intValue()).isEqualTo(12);
        assertThat(config.get("vocab_size").intValue()).isEqualTo(30_522);
        assertThat(config.get("layer_norm_eps").doubleValue()).isEqualTo(1e-12);
        SafeTensors model = SafeTensors.read(folder.resolve("model.safetensors"));
        BertWeights weights = BertWeights.read(EncoderFiles.of(RandomAdapter.MINILM));
        assertThat(model.names()).hasSize(101);
        assertThat(model.values("embeddings.word_embeddings.weight", 30_522, 384))
                .isEqualTo(weights.words());
        assertThat(model.values("encoder.layer.3.output.dense.weight", 384, 1536)[5 * 1536 + 9])
                .isEqualTo(weights.layers().get(3).output().weight()[9 * 384 + 5]);
        assertThat(Files.readAllBytes(folder.resolve("tokenizer.json"))).hasSize(711_661);
    }
}
