package dev.gradus.chat;

import java.util.List;
import java.util.Objects;

/// One turn of a conversation.
public sealed interface Message {

    /// What the model is told about its part.
    ///
    /// @param cached true where the provider is asked to keep everything up to here in its prompt
    ///   cache
    record System(String text, boolean cached) implements Message {
        public System {
            Objects.requireNonNull(text, "text");
        }
    }

    /// What the person says.
    ///
    /// @param cached true where the provider is asked to keep everything up to here in its prompt
    ///   cache
    record User(String text, boolean cached) implements Message {
        public User {
            Objects.requireNonNull(text, "text");
        }
    }

    /// What the model said, with the tools it called.
    record Assistant(String text, List<ToolCall> calls) implements Message {
        public Assistant {
            Objects.requireNonNull(text, "text");
            calls = List.copyOf(calls);
        }
    }

    /// What a tool gave back.
    ///
    /// @param call the id of the call it answers
    record ToolResult(String call, String text) implements Message {
        public ToolResult {
            Objects.requireNonNull(call, "call");
            Objects.requireNonNull(text, "text");
        }
    }

    static Message system(String text) {
        return new System(text, false);
    }

    static Message user(String text) {
        return new User(text, false);
    }

    static Message assistant(String text) {
        return new Assistant(text, List.of());
    }
}
