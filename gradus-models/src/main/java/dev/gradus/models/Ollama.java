package dev.gradus.models;

import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Sampling.Effort;
import dev.gradus.chat.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Ollama's own chat (https://docs.ollama.com/api/chat). It cannot be made to call a tool: the text
/// is held to the tool's schema instead.
///
/// Options: `num-ctx`, the context in tokens (Ollama's default is small, and it cuts what does not
/// fit without a word); `keep-alive`, how long the model stays in memory, as in `30m`.
final class Ollama implements Dialect {
    private final String model;
    private final OptionalLong context;
    private final String keepAlive;

    Ollama(String model, Map<String, String> options) {
        this.model = model;
        this.keepAlive = options.getOrDefault("keep-alive", "");
        String tokens = options.getOrDefault("num-ctx", "");
        this.context =
                tokens.matches("\\d{1,9}")
                        ? OptionalLong.of(Long.parseLong(tokens))
                        : OptionalLong.empty();
        if (context.isEmpty() && !tokens.isEmpty()) {
            throw new dev.gradus.spi.GradusException.Data(
                    "num-ctx is '" + tokens + "'. Write a whole number of tokens, as in 8192.");
        }
    }

    @Override
    public String path(boolean streamed) {
        return "/api/chat";
    }

    @Override
    public Map<String, String> headers(Secret key) {
        return key.isPresent() ? Map.of("Authorization", "Bearer " + key.reveal()) : Map.of();
    }

    @Override
    public boolean streamsLines() {
        return true;
    }

    @Override
    public String textIsCallOf(ChatRequest request) {
        return request.form() instanceof Form.Forced forced ? forced.tool().name() : "";
    }

    @Override
    public void write(ChatRequest request, boolean streamed, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("model", model);
        writeMessages(request.messages(), json);
        Json.functions(json, request.tools());
        switch (request.form()) {
            case Form.Free free -> {}
            case Form.Schema schema -> Json.raw(json, "format", schema.schema());
            case Form.Forced forced -> Json.raw(json, "format", forced.tool().schema());
        }
        Sampling sampling = request.sampling();
        sampling.effort().ifPresent(effort -> writeThinking(effort, json));
        if (sampling.logProbabilities()) {
            json.writeBooleanProperty("logprobs", true);
        }
        writeOptions(sampling, json);
        if (!keepAlive.isEmpty()) {
            json.writeStringProperty("keep_alive", keepAlive);
        }
        json.writeBooleanProperty("stream", streamed);
        json.writeEndObject();
    }

    private static void writeMessages(List<Message> messages, JsonGenerator json) {
        Map<String, String> names = new HashMap<>();
        json.writeArrayPropertyStart("messages");
        for (Message message : messages) {
            json.writeStartObject();
            switch (message) {
                case Message.System system -> Json.turn(json, "system", system.text());
                case Message.User user -> Json.turn(json, "user", user.text());
                case Message.Assistant assistant -> {
                    Json.turn(json, "assistant", assistant.text());
                    assistant.calls().forEach(call -> names.put(call.id(), call.name()));
                    writeCalls(assistant.calls(), json);
                }
                case Message.ToolResult result -> {
                    Json.turn(json, "tool", result.text());
                    json.writeStringProperty(
                            "tool_name", names.getOrDefault(result.call(), result.call()));
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeCalls(List<ToolCall> calls, JsonGenerator json) {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeObjectPropertyStart("function");
            json.writeStringProperty("name", call.name());
            Json.object(json, "arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// gpt-oss takes a level and always thinks; others think or do not.
    private void writeThinking(Effort effort, JsonGenerator json) {
        if (model.contains("gpt-oss")) {
            json.writeStringProperty("think", effort == Effort.MINIMAL ? "low" : effort.word());
        } else {
            json.writeBooleanProperty("think", effort != Effort.MINIMAL);
        }
    }

    private void writeOptions(Sampling sampling, JsonGenerator json) {
        json.writeObjectPropertyStart("options");
        Json.number(json, "temperature", sampling.temperature());
        Json.number(json, "top_p", sampling.topP());
        sampling.maxTokens().ifPresent(most -> json.writeNumberProperty("num_predict", most));
        sampling.seed().ifPresent(seed -> json.writeNumberProperty("seed", seed));
        context.ifPresent(tokens -> json.writeNumberProperty("num_ctx", tokens));
        if (!sampling.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop");
            sampling.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// A line of a stream is a reply of its own; the last one is `done`.
    @Override
    public void read(JsonNode reply, ReplyDraft draft) {
        readPiece(reply, draft);
        draft.ended();
    }

    @Override
    public void readPiece(JsonNode piece, ReplyDraft draft) {
        JsonNode error = piece.path("error");
        if (error.isString() || error.isObject()) {
            throw new ReplyDraft.ProviderError(error);
        }
        draft.servedBy(Json.text(piece, "model"));
        JsonNode message = piece.path("message");
        if (message.isObject()) {
            draft.text(Json.text(message, "content"));
            for (JsonNode call : message.path("tool_calls").values()) {
                JsonNode function = call.path("function");
                draft.call(
                        draft.calls(),
                        Json.text(call, "id"),
                        Json.text(function, "name"),
                        function.path("arguments").toString());
            }
        }
        Json.logProbabilities(piece.path("logprobs"), "logprob", draft);
        if (piece.path("done").asBoolean(false)) {
            draft.finish(
                    switch (Json.text(piece, "done_reason")) {
                        case "stop", "" -> Finish.STOP;
                        case "length" -> Finish.LENGTH;
                        default -> Finish.OTHER;
                    });
            draft.usage(
                    TokenCounts.usage(
                            TokenCounts.count(piece.path("prompt_eval_count")),
                            OptionalLong.empty(),
                            TokenCounts.count(piece.path("eval_count")),
                            OptionalLong.empty()));
        }
    }
}
