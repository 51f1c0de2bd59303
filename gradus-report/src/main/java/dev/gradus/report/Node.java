package dev.gradus.report;

import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// An object of the document. Whatever is null or absent is unknown: an empty node, an empty list,
/// an empty text, no number. A value of the wrong kind is an error that names its path.
record Node(String path, Map<?, ?> fields) {
    private static final int TEXT_LIMIT = 600;
    private static final String TUNING = "tuning";

    static Node root(Map<String, ?> document) {
        return new Node("", document);
    }

    /// A tuning that is shown beside a verdict: its paths begin with `tuning`.
    static Node tuning(Map<String, ?> document) {
        return new Node(TUNING, document);
    }

    /// The same without these fields, for what is shown in another place.
    Node without(List<String> keys) {
        Map<Object, Object> rest = new LinkedHashMap<>(fields);
        rest.keySet().removeAll(keys);
        return new Node(path, rest);
    }

    boolean isUnknown() {
        return fields.isEmpty();
    }

    boolean has(String key) {
        Object value = fields.get(key);
        return value != null && !"".equals(value) && !List.of().equals(value);
    }

    boolean isTrue(String key) {
        return Boolean.TRUE.equals(fields.get(key));
    }

    Node at(String key) {
        Object value = fields.get(key);
        return value == null ? new Node(child(key), Map.of()) : node(child(key), value);
    }

    List<Node> list(String key) {
        List<Node> nodes = new ArrayList<>();
        for (Object item : items(key)) {
            nodes.add(node(child(key) + "[" + nodes.size() + "]", item));
        }
        return nodes;
    }

    private static Node node(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Node(path, map);
        }
        throw wrong(path, value, "an object");
    }

    List<String> texts(String key) {
        return items(key).stream()
                .filter(Objects::nonNull)
                .map(item -> Prose.clean(String.valueOf(item), TEXT_LIMIT))
                .toList();
    }

    String text(String key) {
        return text(key, TEXT_LIMIT);
    }

    /// The text with control characters made visible, cut with a note after `limit` characters.
    String text(String key, int limit) {
        Object value = fields.get(key);
        if (value instanceof Map || value instanceof List) {
            throw wrong(child(key), value, "a text");
        }
        return value == null ? "" : Prose.clean(scalar(value), limit);
    }

    String textOr(String key, String unknown) {
        return has(key) ? text(key) : unknown;
    }

    OptionalDouble number(String key) {
        Object value = fields.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return OptionalDouble.of(number.doubleValue());
        }
        throw wrong(child(key), value, "a finite number");
    }

    /// A score given as `{value, low, high, n, missing, level}` or as a bare number.
    Score score(String key) {
        return fields.get(key) instanceof Number ? Score.of(number(key)) : Score.of(at(key));
    }

    private static String scalar(Object value) {
        return value instanceof Double number ? Figures.plain(number) : value.toString();
    }

    private List<?> items(String key) {
        Object value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(child(key), value, "a list");
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static GradusException wrong(String path, @Nullable Object value, String wanted) {
        return new GradusException.Data(
                "%s is '%s'; %s or null belongs there. Write the document again with `gradus %s --json`."
                        .formatted(
                                path,
                                Prose.clean(String.valueOf(value), 80),
                                wanted,
                                path.startsWith(TUNING) ? "tune" : "climb"));
    }
}
