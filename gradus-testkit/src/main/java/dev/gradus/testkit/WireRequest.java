package dev.gradus.testkit;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a request asks, read in the language of its wire.
///
/// @param forcedTool the tool that must be called; empty where none must
record WireRequest(
        String lastUserText,
        boolean streamed,
        String model,
        Optional<String> forcedTool,
        boolean logProbabilities,
        long promptCharacters) {

    static WireRequest of(Wire wire, FaultServer.Request request) {
        JsonNode body = body(request.body());
        return new WireRequest(
                lastUserText(wire, body),
                streamed(wire, request, body),
                body.path("model").stringValue(wire.name().toLowerCase(java.util.Locale.ROOT)),
                forcedTool(wire, body),
                logProbabilities(wire, body),
                request.body().length());
    }

    /// As the server counts: a token to four characters.
    long promptTokens() {
        return promptCharacters / 4 + 1;
    }

    private static JsonNode body(String text) {
        try {
            return FaultServer.Request.JSON.readTree(text);
        } catch (JacksonException e) {
            return FaultServer.Request.JSON.createObjectNode();
        }
    }

    private static boolean streamed(Wire wire, FaultServer.Request request, JsonNode body) {
        return switch (wire) {
            case GEMINI -> request.path().contains(":streamGenerateContent");
            case OLLAMA -> body.path("stream").asBoolean(true);
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC -> body.path("stream").asBoolean(false);
        };
    }

    private static boolean logProbabilities(Wire wire, JsonNode body) {
        return switch (wire) {
            case OPENAI_CHAT, OLLAMA -> body.path("logprobs").asBoolean(false);
            case OPENAI_RESPONSES -> body.path("include").toString().contains("logprobs");
            case GEMINI -> body.at("/generationConfig/responseLogprobs").asBoolean(false);
            case ANTHROPIC -> false;
        };
    }

    private static Optional<String> forcedTool(Wire wire, JsonNode body) {
        JsonNode name =
                switch (wire) {
                    case OPENAI_CHAT -> body.at("/tool_choice/function/name");
                    case OPENAI_RESPONSES, ANTHROPIC -> body.at("/tool_choice/name");
                    case GEMINI ->
                            body.at("/toolConfig/functionCallingConfig/allowedFunctionNames/0");
                    case OLLAMA -> body.at("/nothing");
                };
        return name.stringValueOpt();
    }

    private static String lastUserText(Wire wire, JsonNode body) {
        JsonNode turns =
                switch (wire) {
                    case OPENAI_CHAT, ANTHROPIC, OLLAMA -> body.path("messages");
                    case OPENAI_RESPONSES -> body.path("input");
                    case GEMINI -> body.path("contents");
                };
        if (turns.isString()) {
            return turns.stringValue();
        }
        String last = "";
        for (JsonNode turn : turns.values()) {
            if (turn.path("role").stringValue("user").equals("user")) {
                JsonNode content = turn.path(wire == Wire.GEMINI ? "parts" : "content");
                String text = text(content);
                last = text.isEmpty() ? last : text;
            }
        }
        return last;
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        content.values().forEach(part -> text.append(part.path("text").stringValue("")));
        return text.toString();
    }
}
