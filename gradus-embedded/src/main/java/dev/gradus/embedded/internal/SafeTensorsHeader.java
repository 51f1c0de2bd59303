package dev.gradus.embedded.internal;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes the header of a safetensors file.
final class SafeTensorsHeader {
    /// Key of the texts.
    static final String METADATA = "__metadata__";

    private SafeTensorsHeader() {}

    /// Filled up with blanks, so that the values begin at a multiple of 8.
    static byte[] of(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            entries.put(METADATA, texts(metadata));
        }
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "tensor '" + entry.getKey() + "' holds " + value);
                }
            }
            long end = begin + 4L * tensor.values().length;
            entries.put(
                    entry.getKey(),
                    "{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(
                                    Arrays.toString(tensor.shape()).replace(" ", ""), begin, end));
            begin = end;
        }
        byte[] json = Quoted.object(entries).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String texts(Map<String, String> texts) {
        Map<String, String> quoted = new LinkedHashMap<>();
        texts.forEach((key, value) -> quoted.put(key, Quoted.json(value)));
        return Quoted.object(quoted);
    }
}
