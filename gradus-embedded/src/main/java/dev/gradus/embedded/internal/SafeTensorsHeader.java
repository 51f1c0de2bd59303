package dev.gradus.embedded.internal;

import dev.gradus.embedded.internal.SafeTensors.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

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
        byte[] json = object(entries).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static String texts(Map<String, String> texts) {
        Map<String, String> quoted = new LinkedHashMap<>();
        texts.forEach((key, value) -> quoted.put(key, quoted(value)));
        return object(quoted);
    }

    private static String object(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
