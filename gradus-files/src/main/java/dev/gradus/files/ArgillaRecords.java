package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Argilla's records: nested, with `fields` and `responses`, or flat as its datasets are, with
/// `QUESTION.responses` beside `QUESTION.responses.status`. Only what was submitted is an answer; a
/// suggestion is a model's.
///
/// @param question the question that is taken, the first; empty where records are nested
record ArgillaRecords(Optional<String> question) implements AnnotationDialect {
    private static final String RESPONSES = ".responses";
    private static final String STATUS = ".status";
    private static final String SUBMITTED = "submitted";

    static Optional<ArgillaRecords> of(List<String> columns) {
        if (columns.containsAll(List.of("fields", "responses"))) {
            return Optional.of(new ArgillaRecords(Optional.empty()));
        }
        return columns.stream()
                .filter(name -> name.endsWith(RESPONSES) && columns.contains(name + STATUS))
                .findFirst()
                .map(name ->
                        new ArgillaRecords(
                                Optional.of(
                                        name.substring(0, name.length() - RESPONSES.length()))));
    }

    @Override
    public String name() {
        return "Argilla";
    }

    @Override
    public Said read(AnnotatedRecord record) {
        return question.map(asked -> flat(record, asked)).orElseGet(() -> nested(record));
    }

    private static Said flat(AnnotatedRecord record, String question) {
        List<?> values = record.list(question + RESPONSES);
        List<?> states = record.list(question + RESPONSES + STATUS);
        List<Set<String>> answers = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (i < states.size() && SUBMITTED.equals(states.get(i))) {
                answers.add(labels(values.get(i)));
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        record.others(Set.of("status", "_server_id"))
                .forEach((name, text) -> {
                    if (!name.contains(".responses") && !name.contains(".suggestion")) {
                        texts.put(name, text);
                    }
                });
        return said(record, texts, answers, values.isEmpty());
    }

    private static Said nested(AnnotatedRecord record) {
        if (!(JsonText.orText(record.text("fields")) instanceof Map<?, ?> fields)
                || !(JsonText.orText(record.text("responses")) instanceof Map<?, ?> responses)) {
            throw new NotSpoken();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(String.valueOf(name), text);
            }
        });
        List<Set<String>> answers = new ArrayList<>();
        boolean none = true;
        for (Object asked : responses.values()) {
            if (asked instanceof List<?> list && !list.isEmpty()) {
                none = false;
                for (Object one : list) {
                    if (one instanceof Map<?, ?> response
                            && (response.get("status") == null
                                    || SUBMITTED.equals(response.get("status")))) {
                        answers.add(labels(response.get("value")));
                    }
                }
                break;
            }
        }
        return said(record, texts, answers, none);
    }

    private static Said said(
            AnnotatedRecord record,
            Map<String, String> texts,
            List<Set<String>> answers,
            boolean none) {
        if (record.text("status").equals("discarded")) {
            return Said.left("discarded");
        }
        String id = record.text("id");
        return answers.isEmpty()
                ? Said.left(none ? "without a response" : "with a response that was not submitted")
                : new Said(
                        id.isEmpty() ? JsonText.write(texts) : id,
                        texts,
                        answers,
                        Optional.empty());
    }

    private static Set<String> labels(@org.jspecify.annotations.Nullable Object value) {
        Set<String> labels = new LinkedHashSet<>();
        (value instanceof List<?> list ? list : List.of(String.valueOf(value)))
                .forEach(label -> labels.add(String.valueOf(label)));
        return labels;
    }
}
