package dev.gradus.candidate;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The words that a chat model is given: templates that read `input`, `brief`, `labels` (each with
/// `name` and `description`), `shots` (each with `input` and `expected`), `schema`, and the
/// examples' other columns by their names.
///
/// @param name for people: `baseline`, `sharper`, a file's name, `rewritten`
/// @param system template of the system message; may be empty
/// @param user template of the user message
public record Prompt(String name, String system, String user) {
    public Prompt {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(system, "system");
        if (user.isBlank()) {
            throw new IllegalArgumentException("a prompt has a user message");
        }
    }

    private static final String REWRITTEN = "rewritten ";

    /// The name of an instruction that a model wrote in a round after reading failures on train.
    public static String rewritten(int round) {
        return REWRITTEN + round;
    }

    /// True where a model wrote the instruction after reading failures on train.
    public boolean rewritten() {
        return name.startsWith(REWRITTEN);
    }

    /// The fields as they enter the canonical bytes.
    public Map<String, Object> fields() {
        return new TreeMap<>(Map.of("name", name, "system", system, "user", user));
    }
}
