package dev.gradus.chat;

import java.util.Objects;

/// A tool that the model asks to be called.
///
/// @param id by which the result is matched; made up where the provider has none
/// @param name of the tool
/// @param arguments a JSON object, as the model wrote it: not checked
public record ToolCall(String id, String name, String arguments) {
    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
    }
}
