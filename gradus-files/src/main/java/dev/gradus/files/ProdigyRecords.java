package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Prodigy's JSON lines: `answer` says what the person did with the record, `accept` holds the ids
/// of the options that were chosen, `label` is a label that was proposed and accepted or not.
record ProdigyRecords() implements AnnotationDialect {
    static final String REJECTED = "rejected";
    private static final Set<String> OWN =
            Set.of("answer", "accept", "label", "options", "spans", "config", "versions");

    @Override
    public String name() {
        return "Prodigy";
    }

    @Override
    public Said read(AnnotatedRecord record) {
        String answer = record.text("answer");
        switch (answer) {
            case "accept" -> {
                // The one that a person stands behind.
            }
            case "reject" -> {
                return Said.left(REJECTED);
            }
            case "ignore" -> {
                return Said.left("ignored");
            }
            case "" -> {
                return Said.left("without a decision");
            }
            default -> throw new NotSpoken();
        }
        Set<String> labels = new LinkedHashSet<>();
        (record.text("accept").isEmpty() ? record.list("label") : record.list("accept"))
                .forEach(label -> labels.add(String.valueOf(label)));
        if (labels.isEmpty()) {
            return Said.left("accepted without a label");
        }
        var texts = record.others(OWN);
        texts.keySet().removeIf(name -> name.startsWith("_"));
        String hash = record.text("_input_hash");
        return new Said(
                hash.isEmpty() ? record.text("text") : hash,
                texts,
                List.of(labels),
                Optional.empty());
    }
}
