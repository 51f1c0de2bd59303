package dev.gradus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a provider answers, before it is put into the words of a wire.
///
/// @param text of the reply
/// @param tool name and arguments of the tool it calls
/// @param end why it stops
/// @param usage tokens read and written, as told; empty where nothing is told
/// @param logProbabilities true where each piece of text has one: -0.5
record WireReply(
        String text,
        Optional<Map.Entry<String, String>> tool,
        End end,
        Optional<Tokens> usage,
        boolean logProbabilities,
        String model) {
    static final double LOG_PROBABILITY = -0.5;
    private static final int PIECE = 5;

    enum End {
        STOP,
        LENGTH,
        REFUSAL,
        FILTER,
        /// There is no choice in the reply.
        NOTHING
    }

    record Tokens(long prompt, long cached, long completion, long reasoning) {}

    /// The text in pieces of five characters; surrogates stay together.
    List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + PIECE);
            if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
                end++;
            }
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    static ObjectNode object() {
        return FaultServer.Request.JSON.createObjectNode();
    }

    static ArrayNode array() {
        return FaultServer.Request.JSON.createArrayNode();
    }

    /// A piece of a streamed reply.
    ///
    /// @param bare true where it carries no text
    record Piece(ObjectNode json, boolean bare) {
        static Piece bare(ObjectNode json) {
            return new Piece(json, true);
        }

        static Piece text(ObjectNode json) {
            return new Piece(json, false);
        }
    }
}
