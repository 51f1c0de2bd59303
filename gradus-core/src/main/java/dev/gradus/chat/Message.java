package dev.gradus.chat;

import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.Printed;
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

    /// What the identity of a tuning job is made of: the same text in every release. A component
    /// that is added is written at the end, and only where it is not at its default.
    default Printed printed() {
        return switch (this) {
            case System system ->
                    Printed.record("System")
                            .with("text", Printed.text(system.text))
                            .with("cached", Printed.truth(system.cached))
                            .end();
            case User user ->
                    Printed.record("User")
                            .with("text", Printed.text(user.text))
                            .with("cached", Printed.truth(user.cached))
                            .end();
            case Assistant assistant ->
                    Printed.record("Assistant")
                            .with("text", Printed.text(assistant.text))
                            .with("calls", Printed.list(assistant.calls, Message::printed))
                            .end();
            case ToolResult result ->
                    Printed.record("ToolResult")
                            .with("call", Printed.text(result.call))
                            .with("text", Printed.text(result.text))
                            .end();
        };
    }

    /// A conversation: its messages in order.
    static Canonical canonical(List<Message> conversation) {
        return Canonical.printed(Printed.list(conversation, Message::printed));
    }

    private static Printed printed(ToolCall call) {
        return Printed.record("ToolCall")
                .with("id", Printed.text(call.id()))
                .with("name", Printed.text(call.name()))
                .with("arguments", Printed.text(call.arguments()))
                .end();
    }
}
