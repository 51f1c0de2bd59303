package dev.gradus.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Walks a document and makes a copy with values replaced.
final class Paths {
    private Paths() {}

    /// Every value that is no map and no list, by its path.
    static Map<String, Object> leaves(Object document) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        replace(
                document,
                (path, value) -> {
                    leaves.put(path, value);
                    return value;
                });
        return leaves;
    }

    /// A copy in which each leaf is what `change` makes of its path and value.
    @SuppressWarnings("unchecked")
    static Map<String, Object> replace(Object document, BiFunction<String, Object, Object> change) {
        return (Map<String, Object>) copy("", document, change);
    }

    private static Object copy(
            String path, Object value, BiFunction<String, Object, Object> change) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            String head = path.isEmpty() ? "" : path + ".";
            map.forEach((key, item) -> copy.put((String) key, copy(head + key, item, change)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(copy(path + "[" + i + "]", list.get(i), change));
            }
            return copy;
        }
        return value == null ? null : change.apply(path, value);
    }
}
