package dev.gradus.scorer;

import dev.gradus.answer.internal.PlainJson;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The scores that hold the answer's text against the expected one; all are 0 or 1.
final class Texts {
    private Texts() {}

    static double sameLabel(Example example, String answer) {
        return answer.strip().equals(example.expected().strip()) ? 1 : 0;
    }

    /// The same text, or the same JSON document written otherwise.
    static double same(Example example, String answer) {
        return same(example.expected(), answer) ? 1 : 0;
    }

    static boolean same(String expected, String answer) {
        if (answer.strip().equals(expected.strip())) {
            return true;
        }
        Optional<Object> wanted = document(expected);
        return wanted.isPresent()
                && document(answer).map(PlainJson::write).equals(wanted.map(PlainJson::write));
    }

    static double contains(Example example, String answer) {
        if (example.expected().isBlank()) {
            throw new GradusException.Data(
                    example.source()
                            + ": expected is empty, and every answer contains that. Say what the"
                            + " answer must contain.");
        }
        return answer.contains(example.expected().strip()) ? 1 : 0;
    }

    private static Optional<Object> document(String text) {
        return PlainJson.read(text)
                .filter(value -> value instanceof Map<?, ?> || value instanceof List<?>);
    }
}
