package dev.gradus.models;

import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Tool;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// OpenAI responses (https://platform.openai.com/docs/api-reference/responses), stored nowhere.
/// They have no seed and no stop texts.
final class OpenAiResponses implements Dialect {
    private final String model;
    private final Quirks quirks;
    private final StrictSchemas strict = new StrictSchemas(true);

    OpenAiResponses(String model, Quirks quirks) {
        this.model = model;
        this.quirks = quirks;
    }

    @Override
    public String path(boolean streamed) {
        return "/responses";
    }

    @Override
    public Map<String, String> headers(Secret key) {
        return key.isPresent() ? Map.of("Authorization", "Bearer " + key.reveal()) : Map.of();
    }

    @Override
    public void write(ChatRequest request, boolean streamed, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("model", model);
        json.writeArrayPropertyStart("input");
        request.messages().forEach(message -> write(message, json));
        json.writeEndArray();
        writeTools(request, json);
        writeSampling(request.sampling(), json);
        json.writeBooleanProperty("store", false);
        if (streamed) {
            json.writeBooleanProperty("stream", true);
        }
        json.writeEndObject();
    }

    private static void write(Message message, JsonGenerator json) {
        switch (message) {
            case Message.System system -> turn(json, "system", system.text());
            case Message.User user -> turn(json, "user", user.text());
            case Message.Assistant assistant -> {
                if (!assistant.text().isEmpty() || assistant.calls().isEmpty()) {
                    turn(json, "assistant", assistant.text());
                }
                assistant.calls().forEach(call -> write(call, json));
            }
            case Message.ToolResult result -> {
                json.writeStartObject();
                json.writeStringProperty("type", "function_call_output");
                json.writeStringProperty("call_id", result.call());
                json.writeStringProperty("output", result.text());
                json.writeEndObject();
            }
        }
    }

    private static void turn(JsonGenerator json, String role, String text) {
        json.writeStartObject();
        json.writeStringProperty("type", "message");
        json.writeStringProperty("role", role);
        json.writeStringProperty("content", text);
        json.writeEndObject();
    }

    private static void write(ToolCall call, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("type", "function_call");
        json.writeStringProperty("call_id", call.id());
        json.writeStringProperty("name", call.name());
        json.writeStringProperty("arguments", call.arguments());
        json.writeEndObject();
    }

    private void writeTools(ChatRequest request, JsonGenerator json) {
        List<Tool> tools = Forms.tools(request, true);
        if (!tools.isEmpty()) {
            json.writeArrayPropertyStart("tools");
            for (Tool tool : tools) {
                json.writeStartObject();
                json.writeStringProperty("type", "function");
                Json.tool(json, tool, "parameters");
                // Strict is the default here, and refuses schemas that are not.
                json.writeBooleanProperty("strict", strict.contain(tool.schema()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        switch (request.form()) {
            case Form.Free free -> {}
            case Form.Forced forced -> {
                json.writeObjectPropertyStart("tool_choice");
                json.writeStringProperty("type", "function");
                json.writeStringProperty("name", forced.tool().name());
                json.writeEndObject();
            }
            case Form.Schema schema -> {
                json.writeObjectPropertyStart("text");
                json.writeObjectPropertyStart("format");
                json.writeStringProperty("type", "json_schema");
                json.writeStringProperty("name", schema.name());
                json.writeBooleanProperty("strict", strict.contain(schema.schema()));
                Json.raw(json, "schema", schema.schema());
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private void writeSampling(Sampling sampling, JsonGenerator json) {
        if (!sampling.stop().isEmpty()) {
            throw new HttpModel.Unsupported(
                    "the responses API has no stop texts. Leave out sampling.stop, or set `api:"
                            + " openai-chat` for this provider.");
        }
        if (!quirks.guards() || OpenAiGenerations.takesSampling(model, sampling.effort())) {
            Json.number(json, "temperature", sampling.temperature());
            Json.number(json, "top_p", sampling.topP());
            if (sampling.logProbabilities()) {
                json.writeArrayPropertyStart("include");
                json.writeString("message.output_text.logprobs");
                json.writeEndArray();
            }
        }
        sampling.maxTokens().ifPresent(most -> json.writeNumberProperty("max_output_tokens", most));
        sampling.effort()
                .ifPresent(effort -> {
                    json.writeObjectPropertyStart("reasoning");
                    json.writeStringProperty("effort", OpenAiGenerations.effort(model, effort));
                    json.writeEndObject();
                });
    }

    @Override
    public void read(JsonNode reply, ReplyDraft draft) {
        if (reply.path("error").isObject()) {
            throw new ReplyDraft.ProviderError(reply.path("error"));
        }
        int at = 0;
        for (JsonNode item : reply.path("output").values()) {
            readItem(item, at, draft);
            at++;
        }
        end(reply, draft);
    }

    private static void readItem(JsonNode item, int at, ReplyDraft draft) {
        draft.answered();
        switch (Json.text(item, "type")) {
            case "message" -> item.path("content").values().forEach(part -> readPart(part, draft));
            case "function_call" ->
                    draft.call(
                            at,
                            Json.text(item, "call_id"),
                            Json.text(item, "name"),
                            Json.text(item, "arguments"));
            default -> {
                // what it thought is not part of the answer
            }
        }
    }

    private static void readPart(JsonNode part, ReplyDraft draft) {
        switch (Json.text(part, "type")) {
            case "output_text" -> {
                draft.text(Json.text(part, "text"));
                Json.logProbabilities(part.path("logprobs"), "logprob", draft);
            }
            case "refusal" -> draft.refusal(Json.text(part, "refusal"));
            default -> {
                // nothing that is text
            }
        }
    }

    private static void end(JsonNode reply, ReplyDraft draft) {
        draft.servedBy(Json.text(reply, "model"));
        JsonNode usage = reply.path("usage");
        if (usage.isObject()) {
            draft.usage(usage(usage));
        }
        switch (Json.text(reply, "status")) {
            case "completed" -> draft.finish(Finish.STOP);
            case "incomplete" -> {
                draft.answered();
                String reason = Json.text(reply.path("incomplete_details"), "reason");
                draft.finish(
                        switch (reason) {
                            case "max_output_tokens" -> Finish.LENGTH;
                            case "content_filter" -> Finish.REFUSAL;
                            default -> Finish.OTHER;
                        });
            }
            default -> {
                // neither: the reply is cut off
            }
        }
    }

    @Override
    public void readPiece(JsonNode piece, ReplyDraft draft) {
        JsonNode number = piece.path("sequence_number");
        if (number.isIntegralNumber() && draft.toldBefore(number.longValue())) {
            return;
        }
        int at = piece.path("output_index").asInt(0);
        switch (Json.text(piece, "type")) {
            case "response.output_text.delta" -> {
                draft.text(Json.text(piece, "delta"));
                Json.logProbabilities(piece.path("logprobs"), "logprob", draft);
            }
            case "response.refusal.delta" -> draft.refusal(Json.text(piece, "delta"));
            case "response.output_item.added" -> readAdded(piece.path("item"), at, draft);
            case "response.function_call_arguments.delta" ->
                    draft.call(at, "", "", Json.text(piece, "delta"));
            case "response.output_item.done" ->
                    draft.callArguments(at, Json.text(piece.path("item"), "arguments"));
            case "response.completed", "response.incomplete" -> readLast(piece, draft);
            case "response.failed" -> read(piece.path("response"), draft);
            case "error" ->
                    throw new ReplyDraft.ProviderError(
                            piece.path("error").isObject() ? piece.path("error") : piece);
            default -> {
                if (piece.path("error").isObject()) {
                    throw new ReplyDraft.ProviderError(piece.path("error"));
                }
            }
        }
    }

    private static void readAdded(JsonNode item, int at, ReplyDraft draft) {
        if (Json.text(item, "type").equals("function_call")) {
            draft.call(at, Json.text(item, "call_id"), Json.text(item, "name"), "");
        }
    }

    /// The last event holds the whole reply: what no event before has told is read from it.
    private void readLast(JsonNode piece, ReplyDraft draft) {
        JsonNode whole = piece.path("response");
        if (draft.hasText() || draft.calls() > 0) {
            end(whole, draft);
        } else {
            read(whole, draft);
        }
    }

    private static Usage usage(JsonNode usage) {
        return TokenCounts.usage(
                TokenCounts.count(usage.path("input_tokens")),
                TokenCounts.count(usage.path("input_tokens_details").path("cached_tokens")),
                TokenCounts.count(usage.path("output_tokens")),
                TokenCounts.count(usage.path("output_tokens_details").path("reasoning_tokens")));
    }
}
