package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.Piece;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class OllamaFormat implements WireFormat {

    @Override
    public ObjectNode whole(WireReply reply) {
        ObjectNode root = root(reply);
        if (reply.end() != WireReply.End.NOTHING) {
            ObjectNode message = root.putObject("message").put("role", "assistant");
            if (reply.tool().isPresent()) {
                message.put("content", "");
                call(message, reply);
            } else {
                message.put("content", reply.text());
            }
            if (reply.logProbabilities()) {
                logProbabilities(root, reply.pieces());
            }
        }
        end(root, reply);
        return root;
    }

    @Override
    public List<Piece> pieces(WireReply reply) {
        List<Piece> pieces = new ArrayList<>();
        if (reply.end() == WireReply.End.NOTHING) {
            return List.of(Piece.bare(whole(reply)));
        }
        if (reply.tool().isPresent()) {
            ObjectNode root = root(reply).put("done", false);
            call(root.putObject("message").put("role", "assistant").put("content", ""), reply);
            pieces.add(Piece.text(root));
        } else {
            for (String text : reply.pieces()) {
                ObjectNode root = root(reply).put("done", false);
                root.putObject("message").put("role", "assistant").put("content", text);
                if (reply.logProbabilities()) {
                    logProbabilities(root, List.of(text));
                }
                pieces.add(Piece.text(root));
            }
        }
        ObjectNode end = root(reply);
        end.putObject("message").put("role", "assistant").put("content", "");
        end(end, reply);
        pieces.add(Piece.bare(end));
        return pieces;
    }

    private static ObjectNode root(WireReply reply) {
        return WireReply.object()
                .put("model", reply.model())
                .put("created_at", "2026-01-01T00:00:00Z");
    }

    private static void call(ObjectNode message, WireReply reply) {
        message.putArray("tool_calls")
                .addObject()
                .putObject("function")
                .put("name", reply.tool().orElseThrow().getKey())
                .set(
                        "arguments",
                        FaultServer.Request.JSON.readTree(reply.tool().orElseThrow().getValue()));
    }

    private static void end(ObjectNode root, WireReply reply) {
        root.put("done", true)
                .put("done_reason", reply.end() == WireReply.End.LENGTH ? "length" : "stop")
                .put("total_duration", 1_000_000);
        reply.usage()
                .ifPresent(usage ->
                        root.put("prompt_eval_count", usage.prompt())
                                .put("eval_count", usage.completion()));
    }

    private static void logProbabilities(ObjectNode root, List<String> tokens) {
        ArrayNode all = root.putArray("logprobs");
        for (String token : tokens) {
            all.addObject().put("token", token).put("logprob", WireReply.LOG_PROBABILITY);
        }
    }

    @Override
    public boolean lines() {
        return true;
    }

    @Override
    public ObjectNode error(int status, String word, String message) {
        return WireReply.object().put("error", message);
    }
}
