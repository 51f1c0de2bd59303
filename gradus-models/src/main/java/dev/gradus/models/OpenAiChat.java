package dev.gradus.models;

import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// OpenAI chat completions, and what copies them
/// (https://platform.openai.com/docs/api-reference/chat).
final class OpenAiChat implements Dialect {
    private final String model;
    private final String generation;
    private final String path;
    private final Quirks quirks;
    private final StrictSchemas strict = new StrictSchemas(true);

    /// @param generation the name by which it is known what the model takes
    OpenAiChat(String model, String generation, String path, Quirks quirks) {
        this.model = model;
        this.generation = generation;
        this.path = path;
        this.quirks = quirks;
    }

    @Override
    public String path(boolean streamed) {
        return path;
    }

    @Override
    public Map<String, String> headers(Secret key) {
        return key.isPresent() ? Map.of("Authorization", "Bearer " + key.reveal()) : Map.of();
    }

    @Override
    public String toolOfText(ChatRequest request) {
        return request.form() instanceof Form.Schema schema && !quirks.schemas()
                ? schema.name()
                : "";
    }

    @Override
    public void write(ChatRequest request, boolean streamed, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("model", model);
        json.writeArrayPropertyStart("messages");
        request.messages().forEach(message -> write(message, json));
        json.writeEndArray();
        writeTools(request, json);
        writeSampling(request.sampling(), json);
        if (streamed) {
            json.writeBooleanProperty("stream", true);
            if (quirks.streamUsage()) {
                json.writeObjectPropertyStart("stream_options");
                json.writeBooleanProperty("include_usage", true);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void write(Message message, JsonGenerator json) {
        json.writeStartObject();
        switch (message) {
            case Message.System system -> Json.turn(json, "system", system.text());
            case Message.User user -> Json.turn(json, "user", user.text());
            case Message.Assistant assistant -> {
                Json.turn(json, "assistant", assistant.text());
                writeCalls(assistant.calls(), json);
            }
            case Message.ToolResult result -> {
                Json.turn(json, "tool", result.text());
                json.writeStringProperty("tool_call_id", result.call());
            }
        }
        json.writeEndObject();
    }

    private static void writeCalls(List<ToolCall> calls, JsonGenerator json) {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringProperty("id", call.id());
            json.writeStringProperty("type", "function");
            json.writeObjectPropertyStart("function");
            json.writeStringProperty("name", call.name());
            json.writeStringProperty("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeTools(ChatRequest request, JsonGenerator json) {
        Json.functions(json, Forms.tools(request, quirks.schemas()));
        String forced = Forms.forcedTool(request, quirks.schemas());
        if (!forced.isEmpty()) {
            json.writeObjectPropertyStart("tool_choice");
            json.writeStringProperty("type", "function");
            json.writeObjectPropertyStart("function");
            json.writeStringProperty("name", forced);
            json.writeEndObject();
            json.writeEndObject();
        } else if (request.form() instanceof Form.Schema schema) {
            writeSchema(schema, json);
        }
    }

    private void writeSchema(Form.Schema schema, JsonGenerator json) {
        json.writeObjectPropertyStart("response_format");
        json.writeStringProperty("type", "json_schema");
        json.writeObjectPropertyStart("json_schema");
        json.writeStringProperty("name", schema.name());
        json.writeBooleanProperty("strict", strict.contain(schema.schema()));
        Json.raw(json, "schema", schema.schema());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeSampling(Sampling sampling, JsonGenerator json) {
        boolean drawn =
                !quirks.guards() || OpenAiGenerations.takesSampling(generation, sampling.effort());
        if (drawn) {
            Json.number(json, "temperature", sampling.temperature());
            Json.number(json, "top_p", sampling.topP());
            if (sampling.logProbabilities()) {
                json.writeBooleanProperty("logprobs", true);
            }
        }
        sampling.maxTokens().ifPresent(most -> json.writeNumberProperty(quirks.maxTokens(), most));
        if (!quirks.seed().isEmpty()) {
            sampling.seed().ifPresent(seed -> json.writeNumberProperty(quirks.seed(), seed));
        }
        sampling.effort()
                .ifPresent(effort ->
                        json.writeStringProperty(
                                "reasoning_effort",
                                quirks.guards()
                                        ? OpenAiGenerations.effort(generation, effort)
                                        : effort.word()));
        if (!sampling.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop");
            sampling.stop().forEach(json::writeString);
            json.writeEndArray();
        }
    }

    @Override
    public void read(JsonNode reply, ReplyDraft draft) {
        readPiece(reply, draft);
        draft.ended();
    }

    /// A chunk has `delta` where a whole reply has `message`; all else is alike.
    @Override
    public void readPiece(JsonNode piece, ReplyDraft draft) {
        JsonNode error = piece.path("error");
        if (error.isObject() || error.isString()) {
            throw new ReplyDraft.ProviderError(error);
        }
        draft.servedBy(Json.text(piece, "model"));
        JsonNode usage = piece.path("usage");
        if (usage.isObject()) {
            draft.usage(usage(usage));
        }
        JsonNode choice = piece.path("choices").path(0);
        if (!choice.isObject()) {
            return;
        }
        JsonNode message = choice.path("delta");
        readMessage(message.isObject() ? message : choice.path("message"), draft);
        Json.logProbabilities(choice.path("logprobs").path("content"), "logprob", draft);
        String finish = Json.text(choice, "finish_reason");
        if (!finish.isEmpty()) {
            draft.finish(finish(finish));
        }
    }

    private static void readMessage(JsonNode message, ReplyDraft draft) {
        if (!message.isObject()) {
            return;
        }
        draft.answered();
        JsonNode content = message.path("content");
        if (content.isString()) {
            draft.text(content.stringValue());
        } else {
            // Mistral's thinking models give parts.
            content.values().forEach(part -> draft.text(Json.text(part, "text")));
        }
        String refusal = Json.text(message, "refusal");
        if (!refusal.isEmpty()) {
            draft.refusal(refusal);
        }
        int at = 0;
        for (JsonNode call : message.path("tool_calls").values()) {
            JsonNode function = call.path("function");
            JsonNode arguments = function.path("arguments");
            draft.call(
                    call.path("index").intValue(at),
                    Json.text(call, "id"),
                    Json.text(function, "name"),
                    arguments.isObject() ? arguments.toString() : arguments.stringValue(""));
            at++;
        }
    }

    private static Finish finish(String word) {
        return switch (word) {
            case "stop", "eos" -> Finish.STOP;
            case "length", "model_length", "max_tokens" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOLS;
            case "content_filter" -> Finish.REFUSAL;
            default -> Finish.OTHER;
        };
    }

    private static Usage usage(JsonNode usage) {
        JsonNode cached = usage.path("prompt_tokens_details").path("cached_tokens");
        return TokenCounts.usage(
                TokenCounts.count(usage.path("prompt_tokens")),
                TokenCounts.count(
                        cached.isMissingNode() ? usage.path("prompt_cache_hit_tokens") : cached),
                TokenCounts.count(usage.path("completion_tokens")),
                TokenCounts.count(
                        usage.path("completion_tokens_details").path("reasoning_tokens")));
    }
}
