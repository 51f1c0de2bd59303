package dev.gradus.models;

import dev.gradus.chat.ChatRequest;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The language that a provider speaks: how a request is written and a reply is read. Without
/// state.
interface Dialect {

    /// What follows the base URL, with the query.
    String path(boolean streamed);

    /// The headers that prove who calls, and those that the language asks for.
    Map<String, String> headers(Secret key);

    /// Writes the body of a request, one JSON object.
    void write(ChatRequest request, boolean streamed, JsonGenerator json);

    /// Reads a whole reply.
    void read(JsonNode reply, ReplyDraft draft);

    /// Reads one piece of a streamed reply.
    void readPiece(JsonNode piece, ReplyDraft draft);

    /// True where pieces come as lines of JSON, false where they are server-sent events.
    default boolean streamsLines() {
        return false;
    }

    /// The tool whose arguments are the answer's text: where a schema is held to by forcing a tool.
    default String toolOfText(ChatRequest request) {
        return "";
    }

    /// The tool that the answer's text is a call of: where a tool is forced by holding the text to
    /// its schema.
    default String textIsCallOf(ChatRequest request) {
        return "";
    }
}
