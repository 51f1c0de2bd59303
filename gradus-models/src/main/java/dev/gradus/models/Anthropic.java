package dev.gradus.models;

import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Sampling.Effort;
import dev.gradus.chat.Tool;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Anthropic messages (https://docs.anthropic.com/en/api/messages). They have no seed and no
/// log-probabilities. A forced tool and thinking exclude each other: the tool wins. So do thinking
/// and an answered tool call, whose thoughts would have to be sent back.
final class Anthropic implements Dialect {
    private static final int LEAST_BUDGET = 1_024;

    private final String model;
    private final ClaudeGenerations generation;
    private final StrictSchemas strict = new StrictSchemas(false);

    Anthropic(String model) {
        this.model = model;
        this.generation = ClaudeGenerations.of(model);
    }

    @Override
    public String path(boolean streamed) {
        return "/messages";
    }

    @Override
    public Map<String, String> headers(Secret key) {
        return key.isPresent()
                ? Map.of("x-api-key", key.reveal(), "anthropic-version", "2023-06-01")
                : Map.of("anthropic-version", "2023-06-01");
    }

    @Override
    public String toolOfText(ChatRequest request) {
        return request.form() instanceof Form.Schema schema && !holds(schema) ? schema.name() : "";
    }

    private boolean holds(Form.Schema schema) {
        return generation.holdsToSchemas() && strict.contain(schema.schema());
    }

    private boolean schemas(ChatRequest request) {
        return toolOfText(request).isEmpty();
    }

    @Override
    public void write(ChatRequest request, boolean streamed, JsonGenerator json) {
        Sampling sampling = request.sampling();
        int budget = budget(request);
        json.writeStartObject();
        json.writeStringProperty("model", model);
        json.writeNumberProperty(
                "max_tokens", sampling.maxTokens().orElse(generation.usualMaxTokens() + budget));
        writeSystem(request.messages(), json);
        writeTurns(request.messages(), json);
        writeTools(request, json);
        boolean thinks = writeThinking(request, budget, json);
        if (generation.takesSampling() && !thinks) {
            Json.number(json, "temperature", sampling.temperature());
            // The two exclude each other since 4.1; a top-p of 1 says nothing.
            if (sampling.temperature().isEmpty() || sampling.topP().orElse(1) < 1) {
                Json.number(json, "top_p", sampling.topP());
            }
        }
        if (!sampling.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop_sequences");
            sampling.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        if (streamed) {
            json.writeBooleanProperty("stream", true);
        }
        json.writeEndObject();
    }

    private static void writeSystem(List<Message> messages, JsonGenerator json) {
        boolean some = false;
        for (Message message : messages) {
            if (message instanceof Message.System system && !system.text().isBlank()) {
                if (!some) {
                    json.writeArrayPropertyStart("system");
                    some = true;
                }
                block(json, system.text(), system.cached());
            }
        }
        if (some) {
            json.writeEndArray();
        }
    }

    /// Turns of one role in a row are one turn: results of tools that were called together belong
    /// together.
    private static void writeTurns(List<Message> messages, JsonGenerator json) {
        json.writeArrayPropertyStart("messages");
        String open = "";
        for (Message message : messages) {
            String role =
                    switch (message) {
                        case Message.System system -> "";
                        case Message.User user -> "user";
                        case Message.ToolResult result -> "user";
                        case Message.Assistant assistant -> "assistant";
                    };
            if (role.isEmpty()) {
                continue;
            }
            if (!role.equals(open)) {
                endTurn(open, json);
                json.writeStartObject();
                json.writeStringProperty("role", role);
                json.writeArrayPropertyStart("content");
                open = role;
            }
            writeBlocks(message, json);
        }
        endTurn(open, json);
        json.writeEndArray();
    }

    private static void endTurn(String open, JsonGenerator json) {
        if (!open.isEmpty()) {
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeBlocks(Message message, JsonGenerator json) {
        switch (message) {
            case Message.System system -> {}
            case Message.User user -> block(json, user.text(), user.cached());
            case Message.Assistant assistant -> {
                if (!assistant.text().isEmpty()) {
                    block(json, assistant.text(), false);
                }
                assistant.calls().forEach(call -> writeCall(call, json));
            }
            case Message.ToolResult result -> {
                json.writeStartObject();
                json.writeStringProperty("type", "tool_result");
                json.writeStringProperty("tool_use_id", result.call());
                json.writeStringProperty("content", result.text());
                json.writeEndObject();
            }
        }
    }

    private static void block(JsonGenerator json, String text, boolean cached) {
        json.writeStartObject();
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", text);
        if (cached) {
            json.writeObjectPropertyStart("cache_control");
            json.writeStringProperty("type", "ephemeral");
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeCall(ToolCall call, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("type", "tool_use");
        json.writeStringProperty("id", call.id());
        json.writeStringProperty("name", call.name());
        Json.object(json, "input", call.arguments());
        json.writeEndObject();
    }

    private void writeTools(ChatRequest request, JsonGenerator json) {
        List<Tool> tools = Forms.tools(request, schemas(request));
        if (!tools.isEmpty()) {
            json.writeArrayPropertyStart("tools");
            for (Tool tool : tools) {
                json.writeStartObject();
                Json.tool(json, tool, "input_schema");
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        String forced = Forms.forcedTool(request, schemas(request));
        if (!forced.isEmpty()) {
            json.writeObjectPropertyStart("tool_choice");
            json.writeStringProperty("type", "tool");
            json.writeStringProperty("name", forced);
            json.writeBooleanProperty("disable_parallel_tool_use", true);
            json.writeEndObject();
        }
    }

    /// @return true where it will think
    private boolean writeThinking(ChatRequest request, int budget, JsonGenerator json) {
        boolean effort = generation.thinksAdaptively() && request.sampling().effort().isPresent();
        boolean adaptive =
                effort && request.sampling().effort().get() != Effort.MINIMAL && mayThink(request);
        if (adaptive || budget > 0) {
            json.writeObjectPropertyStart("thinking");
            json.writeStringProperty("type", adaptive ? "adaptive" : "enabled");
            if (!adaptive) {
                json.writeNumberProperty("budget_tokens", budget);
            }
            json.writeEndObject();
        }
        boolean schema = request.form() instanceof Form.Schema && schemas(request);
        if (effort || schema) {
            json.writeObjectPropertyStart("output_config");
            if (effort) {
                Effort wanted = request.sampling().effort().get();
                json.writeStringProperty(
                        "effort", wanted == Effort.MINIMAL ? "low" : wanted.word());
            }
            if (schema) {
                json.writeObjectPropertyStart("format");
                json.writeStringProperty("type", "json_schema");
                Json.raw(json, "schema", ((Form.Schema) request.form()).schema());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return adaptive || budget > 0;
    }

    private boolean mayThink(ChatRequest request) {
        return Forms.forcedTool(request, schemas(request)).isEmpty()
                && request.messages().stream()
                        .noneMatch(message -> message instanceof Message.ToolResult);
    }

    /// Tokens to think with; 0 where it does not think, or decides itself.
    private int budget(ChatRequest request) {
        Sampling sampling = request.sampling();
        if (sampling.effort().isEmpty() || generation.thinksAdaptively()) {
            return 0;
        }
        int wanted = ClaudeGenerations.budget(sampling.effort().get());
        if (wanted == 0 || !mayThink(request)) {
            return 0;
        }
        if (!generation.thinks()) {
            throw new HttpModel.Unsupported(
                    "this model cannot think before it answers. Leave out the effort for it.");
        }
        int room = sampling.maxTokens().orElse(2 * wanted) / 2;
        if (room < LEAST_BUDGET) {
            throw new HttpModel.Unsupported(
                    "thinking takes at least 1,024 tokens of those it may write: set"
                            + " sampling.max-tokens to 2,048 or more, or leave out the effort.");
        }
        return Math.min(wanted, room);
    }

    @Override
    public void read(JsonNode reply, ReplyDraft draft) {
        failIfError(reply);
        draft.servedBy(Json.text(reply, "model"));
        int at = 0;
        for (JsonNode block : reply.path("content").values()) {
            readBlock(block, at, draft);
            at++;
        }
        JsonNode usage = reply.path("usage");
        if (usage.isObject()) {
            Usage prompt = prompt(usage);
            draft.usage(withOutput(prompt, usage));
        }
        stop(Json.text(reply, "stop_reason"), draft);
        draft.ended();
    }

    private static void failIfError(JsonNode reply) {
        if (reply.path("error").isObject()) {
            throw new ReplyDraft.ProviderError(reply.path("error"));
        }
    }

    private static void readBlock(JsonNode block, int at, ReplyDraft draft) {
        draft.answered();
        switch (Json.text(block, "type")) {
            case "text" -> draft.text(Json.text(block, "text"));
            case "tool_use" -> {
                JsonNode input = block.path("input");
                draft.call(
                        at,
                        Json.text(block, "id"),
                        Json.text(block, "name"),
                        input.isEmpty() ? "" : input.toString());
            }
            default -> {
                // what it thought is not part of the answer
            }
        }
    }

    private static void stop(String reason, ReplyDraft draft) {
        if (reason.isEmpty()) {
            return;
        }
        draft.answered();
        draft.finish(
                switch (reason) {
                    case "end_turn", "stop_sequence" -> Finish.STOP;
                    case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
                    case "tool_use" -> Finish.TOOLS;
                    case "refusal" -> Finish.REFUSAL;
                    default -> Finish.OTHER;
                });
    }

    @Override
    public void readPiece(JsonNode piece, ReplyDraft draft) {
        int at = piece.path("index").asInt(0);
        switch (Json.text(piece, "type")) {
            case "message_start" -> {
                JsonNode message = piece.path("message");
                draft.servedBy(Json.text(message, "model"));
                draft.usage(prompt(message.path("usage")));
            }
            case "content_block_start" -> readBlock(piece.path("content_block"), at, draft);
            case "content_block_delta" -> {
                JsonNode delta = piece.path("delta");
                switch (Json.text(delta, "type")) {
                    case "text_delta" -> draft.text(Json.text(delta, "text"));
                    case "input_json_delta" ->
                            draft.call(at, "", "", Json.text(delta, "partial_json"));
                    default -> {
                        // what it thinks is not part of the answer
                    }
                }
            }
            case "message_delta" -> {
                stop(Json.text(piece.path("delta"), "stop_reason"), draft);
                draft.usage(withOutput(draft.usage(), piece.path("usage")));
            }
            case "message_stop" -> draft.ended();
            default -> failIfError(piece);
        }
    }

    /// What was read: `input_tokens` are those that no cache held.
    private static Usage prompt(JsonNode usage) {
        OptionalLong cached = TokenCounts.count(usage.path("cache_read_input_tokens"));
        return TokenCounts.usage(
                TokenCounts.sum(
                        TokenCounts.count(usage.path("input_tokens")),
                        cached,
                        TokenCounts.count(usage.path("cache_creation_input_tokens"))),
                cached,
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static Usage withOutput(Usage prompt, JsonNode usage) {
        return TokenCounts.usage(
                prompt.prompt(),
                prompt.cached(),
                TokenCounts.count(usage.path("output_tokens")),
                TokenCounts.count(usage.path("output_tokens_details").path("thinking_tokens")));
    }
}
