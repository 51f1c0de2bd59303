package dev.gradus.chat;

import java.util.Objects;

/// A tool that the model may ask for.
///
/// @param name letters, digits, dashes and underscores, at most 64
/// @param description what it does, for the model
/// @param schema JSON Schema of its arguments, an object
public record Tool(String name, String description, String schema) {
    public Tool {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(schema, "schema");
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a tool's name is 1 to 64 letters, digits, dashes or underscores, not '"
                            + name
                            + "'");
        }
    }
}
