package dev.gradus.task;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The shape of a right answer: one of a closed set of labels, a document of a JSON schema, or
/// text.
public sealed interface AnswerShape {

    /// One of these labels, in the order the user gave them.
    record Labels(List<Label> labels) implements AnswerShape {
        public Labels {
            labels = List.copyOf(labels);
            if (labels.size() < 2) {
                throw new IllegalArgumentException(
                        "a label task has at least 2 labels, not " + labels.size());
            }
            Set<String> seen = new HashSet<>();
            for (Label label : labels) {
                if (!seen.add(label.name())) {
                    throw new IllegalArgumentException(
                            "label '" + label.name() + "' is listed twice");
                }
            }
        }

        public List<String> names() {
            return labels.stream().map(Label::name).toList();
        }

        public boolean described() {
            return labels.stream().allMatch(label -> label.description().isPresent());
        }
    }

    /// A JSON document that satisfies this schema.
    record Json(String schema) implements AnswerShape {}

    /// Any text.
    record Text() implements AnswerShape {}

    /// The labels, where this is a label task.
    default Optional<Labels> asLabels() {
        return this instanceof Labels labels ? Optional.of(labels) : Optional.empty();
    }
}
