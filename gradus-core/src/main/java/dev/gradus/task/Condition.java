package dev.gradus.task;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an answer must satisfy besides its shape, wherever it is given: in a climb and where it is
/// served. It sees input and answer, never what was expected.
public sealed interface Condition {
    /// The pattern is found in the answer.
    record Regex(String pattern) implements Condition {}

    /// The CEL expression over `input`, `answer` and `variables` is true.
    record Cel(String expression) implements Condition {}

    /// The answer is a JSON document of this schema.
    record Schema(String schema) implements Condition {}

    /// The command reads JSON on standard input and writes what is wrong, or nothing.
    record Command(List<String> command) implements Condition {
        public Command {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a command has at least a program");
            }
        }
    }

    /// The fields as they enter canonical bytes, as the task file writes them.
    default Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        switch (this) {
            case Regex regex -> fields.put("regex", regex.pattern());
            case Cel cel -> fields.put("cel", cel.expression());
            case Schema schema -> fields.put("schema", schema.schema());
            case Command command -> fields.put("command", command.command());
        }
        return fields;
    }
}
