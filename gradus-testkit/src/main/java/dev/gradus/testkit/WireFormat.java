package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.Piece;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// How the replies of one wire look, after the provider's own reference.
interface WireFormat {
    ObjectNode whole(WireReply reply);

    List<Piece> pieces(WireReply reply);

    ObjectNode error(int status, String word, String message);

    /// What follows the last piece.
    default String last() {
        return "";
    }

    /// True where pieces are lines of JSON.
    default boolean lines() {
        return false;
    }

    static WireFormat of(Wire wire) {
        return switch (wire) {
            case OPENAI_CHAT -> new OpenAiChatFormat();
            case OPENAI_RESPONSES -> new OpenAiResponsesFormat();
            case ANTHROPIC -> new AnthropicFormat();
            case GEMINI -> new GeminiFormat();
            case OLLAMA -> new OllamaFormat();
        };
    }
}
