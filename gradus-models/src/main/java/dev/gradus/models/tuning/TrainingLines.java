package dev.gradus.models.tuning;

import dev.gradus.chat.Message;
import dev.gradus.chat.ToolCall;
import dev.gradus.check.TokenCounter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Examples as lines of the files that OpenAI's fine_tuning API and its copies learn from, one
/// shape a method.
public final class TrainingLines {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What a message, and an example, take besides their text, by OpenAI's own recipe of counting
    /// (cookbook, "How to count tokens with tiktoken").
    private static final int TOKENS_OF_MESSAGE = 4;

    private static final int TOKENS_OF_EXAMPLE = 3;

    private TrainingLines() {}

    /// For `SFT`.
    ///
    /// @param conversation that ends in the answer to learn
    public static String supervised(List<Message> conversation) {
        require(
                !conversation.isEmpty() && conversation.getLast() instanceof Message.Assistant,
                "an example to learn from ends in the assistant's answer");
        ObjectNode line = JSON.createObjectNode();
        messages(line, conversation);
        return line.toString();
    }

    /// For `DPO`.
    ///
    /// @param conversation that both answers are to
    public static String preference(List<Message> conversation, String preferred, String rejected) {
        require(
                !conversation.isEmpty() && !(conversation.getLast() instanceof Message.Assistant),
                "the conversation before two answers does not end in one");
        require(!preferred.equals(rejected), "the preferred and the rejected answer are the same");
        ObjectNode line = JSON.createObjectNode();
        messages(line.putObject("input"), conversation);
        line.putArray("preferred_output").add(answer(preferred));
        line.putArray("non_preferred_output").add(answer(rejected));
        return line.toString();
    }

    /// For `REINFORCEMENT`.
    ///
    /// @param conversation that the model is to answer
    /// @param item what the grader knows of the example, by the names that it has in
    ///   `{{item.NAME}}`
    public static String reinforcement(List<Message> conversation, Map<String, String> item) {
        require(
                !conversation.isEmpty() && !(conversation.getLast() instanceof Message.Assistant),
                "the conversation that the model answers does not end in an answer");
        require(!item.containsKey("messages"), "a field of the grader cannot be named 'messages'");
        ObjectNode line = JSON.createObjectNode();
        messages(line, conversation);
        item.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> line.put(field.getKey(), field.getValue()));
        return line.toString();
    }

    /// The tokens of one epoch over such lines.
    ///
    /// @throws IllegalArgumentException where a line is none of these shapes
    public static long tokens(List<String> lines, TokenCounter counter) {
        long tokens = 0;
        for (String line : lines) {
            try {
                tokens += TOKENS_OF_EXAMPLE + tokens(JSON.readTree(line), counter);
            } catch (JacksonException e) {
                throw new IllegalArgumentException("a line of a training file is no JSON", e);
            }
        }
        return tokens;
    }

    private static long tokens(JsonNode line, TokenCounter counter) {
        long tokens = 0;
        for (String at :
                List.of(
                        "/messages",
                        "/input/messages",
                        "/preferred_output",
                        "/non_preferred_output")) {
            for (JsonNode message : line.at(at).values()) {
                tokens += TOKENS_OF_MESSAGE;
                tokens += counter.count(message.path("content").stringValue(""));
                JsonNode calls = message.path("tool_calls");
                tokens += calls.isArray() ? counter.count(calls.toString()) : 0;
            }
        }
        return tokens;
    }

    private static void messages(ObjectNode line, List<Message> conversation) {
        ArrayNode messages = line.putArray("messages");
        for (Message message : conversation) {
            ObjectNode json = messages.addObject();
            switch (message) {
                case Message.System system -> turn(json, "system", system.text());
                case Message.User user -> turn(json, "user", user.text());
                case Message.Assistant assistant -> {
                    turn(json, "assistant", assistant.text());
                    calls(json, assistant.calls());
                }
                case Message.ToolResult result -> {
                    turn(json, "tool", result.text());
                    json.put("tool_call_id", result.call());
                }
            }
        }
    }

    private static void calls(ObjectNode json, List<ToolCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        ArrayNode all = json.putArray("tool_calls");
        for (ToolCall call : calls) {
            all.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
    }

    private static ObjectNode answer(String text) {
        ObjectNode json = JSON.createObjectNode();
        turn(json, "assistant", text);
        return json;
    }

    private static void turn(ObjectNode json, String role, String text) {
        json.put("role", role).put("content", text);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
