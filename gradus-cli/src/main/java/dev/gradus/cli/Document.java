package dev.gradus.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Reads a document of plain maps, lists, texts and numbers by dotted path. What is absent or null
/// is unknown, and stays so.
record Document(Map<String, ?> fields) {
    Optional<String> text(String path) {
        return Optional.ofNullable(value(path)).map(String::valueOf);
    }

    OptionalDouble number(String path) {
        return value(path) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    long count(String path) {
        return value(path) instanceof Number number ? number.longValue() : 0;
    }

    List<String> texts(String path) {
        return value(path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    List<Document> documents(String path) {
        return value(path) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Document::cast).toList()
                : List.of();
    }

    Optional<Document> document(String path) {
        return value(path) instanceof Map<?, ?> map ? Optional.of(cast(map)) : Optional.empty();
    }

    private @Nullable Object value(String path) {
        Object at = fields;
        for (String key : path.split("\\.")) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(key);
        }
        return at;
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys.
    private static Document cast(Object map) {
        return new Document((Map<String, ?>) map);
    }
}
