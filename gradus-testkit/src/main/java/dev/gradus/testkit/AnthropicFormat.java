package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.Piece;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class AnthropicFormat implements WireFormat {

    @Override
    public ObjectNode whole(WireReply reply) {
        ObjectNode root = message(reply);
        ArrayNode content = (ArrayNode) root.path("content");
        if (reply.tool().isPresent()) {
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", "toolu_abc")
                    .put("name", reply.tool().get().getKey())
                    .set("input", FaultServer.Request.JSON.readTree(reply.tool().get().getValue()));
        } else if (reply.end() != WireReply.End.NOTHING) {
            content.addObject().put("type", "text").put("text", reply.text());
        }
        root.put("stop_reason", stop(reply));
        reply.usage().ifPresent(usage -> usage(root, usage));
        return root;
    }

    private static ObjectNode message(WireReply reply) {
        ObjectNode root =
                WireReply.object()
                        .put("id", "msg_1")
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("model", reply.model());
        root.putArray("content");
        root.putNull("stop_reason");
        root.putNull("stop_sequence");
        return root;
    }

    @Override
    public List<Piece> pieces(WireReply reply) {
        List<Piece> pieces = new ArrayList<>();
        ObjectNode start = typed("message_start");
        ObjectNode message = message(reply);
        reply.usage()
                .ifPresent(usage ->
                        usage(message, new WireReply.Tokens(usage.prompt(), usage.cached(), 1, 0)));
        start.set("message", message);
        pieces.add(Piece.bare(start));
        pieces.add(Piece.bare(typed("ping")));
        if (reply.end() != WireReply.End.NOTHING) {
            addBlock(reply, pieces);
        }
        ObjectNode delta = typed("message_delta");
        delta.putObject("delta").put("stop_reason", stop(reply)).putNull("stop_sequence");
        reply.usage()
                .ifPresent(
                        usage -> delta.putObject("usage").put("output_tokens", usage.completion()));
        pieces.add(Piece.bare(delta));
        pieces.add(Piece.bare(typed("message_stop")));
        return pieces;
    }

    private static void addBlock(WireReply reply, List<Piece> pieces) {
        ObjectNode start = typed("content_block_start").put("index", 0);
        ObjectNode block = start.putObject("content_block");
        List<String> parts;
        String type;
        String field;
        if (reply.tool().isPresent()) {
            block.put("type", "tool_use")
                    .put("id", "toolu_abc")
                    .put("name", reply.tool().get().getKey())
                    .putObject("input");
            String json = reply.tool().get().getValue();
            parts =
                    List.of(
                            "",
                            json.substring(0, json.length() / 2),
                            json.substring(json.length() / 2));
            type = "input_json_delta";
            field = "partial_json";
        } else {
            block.put("type", "text").put("text", "");
            parts = reply.pieces();
            type = "text_delta";
            field = "text";
        }
        pieces.add(Piece.bare(start));
        for (String part : parts) {
            ObjectNode delta = typed("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", type).put(field, part);
            pieces.add(Piece.text(delta));
        }
        pieces.add(Piece.bare(typed("content_block_stop").put("index", 0)));
    }

    private static ObjectNode typed(String type) {
        return WireReply.object().put("type", type);
    }

    private static @Nullable String stop(WireReply reply) {
        return switch (reply.end()) {
            case LENGTH -> "max_tokens";
            case REFUSAL, FILTER -> "refusal";
            case NOTHING -> null;
            case STOP -> reply.tool().isPresent() ? "tool_use" : "end_turn";
        };
    }

    /// Its `input_tokens` are those that no cache held.
    private static void usage(ObjectNode root, WireReply.Tokens tokens) {
        root.putObject("usage")
                .put("input_tokens", tokens.prompt() - tokens.cached())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", tokens.cached())
                .put("output_tokens", tokens.completion());
    }

    @Override
    public ObjectNode error(int status, String word, String message) {
        ObjectNode root = typed("error");
        root.putObject("error").put("type", word).put("message", message);
        return root;
    }
}
