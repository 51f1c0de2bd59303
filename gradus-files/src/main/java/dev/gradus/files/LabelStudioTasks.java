package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Label Studio's JSON: `data` is what was asked, `annotations` what people decided, each cancelled
/// or not; `predictions` are a model's and are never taken.
record LabelStudioTasks() implements AnnotationDialect {
    private static final List<String> VALUES = List.of("choices", "rating", "number", "text");

    @Override
    public String name() {
        return "Label Studio";
    }

    @Override
    public Said read(AnnotatedRecord record) {
        if (!(JsonText.orText(record.text("data")) instanceof Map<?, ?> data)) {
            throw new NotSpoken();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        data.forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                texts.put(String.valueOf(name), String.valueOf(value));
            }
        });
        List<Set<String>> answers = new ArrayList<>();
        String why =
                record.list("predictions").isEmpty()
                        ? "without an annotation"
                        : "with a model's prediction and no annotation";
        for (Object one : record.list("annotations")) {
            if (!(one instanceof Map<?, ?> annotation)) {
                continue;
            }
            if (Boolean.TRUE.equals(annotation.get("was_cancelled"))) {
                why = "skipped by the annotator";
                continue;
            }
            Set<String> labels = labels(annotation);
            if (labels.isEmpty()) {
                why = "annotated otherwise than by a choice, a rating or a text";
            } else {
                answers.add(labels);
            }
        }
        return answers.isEmpty()
                ? Said.left(why)
                : new Said(record.text("data"), texts, answers, Optional.empty());
    }

    /// The first control that has a value: `result[].value.choices` and its like.
    private static Set<String> labels(Map<?, ?> annotation) {
        Set<String> labels = new LinkedHashSet<>();
        if (annotation.get("result") instanceof List<?> results) {
            Object control = null;
            for (Object one : results) {
                if (one instanceof Map<?, ?> result
                        && result.get("value") instanceof Map<?, ?> value
                        && (control == null || control.equals(result.get("from_name")))) {
                    VALUES.stream()
                            .map(value::get)
                            .filter(found -> found != null)
                            .findFirst()
                            .ifPresent(found ->
                                    (found instanceof List<?> list ? list : List.of(found))
                                            .forEach(label -> labels.add(String.valueOf(label))));
                    control = labels.isEmpty() ? control : result.get("from_name");
                }
            }
        }
        return labels;
    }
}
