package dev.gradus.embedded.internal;

import dev.gradus.spi.GradusException;
import dev.gradus.task.ModelName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What stands beside an adapter once it was merged, `merged.json`: whose weights they are, and the
/// checksum of each merged graph, so that a damaged one is never served.
///
/// @param base full-precision encoder that was tuned
/// @param baseChecksum SHA-256 of its graph
/// @param checksums SHA-256 of each merged graph, by file name
public record MergedGraphs(ModelName base, String baseChecksum, Map<String, String> checksums) {
    /// In full precision.
    public static final String GRAPH = "merged.onnx";

    /// In int8.
    public static final String QUANTIZED = "merged-q.onnx";

    /// Its own file.
    public static final String FILE = "merged.json";

    private static final String BASE = "base";
    private static final String BASE_CHECKSUM = "base-sha256";
    private static final long LARGEST = 1 << 16;

    public MergedGraphs {
        checksums = Map.copyOf(checksums);
    }

    /// @param folder of the adapter
    /// @throws GradusException.Data where it is missing or damaged
    public static MergedGraphs read(Path folder) {
        Path file = folder.resolve(FILE);
        ByteBuffer bytes = WholeFile.read(file, LARGEST);
        Map<String, Object> json =
                StrictJson.object(file.toString(), StandardCharsets.UTF_8.decode(bytes).toString());
        Map<String, String> texts = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            if (!(value instanceof String text)) {
                throw damaged(file, Quoted.of(key) + " is no text");
            }
            texts.put(key, text);
        });
        String base = taken(file, texts, BASE);
        String checksum = taken(file, texts, BASE_CHECKSUM);
        try {
            return new MergedGraphs(ModelName.parse(base), checksum, texts);
        } catch (IllegalArgumentException noName) {
            throw damaged(file, "'" + Quoted.of(base) + "' is no model name");
        }
    }

    /// @param folder of the adapter
    /// @throws GradusException.Data where it cannot be written
    public void write(Path folder) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put(BASE, Quoted.json(base.toString()));
        json.put(BASE_CHECKSUM, Quoted.json(baseChecksum));
        checksums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> json.put(entry.getKey(), Quoted.json(entry.getValue())));
        WholeFile.write(folder.resolve(FILE), Quoted.object(json) + "\n");
    }

    private static String taken(Path file, Map<String, String> texts, String key) {
        String value = texts.remove(key);
        if (value == null) {
            throw damaged(file, key + " is missing");
        }
        return value;
    }

    private static GradusException.Data damaged(Path file, String what) {
        return new GradusException.Data(
                "%s is damaged: %s. Restore it, or tune again: ./gradus tune DIR."
                        .formatted(file, what));
    }
}
