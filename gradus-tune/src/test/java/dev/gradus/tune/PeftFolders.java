package dev.gradus.tune;

import dev.gradus.embedded.EmbeddedEncoders;
import dev.gradus.embedded.EncoderFiles;
import dev.gradus.embedded.internal.SafeTensors;
import dev.gradus.embedded.internal.SafeTensors.Tensor;
import dev.gradus.spi.Encoder;
import dev.gradus.task.Recipe.Kind;
import dev.gradus.tune.onnx.BertWeights;
import dev.gradus.tune.onnx.MergedGraph;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what `bench/python/peft_check.py` compares: `FOLDER/base`, and for each kind a random
/// adapter with its merged graph and `vectors.safetensors`.
public final class PeftFolders {
    private static final List<String> TEXTS =
            List.of(
                    "Where is my card?",
                    "I topped up yesterday and the money is still not in my account, why?",
                    "The cash machine kept it.",
                    "");

    private PeftFolders() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        EncoderExport.write(RandomAdapter.MINILM, folder.resolve("base"));
        EncoderFiles files = EncoderFiles.of(RandomAdapter.MINILM);
        BertWeights base = BertWeights.read(files);
        for (Kind kind : Kind.values()) {
            Path adapter = folder.resolve(kind.word());
            RandomAdapter.write(adapter, kind, base, 7, files.checksum());
            MergedGraph.write(adapter, RandomAdapter.MINILM);
            writeVectors(adapter, files);
        }
    }

    private static void writeVectors(Path adapter, EncoderFiles files) {
        int[][] ids = files.tokenize(TEXTS);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Encoder encoder =
                new EmbeddedEncoders().openAdapted(files.name(), adapter).encoder()) {
            for (int i = 0; i < ids.length; i++) {
                float[] tokens = new float[ids[i].length];
                for (int t = 0; t < tokens.length; t++) {
                    tokens[t] = ids[i][t];
                }
                tensors.put("ids." + i, Tensor.of(tokens, tokens.length));
                float[] vector = encoder.encode(TEXTS.get(i)).vector();
                tensors.put("vector." + i, Tensor.of(vector, vector.length));
            }
        }
        SafeTensors.of(tensors, Map.of("pooling", files.meanPooled() ? "mean" : "cls"))
                .write(adapter.resolve("vectors.safetensors"));
    }
}
