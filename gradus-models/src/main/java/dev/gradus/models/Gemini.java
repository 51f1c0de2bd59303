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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Gemini's generateContent (https://ai.google.dev/api/generate-content).
///
/// Its calls of tools have no id of their own and carry a signature of what was thought, which
/// newer models want back: the id of a call here is `ID|SIGNATURE`.
final class Gemini implements Dialect {
    private static final Pattern VERSION = Pattern.compile("gemini-(\\d+)(?:\\.(\\d+))?.*");
    private static final char SIGNED = '|';
    private static final String MADE_UP = "call-";

    private final String model;
    private final double version;

    Gemini(String model) {
        this.model = model;
        Matcher matcher = VERSION.matcher(model);
        this.version =
                matcher.matches()
                        ? Integer.parseInt(matcher.group(1))
                                + (matcher.group(2) == null
                                        ? 0
                                        : Integer.parseInt(matcher.group(2)) / 10.0)
                        : Double.MAX_VALUE;
    }

    @Override
    public String path(boolean streamed) {
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8);
        return "/models/"
                + name
                + (streamed ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    public Map<String, String> headers(Secret key) {
        return key.isPresent() ? Map.of("x-goog-api-key", key.reveal()) : Map.of();
    }

    @Override
    public void write(ChatRequest request, boolean streamed, JsonGenerator json) {
        json.writeStartObject();
        writeSystem(request.messages(), json);
        writeTurns(request.messages(), json);
        writeTools(request, json);
        json.writeObjectPropertyStart("generationConfig");
        writeSampling(request.sampling(), json);
        if (request.form() instanceof Form.Schema schema) {
            json.writeStringProperty("responseMimeType", "application/json");
            Json.raw(json, "responseJsonSchema", schema.schema());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeSystem(List<Message> messages, JsonGenerator json) {
        List<String> told =
                messages.stream()
                        .filter(Message.System.class::isInstance)
                        .map(message -> ((Message.System) message).text())
                        .toList();
        if (!told.isEmpty()) {
            json.writeObjectPropertyStart("systemInstruction");
            json.writeArrayPropertyStart("parts");
            told.forEach(text -> part(json, text));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void part(JsonGenerator json, String text) {
        json.writeStartObject();
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    /// Turns of one role in a row are one turn.
    private static void writeTurns(List<Message> messages, JsonGenerator json) {
        Map<String, String> names = new HashMap<>();
        json.writeArrayPropertyStart("contents");
        String open = "";
        for (Message message : messages) {
            if (message instanceof Message.System) {
                continue;
            }
            String role = message instanceof Message.Assistant ? "model" : "user";
            if (!role.equals(open)) {
                endTurn(open, json);
                json.writeStartObject();
                json.writeStringProperty("role", role);
                json.writeArrayPropertyStart("parts");
                open = role;
            }
            writeParts(message, names, json);
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

    private static void writeParts(Message message, Map<String, String> names, JsonGenerator json) {
        switch (message) {
            case Message.System system -> {}
            case Message.User user -> part(json, user.text());
            case Message.Assistant assistant -> {
                if (!assistant.text().isEmpty() || assistant.calls().isEmpty()) {
                    part(json, assistant.text());
                }
                for (ToolCall call : assistant.calls()) {
                    names.put(call.id(), call.name());
                    writeCall(call, json);
                }
            }
            case Message.ToolResult result -> {
                String name = names.get(result.call());
                if (name == null) {
                    throw new HttpModel.Unsupported(
                            "a tool result answers the call '"
                                    + result.call()
                                    + "', which no message before it holds.");
                }
                writeResult(result, name, json);
            }
        }
    }

    private static void writeCall(ToolCall call, JsonGenerator json) {
        json.writeStartObject();
        json.writeObjectPropertyStart("functionCall");
        writeId(call.id(), json);
        json.writeStringProperty("name", call.name());
        Json.object(json, "args", call.arguments());
        json.writeEndObject();
        int signed = call.id().indexOf(SIGNED);
        if (signed >= 0) {
            json.writeStringProperty("thoughtSignature", call.id().substring(signed + 1));
        }
        json.writeEndObject();
    }

    private static void writeResult(Message.ToolResult result, String name, JsonGenerator json) {
        json.writeStartObject();
        json.writeObjectPropertyStart("functionResponse");
        writeId(result.call(), json);
        json.writeStringProperty("name", name);
        json.writeObjectPropertyStart("response");
        json.writeStringProperty("result", result.text());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeId(String id, JsonGenerator json) {
        int signed = id.indexOf(SIGNED);
        String own = signed < 0 ? id : id.substring(0, signed);
        if (!own.startsWith(MADE_UP)) {
            json.writeStringProperty("id", own);
        }
    }

    private static void writeTools(ChatRequest request, JsonGenerator json) {
        List<Tool> tools = Forms.tools(request, true);
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tools");
        json.writeStartObject();
        json.writeArrayPropertyStart("functionDeclarations");
        for (Tool tool : tools) {
            json.writeStartObject();
            Json.tool(json, tool, "parametersJsonSchema");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        if (request.form() instanceof Form.Forced forced) {
            json.writeObjectPropertyStart("toolConfig");
            json.writeObjectPropertyStart("functionCallingConfig");
            json.writeStringProperty("mode", "ANY");
            json.writeArrayPropertyStart("allowedFunctionNames");
            json.writeString(forced.tool().name());
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void writeSampling(Sampling sampling, JsonGenerator json) {
        Json.number(json, "temperature", sampling.temperature());
        Json.number(json, "topP", sampling.topP());
        sampling.maxTokens().ifPresent(most -> json.writeNumberProperty("maxOutputTokens", most));
        sampling.seed().ifPresent(seed -> json.writeNumberProperty("seed", seed));
        if (!sampling.stop().isEmpty()) {
            json.writeArrayPropertyStart("stopSequences");
            sampling.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        if (sampling.logProbabilities()) {
            json.writeBooleanProperty("responseLogprobs", true);
        }
        sampling.effort().ifPresent(effort -> writeThinking(effort, json));
    }

    /// A level since 3, a budget of tokens in 2.5. The Pro models cannot be kept from thinking.
    private void writeThinking(Effort effort, JsonGenerator json) {
        if (version < 2.5) {
            throw new HttpModel.Unsupported(
                    "this model cannot think before it answers. Leave out the effort for it.");
        }
        boolean pro = model.contains("-pro");
        json.writeObjectPropertyStart("thinkingConfig");
        if (version >= 3) {
            json.writeStringProperty(
                    "thinkingLevel", effort == Effort.MINIMAL && pro ? "low" : effort.word());
        } else {
            json.writeNumberProperty(
                    "thinkingBudget",
                    switch (effort) {
                        case MINIMAL -> pro ? 128 : 0;
                        case LOW -> 1_024;
                        case MEDIUM -> 8_192;
                        case HIGH -> 24_576;
                    });
        }
        json.writeEndObject();
    }

    @Override
    public void read(JsonNode reply, ReplyDraft draft) {
        readPiece(reply, draft);
        draft.ended();
    }

    @Override
    public void readPiece(JsonNode piece, ReplyDraft draft) {
        if (piece.path("error").isObject()) {
            throw new ReplyDraft.ProviderError(piece.path("error"));
        }
        draft.servedBy(Json.text(piece, "modelVersion"));
        if (!Json.text(piece.path("promptFeedback"), "blockReason").isEmpty()) {
            draft.refusal("");
            draft.finish(Finish.REFUSAL);
        }
        JsonNode candidate = piece.path("candidates").path(0);
        candidate.path("content").path("parts").values().forEach(part -> readPart(part, draft));
        Json.logProbabilities(
                candidate.path("logprobsResult").path("chosenCandidates"), "logProbability", draft);
        String finish = Json.text(candidate, "finishReason");
        if (!finish.isEmpty()) {
            draft.answered();
            draft.finish(finish(finish));
        }
        JsonNode usage = piece.path("usageMetadata");
        if (usage.isObject()) {
            draft.usage(usage(usage));
        }
    }

    private static void readPart(JsonNode part, ReplyDraft draft) {
        JsonNode call = part.path("functionCall");
        if (call.isObject()) {
            int at = draft.calls();
            String id = Json.text(call, "id");
            String signature = Json.text(part, "thoughtSignature");
            JsonNode arguments = call.path("args");
            draft.call(
                    at,
                    (id.isEmpty() ? MADE_UP + at : id)
                            + (signature.isEmpty() ? "" : SIGNED + signature),
                    Json.text(call, "name"),
                    arguments.isObject() ? arguments.toString() : "{}");
        } else if (!part.path("thought").asBoolean(false)) {
            draft.text(Json.text(part, "text"));
        }
    }

    private static Finish finish(String word) {
        return switch (word) {
            case "STOP" -> Finish.STOP;
            case "MAX_TOKENS" -> Finish.LENGTH;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII" ->
                    Finish.REFUSAL;
            default -> Finish.OTHER;
        };
    }

    /// What it wrote and what it thought are counted apart; a reply that is all thought has no
    /// count of what it wrote.
    private static Usage usage(JsonNode usage) {
        OptionalLong thought = TokenCounts.count(usage.path("thoughtsTokenCount"));
        JsonNode written = usage.path("candidatesTokenCount");
        return TokenCounts.usage(
                TokenCounts.count(usage.path("promptTokenCount")),
                TokenCounts.count(usage.path("cachedContentTokenCount")),
                written.isMissingNode()
                        ? thought
                        : TokenCounts.sum(TokenCounts.count(written), thought),
                thought);
    }
}
