package dev.gradus.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// One call of a chat model.
///
/// @param messages at least one, in order
/// @param tools that the model may ask for
/// @param form that the answer is held to
/// @param sampling how it is drawn
public record ChatRequest(List<Message> messages, List<Tool> tools, Form form, Sampling sampling) {
    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(sampling, "sampling");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a request has at least one message");
        }
    }

    public static ChatRequest of(Sampling sampling, Message... messages) {
        return new ChatRequest(List.of(messages), List.of(), new Form.Free(), sampling);
    }

    /// The fields as plain maps, lists, texts and numbers, by whose canonical bytes a reply is
    /// found again: the same for the same request, whatever the provider.
    public Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>(sampling.fields());
        fields.put("messages", messages.stream().map(ChatRequest::fields).toList());
        if (!tools.isEmpty()) {
            fields.put("tools", tools.stream().map(ChatRequest::fields).toList());
        }
        switch (form) {
            case Form.Free free -> {}
            case Form.Schema schema -> fields.put("form", Map.of("schema", schema.schema()));
            case Form.Forced forced -> fields.put("form", Map.of("tool", fields(forced.tool())));
        }
        return fields;
    }

    /// How many characters it holds: what a count of its tokens is guessed from.
    public long characters() {
        long sum = 0;
        for (Message message : messages) {
            sum +=
                    switch (message) {
                        case Message.System system -> system.text().length();
                        case Message.User user -> user.text().length();
                        case Message.Assistant assistant ->
                                assistant.text().length()
                                        + assistant.calls().stream()
                                                .mapToInt(call -> call.arguments().length())
                                                .sum();
                        case Message.ToolResult result -> result.text().length();
                    };
        }
        for (Tool tool : tools) {
            sum += tool.description().length() + tool.schema().length();
        }
        return sum
                + switch (form) {
                    case Form.Free free -> 0;
                    case Form.Schema schema -> schema.schema().length();
                    case Form.Forced forced -> forced.tool().schema().length();
                };
    }

    private static Map<String, Object> fields(Message message) {
        Map<String, Object> fields = new TreeMap<>();
        switch (message) {
            case Message.System system -> {
                fields.put("role", "system");
                fields.put("text", system.text());
            }
            case Message.User user -> {
                fields.put("role", "user");
                fields.put("text", user.text());
            }
            case Message.Assistant assistant -> {
                fields.put("role", "assistant");
                fields.put("text", assistant.text());
                List<Object> calls = new ArrayList<>();
                for (ToolCall call : assistant.calls()) {
                    calls.add(
                            new TreeMap<>(
                                    Map.of(
                                            "id", call.id(),
                                            "name", call.name(),
                                            "arguments", call.arguments())));
                }
                fields.put("calls", calls);
            }
            case Message.ToolResult result -> {
                fields.put("role", "tool");
                fields.put("call", result.call());
                fields.put("text", result.text());
            }
        }
        return fields;
    }

    private static Map<String, Object> fields(Tool tool) {
        return new TreeMap<>(
                Map.of(
                        "name", tool.name(),
                        "description", tool.description(),
                        "schema", tool.schema()));
    }
}
