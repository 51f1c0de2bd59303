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

    /// The fields as they enter the canonical bytes.
    public Map<String, Object> fields() {
        return new TreeMap<>(Map.of("name", name, "system", system, "user", user));
    }
}
