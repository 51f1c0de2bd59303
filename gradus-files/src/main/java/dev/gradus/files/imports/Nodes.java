package dev.gradus.files.imports;

import dev.gradus.files.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Nodes from JSON that is one line, or whose lines do not matter.
final class Nodes {
    private Nodes() {}

    static Node json(String text, String file, int line) {
        return of(JsonText.parseLoosely(text, file + ":" + line), file, line);
    }

    static Node of(@Nullable Object value, String file, int line) {
        return switch (value) {
            case null -> new Node.Text(file, line, "null", true);
            case Map<?, ?> map -> {
                Map<String, Node> fields = new LinkedHashMap<>();
                map.forEach((key, item) -> fields.put(String.valueOf(key), of(item, file, line)));
                yield new Node.Fields(file, line, fields, Map.of());
            }
            case List<?> list -> {
                List<Node> items = new ArrayList<>();
                list.forEach(item -> items.add(of(item, file, line)));
                yield new Node.Items(file, line, items);
            }
            case String text -> new Node.Text(file, line, text, false);
            default -> new Node.Text(file, line, String.valueOf(value), true);
        };
    }
}
