package dev.gradus;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object in the making: keys in the order given, null for "unknown".
final class Tree {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    @SuppressWarnings("NullAway") // JSON has null; the readers of a document know it.
    Tree put(String key, @Nullable Object value) {
        fields.put(key, value);
        return this;
    }

    Map<String, Object> map() {
        return fields;
    }
}
