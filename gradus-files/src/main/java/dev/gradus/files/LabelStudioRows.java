package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Label Studio's JSON-MIN, CSV and TSV: a row for each annotation, with the fields of the task and
/// the values of the controls side by side; several choices are `{"choices": [ ... ]}`.
record LabelStudioRows() implements AnnotationDialect {
    private static final Set<String> OWN =
            Set.of(
                    "annotation_id",
                    "annotator",
                    "created_at",
                    "updated_at",
                    "lead_time",
                    "agreement");

    @Override
    public String name() {
        return "Label Studio";
    }

    @Override
    public Said read(AnnotatedRecord record) {
        Map<String, String> texts = new LinkedHashMap<>();
        record.cells()
                .forEach((name, cell) -> {
                    if (!OWN.contains(name)) {
                        texts.put(
                                name,
                                JsonText.orText(cell) instanceof Map<?, ?> value
                                                && value.get("choices") instanceof List<?> choices
                                        ? JsonText.write(choices)
                                        : cell);
                    }
                });
        String id = record.text("id");
        return new Said(
                id.isEmpty() ? JsonText.write(texts) : id, texts, List.of(), Optional.empty());
    }
}
