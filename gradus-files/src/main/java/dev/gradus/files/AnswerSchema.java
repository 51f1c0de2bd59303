package dev.gradus.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON schema inferred from right answers: the types that were seen, a closed set where texts
/// repeat, and the fields that no answer lacks. A proposal, to be read and changed.
final class AnswerSchema {
    private static final int MOST_WORDS = 50;
    private static final int LONGEST_WORD = 60;
    private static final int MOST_DISTINCT = 1_000;

    private final Set<String> types = new LinkedHashSet<>();
    private final Map<String, AnswerSchema> fields = new LinkedHashMap<>();
    private final Map<String, Long> present = new LinkedHashMap<>();
    private final Set<String> words = new LinkedHashSet<>();
    private @Nullable AnswerSchema items;
    private boolean longWords;
    private long texts;
    private long objects;

    /// Takes one right answer.
    void add(@Nullable Object value) {
        switch (value) {
            case null -> types.add("null");
            case Map<?, ?> map -> {
                types.add("object");
                objects++;
                map.forEach((name, field) -> {
                    String key = String.valueOf(name);
                    fields.computeIfAbsent(key, one -> new AnswerSchema()).add(field);
                    present.merge(key, 1L, Long::sum);
                });
            }
            case List<?> list -> {
                types.add("array");
                AnswerSchema each = items == null ? new AnswerSchema() : items;
                list.forEach(each::add);
                items = each;
            }
            case Boolean truth -> types.add("boolean");
            case Long whole -> types.add("integer");
            case Number number -> types.add("number");
            default -> {
                types.add("string");
                texts++;
                String text = String.valueOf(value);
                longWords |= text.length() > LONGEST_WORD;
                if (words.size() <= MOST_DISTINCT) {
                    words.add(text);
                }
            }
        }
    }

    Map<String, @Nullable Object> schema() {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>(types);
        if (seen.contains("number")) {
            seen.remove("integer");
        }
        if (!seen.isEmpty()) {
            schema.put("type", seen.size() == 1 ? seen.iterator().next() : List.copyOf(seen));
        }
        if (seen.contains("object")) {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            fields.forEach((name, field) -> {
                properties.put(name, field.schema());
                if (present.getOrDefault(name, 0L) == objects) {
                    required.add(name);
                }
            });
            schema.put("properties", properties);
            schema.put("required", required);
            schema.put("additionalProperties", false);
        }
        if (seen.contains("array") && items != null) {
            schema.put("items", items.schema());
        }
        if (seen.equals(Set.of("string")) && closed()) {
            schema.put("enum", words.stream().sorted().toList());
        }
        return schema;
    }

    /// Each text came twice or more on average.
    private boolean closed() {
        return !longWords && words.size() <= MOST_WORDS && 2L * words.size() <= texts;
    }
}
