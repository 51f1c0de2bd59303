package dev.gradus.tune.onnx;

import static dev.gradus.tune.RandomAdapter.ALPHA;
import static dev.gradus.tune.RandomAdapter.MINILM;
import static dev.gradus.tune.RandomAdapter.QUANTIZED;
import static dev.gradus.tune.RandomAdapter.RANK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.embedded.EmbeddedEncoders;
import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource.Adapted;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe.Kind;
import dev.gradus.tune.AdapterFiles;
import dev.gradus.tune.RandomAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MergedGraphTest {
    private static final List<String> TEXTS =
            List.of(
                    "Where is my card?",
                    "I topped up yesterday and the money is still not in my account, why?",
                    "The cash machine kept it.");

    private static BertWeights base;
    private static String checksum;

    /// Merged once for all who only read it: it takes seconds.
    @TempDir static Path merged;

    @TempDir Path folder;

    @BeforeAll
    static void read() {
        base = BertWeights.read(EncoderFiles.of(MINILM));
        checksum = EncoderFiles.of(MINILM).checksum();
        RandomAdapter.write(merged, Kind.LORA, base, 17, checksum);
        MergedGraph.write(merged, MINILM);
    }

    /// Whoever replaces a file replaces the link to it.
    private static void linkMerged(Path into) throws IOException {
        try (Stream<Path> files = Files.list(merged)) {
            for (Path file : files.toList()) {
                Files.createLink(into.resolve(file.getFileName()), file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void served_vectors_are_those_of_the_formula_in_double(Kind kind) throws IOException {
        if (kind == Kind.LORA) {
            linkMerged(folder);
        } else {
            RandomAdapter.write(folder, kind, base, 17, checksum);
            MergedGraph.write(folder, MINILM);
        }

        DoubleBert oracle = new DoubleBert(expected(kind), 6, 12);
        DoubleBert untuned = new DoubleBert(base.named(), 6, 12);
        int[][] ids = EncoderFiles.of(MINILM).tokenize(TEXTS);
        try (Encoder full = new EmbeddedEncoders().openAdapted(MINILM, folder).encoder();
                Encoder small = new EmbeddedEncoders().openAdapted(QUANTIZED, folder).encoder()) {
            for (int i = 0; i < ids.length; i++) {
                float[] vector = full.encode(TEXTS.get(i)).vector();
                double[] wanted = oracle.encode(ids[i]);
                for (int d = 0; d < wanted.length; d++) {
                    assertThat((double) vector[d])
                            .as(TEXTS.get(i))
                            .isEqualTo(wanted[d], within(2e-5));
                }
                assertThat(cosine(untuned.encode(ids[i]), vector))
                        .as("the adapter must matter")
                        .isLessThan(0.99);
                assertThat(cosine(wanted, small.encode(TEXTS.get(i)).vector()))
                        .as("int8: %s", TEXTS.get(i))
                        .isGreaterThan(0.98);
            }
        }
    }

    @Test
    void a_pair_of_zeros_leaves_both_graphs_as_they_were_shipped() {
        AdapterFiles.writeLowRank(
                folder,
                RandomAdapter.recipe(Kind.LORA),
                MINILM,
                RandomAdapter.pairs(Kind.LORA, base, 3, 0));
        RandomAdapter.writeHead(folder, 3, checksum);

        MergedGraph.write(folder, QUANTIZED);

        assertThat(bytes("merged.onnx")).isEqualTo(EncoderFiles.of(MINILM).graph());
        assertThat(bytes("merged-q.onnx")).isEqualTo(EncoderFiles.of(QUANTIZED).graph());
        assertThat(folder).isDirectoryNotContaining("glob:**/*.new");
    }

    @Test
    void its_head_answers_with_a_label_and_its_probability() {
        Adapted adapted = new EmbeddedEncoders().openAdapted(QUANTIZED, merged);
        try (Encoder encoder = adapted.encoder()) {
            float[] vector = encoder.encode(TEXTS.getFirst()).vector();
            Prediction prediction = adapted.head().classify(vector);
            SafeTensors head = SafeTensors.read(merged.resolve("head.safetensors"));
            float[] weight = head.values("weight", 3, 384);
            double[] odds = new double[3];
            double total = 0;
            for (int c = 0; c < 3; c++) {
                double logit = head.values("bias", 3)[c];
                for (int d = 0; d < 384; d++) {
                    logit += (double) weight[c * 384 + d] * vector[d];
                }
                odds[c] = Math.exp(logit / 1.5);
                total += odds[c];
            }
            assertThat(prediction.confidence())
                    .isEqualTo(odds[prediction.label()] / total, within(1e-5));
            assertThat(odds[prediction.label()])
                    .isEqualTo(
                            Stream.of(odds[0], odds[1], odds[2])
                                    .max(Double::compare)
                                    .orElseThrow());
            assertThat(encoder.name()).isEqualTo(QUANTIZED);
            assertThat(encoder.fingerprint())
                    .matches("embedded/minilm-l6-q onnx=sha256:[0-9a-f]{64} tokenizer=.*");
            assertThatThrownBy(() -> adapted.head().classify(new float[7]))
                    .hasMessage("a head on 384 dimensions cannot answer a vector of 7");
        }
    }

    @Test
    void an_adapter_of_other_weights_is_not_merged() {
        RandomAdapter.write(folder, Kind.LORA, base, 5, checksum);
        RandomAdapter.writeHead(folder, 5, "ab".repeat(32));

        assertThatThrownBy(() -> MergedGraph.write(folder, MINILM))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "%s was tuned on embedded/minilm-l6 (weights abababababab), and is to be merged into embedded/minilm-l6 (weights %.12s). Name the encoder it was tuned on, or tune embedded/minilm-l6: ./gradus tune DIR."
                                .formatted(folder, checksum));
        assertThat(folder.resolve("merged.onnx")).doesNotExist();
    }

    @Test
    void a_tensor_that_is_missing_misshapen_or_strange_is_named() {
        Map<String, Tensor> pairs = RandomAdapter.pairs(Kind.LORA, base, 5, 0.05);
        RandomAdapter.writeHead(folder, 5, checksum);
        String key = AdapterFiles.up(5, LinearRole.OUTPUT);
        Tensor taken = pairs.remove(key);

        refuses(pairs, "tensor '" + key + "' is missing.");
        pairs.put(key, Tensor.of(new float[384 * 4], 4, 384));
        refuses(
                pairs,
                "tensor '" + key + "' has the shape [4, 384], and the model needs [384, 4].");
        pairs.put(key, taken);
        pairs.put("base_model.model.pooler.dense.lora_A.weight", taken);
        refuses(
                pairs,
                "1 of its tensors belong to no weight of the base, the first is 'base_model.model.pooler.dense.lora_A.weight'.");
        pairs.remove("base_model.model.pooler.dense.lora_A.weight");
        pairs.put(key, Tensor.of(filled(384 * 4, Float.MAX_VALUE), 384, 4));
        pairs.put(AdapterFiles.down(5, LinearRole.OUTPUT), Tensor.of(filled(4 * 1536, 1), 4, 1536));
        refuses(
                pairs,
                "merged into encoder.layer.5.output.dense it gives",
                "tune again with a lower learning rate.");
    }

    private void refuses(Map<String, Tensor> pairs, String... parts) {
        AdapterFiles.writeLowRank(folder, RandomAdapter.recipe(Kind.LORA), MINILM, pairs);
        assertThatThrownBy(() -> MergedGraph.write(folder, MINILM))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(folder.resolve("adapter_model.safetensors") + ": ")
                .hasMessageContainingAll(parts);
        assertThat(folder.resolve("merged.onnx")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lora_alpha\": 8}|r is missing, and a number from 1.0 to 1024.0 is wanted.",
                "{\"r\": 0, \"lora_alpha\": 8}|r is 0, and a number from 1.0",
                "{\"r\": 4, \"lora_alpha\": \"8\"}|lora_alpha is \"8\", and a number",
                "{\"r\": 4, \"lora_alpha\": 8, \"use_rslora\": true}|use_rslora is true, and adapters with false alone can be merged.",
                "{\"r\": 4, \"lora_alpha\": 8, \"rank_pattern\": {\"a\": 2}}|rank_pattern is {\"a\":2}",
                "{\"r\": 4, \"lora_alpha\": 8, \"peft_type\": \"IA3\"}|peft_type is \"IA3\", and adapters with \"LORA\" alone",
                "{\"r\": 4|is no JSON:",
            })
    void a_configuration_that_cannot_be_followed_is_refused(String json, String message)
            throws IOException {
        RandomAdapter.write(folder, Kind.LORA, base, 5, checksum);
        Files.writeString(folder.resolve("adapter_config.json"), json);

        assertThatThrownBy(() -> MergedGraph.write(folder, MINILM))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(folder.resolve("adapter_config.json").toString())
                .hasMessageContaining(message);
    }

    @Test
    void a_folder_that_is_damaged_is_not_served() throws IOException {
        EmbeddedEncoders encoders = new EmbeddedEncoders();
        RandomAdapter.write(folder, Kind.LORA, base, 5, checksum);
        assertThatThrownBy(() -> encoders.openAdapted(MINILM, folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        folder.resolve("merged.json")
                                + " is missing. Restore it, or tune again: ./gradus tune DIR.");

        clear(folder);
        linkMerged(folder);
        byte[] graph = Files.readAllBytes(folder.resolve("merged-q.onnx"));
        graph[graph.length / 2] ^= 1;
        Files.delete(folder.resolve("merged-q.onnx"));
        Files.write(folder.resolve("merged-q.onnx"), graph);
        assertThatThrownBy(() -> encoders.openAdapted(QUANTIZED, folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        folder.resolve("merged-q.onnx")
                                + " is damaged: its checksum is not the one it was written with. Restore it, or tune again: ./gradus tune DIR.");

        RandomAdapter.writeHead(folder, 5, "cd".repeat(32));
        assertThatThrownBy(() -> encoders.openAdapted(MINILM, folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("They belong to two adapters: restore the folder");
    }

    @Test
    void an_adapter_of_another_encoder_is_not_served() throws IOException {
        linkMerged(folder);
        Path file = folder.resolve("merged.json");
        String json = Files.readString(file);
        Files.delete(file);

        Files.writeString(file, json.replace("minilm-l6\"", "bge-small\""));
        assertThatThrownBy(() -> new EmbeddedEncoders().openAdapted(QUANTIZED, folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        folder
                                + " holds tuned weights of embedded/bge-small, and embedded/minilm-l6-q is to serve them. Name the adapter's own base, or tune embedded/minilm-l6: ./gradus tune DIR.");
        Files.writeString(file, json.replaceAll(",\"merged-q.onnx\":\"[0-9a-f]+\"", ""));
        assertThatThrownBy(() -> new EmbeddedEncoders().openAdapted(QUANTIZED, folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(
                        "has no merged-q.onnx, for embedded/minilm-l6-q was not installed when the adapter was merged.");
        Files.writeString(file, json.replace("\"base\":", "\"bass\":"));
        assertThatThrownBy(() -> new EmbeddedEncoders().openAdapted(QUANTIZED, folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(file + " is damaged: base is missing.");
    }

    @Test
    void two_kinds_of_weights_in_one_folder_are_refused() throws IOException {
        RandomAdapter.write(folder, Kind.LORA, base, 5, checksum);
        Files.write(folder.resolve("model.safetensors"), new byte[9]);
        assertThatThrownBy(() -> MergedGraph.write(folder, MINILM))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining(
                        "holds both model.safetensors and adapter_model.safetensors. Keep the one that belongs to head.safetensors.");
        assertThatThrownBy(() -> MergedGraph.write(folder, new ModelName("embedded", "e5-small")))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("Fetch it once: ./gradus models get embedded/e5-small");
    }

    /// Weights by the formulas, apart from the product's own code.
    private Map<String, Tensor> expected(Kind kind) {
        if (kind == Kind.FULL) {
            SafeTensors full = SafeTensors.read(folder.resolve("model.safetensors"));
            Map<String, Tensor> all = new LinkedHashMap<>();
            full.names().forEach(name -> all.put(name, full.find(name).orElseThrow()));
            return all;
        }
        SafeTensors pairs = SafeTensors.read(folder.resolve("adapter_model.safetensors"));
        Map<String, Tensor> weights = base.named();
        weights.replaceAll((name, tensor) -> {
            String stem = "base_model.model." + name.substring(0, name.lastIndexOf('.')) + ".";
            return name.endsWith(".weight") && pairs.find(stem + "lora_A.weight").isPresent()
                    ? adapted(tensor, pairs, stem, kind)
                    : tensor;
        });
        return weights;
    }

    private static Tensor adapted(Tensor tensor, SafeTensors pairs, String stem, Kind kind) {
        int out = tensor.shape()[0];
        int in = tensor.shape()[1];
        float[] a = pairs.values(stem + "lora_A.weight", RANK, in);
        float[] b = pairs.values(stem + "lora_B.weight", out, RANK);
        float[] values = new float[out * in];
        for (int o = 0; o < out; o++) {
            double squares = 0;
            double[] row = new double[in];
            for (int i = 0; i < in; i++) {
                double product = 0;
                for (int k = 0; k < RANK; k++) {
                    product += (double) b[o * RANK + k] * a[k * in + i];
                }
                row[i] = tensor.values()[o * in + i] + ALPHA / RANK * product;
                squares += row[i] * row[i];
            }
            double stretch =
                    kind == Kind.DORA
                            ? pairs.values(stem + "lora_magnitude_vector", out)[o]
                                    / Math.sqrt(squares)
                            : 1;
            for (int i = 0; i < in; i++) {
                values[o * in + i] = (float) (stretch * row[i]);
            }
        }
        return Tensor.of(values, out, in);
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private ByteBuffer bytes(String name) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    private static double cosine(double[] a, float[] b) {
        double dot = 0;
        double as = 0;
        double bs = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            as += a[i] * a[i];
            bs += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(as * bs);
    }
}
