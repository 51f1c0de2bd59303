package dev.gradus.files;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One record of an annotation tool's export: its cells, of which some are JSON.
record AnnotatedRecord(Map<String, String> cells) {

    String text(String name) {
        return cells.getOrDefault(name, "");
    }

    /// The items of a list; a single value is a list of one, an absent one is empty.
    List<?> list(String name) {
        Object value = JsonText.orText(text(name));
        return value instanceof List<?> list ? list : value.equals("") ? List.of() : List.of(value);
    }

    /// The cells of other names that are texts.
    Map<String, String> others(Set<String> names) {
        Map<String, String> others = new LinkedHashMap<>();
        cells.forEach((name, cell) -> {
            if (!names.contains(name) && JsonText.orText(cell) instanceof String) {
                others.put(name, cell);
            }
        });
        return others;
    }

    /// What a record says.
    ///
    /// @param item what was asked: records of one item are several annotators'
    /// @param texts the fields that a task can use
    /// @param answers one for each annotator who stands behind it, each a set of labels
    /// @param left why it makes no example, where it does not
    record Said(
            String item,
            Map<String, String> texts,
            List<Set<String>> answers,
            Optional<String> left) {
        static Said left(String why) {
            return new Said("", Map.of(), List.of(), Optional.of(why));
        }
    }
}
