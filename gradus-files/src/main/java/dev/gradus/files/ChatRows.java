package dev.gradus.files;

import dev.gradus.files.MadeRows.PromptFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A chat fine-tuning file (`{"messages": [ {"role": "system", ...}, {"role": "user", ...},
/// {"role": "assistant", ...} ]}` a line) as examples: the last user turn is the input, the
/// assistant's answer to it what is expected, the system message the prompt. Earlier turns stand
/// before the input. The lines have `input`, `expected`, and `system_message` where it differs.
final class ChatRows {
    private static final String COLUMN = "system_message";

    private ChatRows() {}

    private record Row(String system, String input, String expected) {}

    /// The rows; empty where the file is of another kind.
    static Optional<MadeRows> of(InputFile file) {
        if (!file.shown().endsWith(".jsonl")) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        try (LineReader lines = new LineReader(file.checked())) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                boolean chat = line.get().contains("\"messages\"");
                if (rows.isEmpty() && !chat) {
                    return Optional.empty();
                }
                rows.add(row(file, lines.number(), line.get()));
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(of(rows));
    }

    private static Row row(InputFile file, long line, String text) {
        Map<String, ?> fields = JsonText.parseObject(text, file.shown() + ":" + line);
        if (!(fields.get("messages") instanceof List<?> messages)) {
            throw file.problem(
                    line, "there are no messages. Write { \"messages\": [ ... ] } on each line.");
        }
        List<String> system = new ArrayList<>();
        List<String> before = new ArrayList<>();
        String input = "";
        String expected = "";
        for (Object item : messages) {
            if (!(item instanceof Map<?, ?> message)
                    || !(message.get("content") instanceof String content)) {
                throw file.problem(
                        line, "a message has no text as its content. Take the line out.");
            }
            String role = String.valueOf(message.get("role"));
            switch (role) {
                case "system", "developer" -> system.add(content);
                case "user" -> {
                    if (!input.isEmpty()) {
                        before.add("user: " + input);
                        before.add("assistant: " + expected);
                    }
                    input = content;
                    expected = "";
                }
                case "assistant" -> expected = content;
                default ->
                        throw file.problem(
                                line,
                                "a message has the role "
                                        + Quoted.value(role)
                                        + ". Keep to system, user and assistant.");
            }
        }
        if (input.isBlank() || expected.isBlank()) {
            throw file.problem(
                    line,
                    "the messages do not end with a user's turn and the assistant's answer to it. Add it, or take the line out.");
        }
        String whole = before.isEmpty() ? input : String.join("\n", before) + "\nuser: " + input;
        return new Row(String.join("\n\n", system), whole, expected);
    }

    private static MadeRows of(List<Row> rows) {
        Set<String> systems = new LinkedHashSet<>();
        rows.forEach(row -> systems.add(row.system()));
        boolean one = systems.size() == 1;
        StringBuilder lines = new StringBuilder();
        for (Row row : rows) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("input", row.input());
            fields.put("expected", row.expected());
            if (!one) {
                fields.put(COLUMN, row.system());
            }
            lines.append(JsonText.write(fields)).append('\n');
        }
        String system = systems.iterator().next();
        return new MadeRows(
                lines.toString(),
                Books.whole(MadeRows.RECORDS, rows.size()),
                Optional.of("input"),
                Optional.of("expected"),
                prompt(one, system),
                one ? List.of() : List.of(COLUMN));
    }

    private static Optional<PromptFile> prompt(boolean one, String system) {
        if (!one) {
            String text =
                    "- role: system\n  content: \"{{ "
                            + COLUMN
                            + " }}\"\n- role: user\n  content: \"{{ input }}\"\n";
            return Optional.of(new PromptFile("prompt.yaml", text));
        }
        String plain =
                system.contains("{{") || system.contains("{%") || system.contains("{#")
                        ? "{% raw %}" + system + "{% endraw %}"
                        : system;
        return system.isBlank()
                ? Optional.empty()
                : Optional.of(new PromptFile("prompt.txt", plain + "\n"));
    }
}
