package dev.gradus.files.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A value of an imported file with the line where it stands.
sealed interface Node {
    Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    String file();

    /// From 1.
    int line();

    /// @param plain true where it stands without quotes, so that it may be a number or a truth
    record Text(String file, int line, String words, boolean plain) implements Node {}

    record Items(String file, int line, List<Node> items) implements Node {}

    /// @param lines where each key stands
    record Fields(String file, int line, Map<String, Node> fields, Map<String, Integer> lines)
            implements Node {}

    /// The value of a key; empty in anything but a mapping, and where the value is null.
    default Optional<Node> get(String key) {
        return this instanceof Fields fields
                ? Optional.ofNullable(fields.fields().get(key)).filter(node -> !node.isNull())
                : Optional.empty();
    }

    /// Where a key stands, or this value.
    default Node at(String key) {
        if (this instanceof Fields fields) {
            return new Text(file(), fields.lines().getOrDefault(key, line()), key, true);
        }
        return this;
    }

    default List<String> keys() {
        return this instanceof Fields fields ? List.copyOf(fields.fields().keySet()) : List.of();
    }

    default boolean isNull() {
        return this instanceof Text text
                && text.plain()
                && (text.words().isEmpty()
                        || text.words().equals("null")
                        || text.words().equals("~"));
    }

    default Optional<String> text() {
        return this instanceof Text text ? Optional.of(text.words()) : Optional.empty();
    }

    default Optional<String> text(String key) {
        return get(key).flatMap(Node::text);
    }

    default Optional<Double> number(String key) {
        return text(key).filter(text -> NUMBER.matcher(text).matches()).map(Double::valueOf);
    }

    /// The items of a list; a single value is a list of one.
    default List<Node> list() {
        return this instanceof Items items ? items.items() : List.of(this);
    }

    /// As JSON: maps, lists, texts, numbers, truth values, null.
    default @Nullable Object json() {
        return switch (this) {
            case Items items -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.items().forEach(item -> list.add(item.json()));
                yield list;
            }
            case Fields fields -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                fields.fields().forEach((key, value) -> map.put(key, value.json()));
                yield map;
            }
            case Text text -> scalar(text);
        };
    }

    private static @Nullable Object scalar(Text text) {
        if (!text.plain()) {
            return text.words();
        }
        if (text.isNull()) {
            return null;
        }
        if (text.words().equals("true") || text.words().equals("false")) {
            return Boolean.valueOf(text.words());
        }
        if (text.words().matches("-?\\d{1,15}")) {
            return Long.valueOf(text.words());
        }
        return NUMBER.matcher(text.words()).matches()
                ? (Object) Double.valueOf(text.words())
                : text.words();
    }

    /// As one text: what stands there, or its JSON.
    default String written() {
        return this instanceof Text text ? text.words() : Json.write(json());
    }
}
