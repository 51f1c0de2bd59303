package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.Piece;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class GeminiFormat implements WireFormat {

    @Override
    public ObjectNode whole(WireReply reply) {
        ObjectNode root = root(reply);
        switch (reply.end()) {
            case NOTHING -> {}
            case REFUSAL -> root.putObject("promptFeedback").put("blockReason", "SAFETY");
            case STOP, LENGTH, FILTER -> {
                ObjectNode candidate = candidate(root, finish(reply));
                ArrayNode parts = parts(candidate);
                if (reply.tool().isPresent()) {
                    call(parts, reply);
                } else {
                    parts.addObject().put("text", reply.text());
                }
                if (reply.logProbabilities()) {
                    logProbabilities(candidate, reply.pieces());
                }
            }
        }
        reply.usage().ifPresent(usage -> usage(root, usage));
        return root;
    }

    @Override
    public List<Piece> pieces(WireReply reply) {
        if (reply.end() == WireReply.End.NOTHING || reply.end() == WireReply.End.REFUSAL) {
            return List.of(Piece.bare(whole(reply)));
        }
        List<Piece> pieces = new ArrayList<>();
        if (reply.tool().isPresent()) {
            ObjectNode root = root(reply);
            call(parts(candidate(root, "")), reply);
            pieces.add(Piece.text(root));
        } else {
            for (String text : reply.pieces()) {
                ObjectNode root = root(reply);
                ObjectNode candidate = candidate(root, "");
                parts(candidate).addObject().put("text", text);
                if (reply.logProbabilities()) {
                    logProbabilities(candidate, List.of(text));
                }
                pieces.add(Piece.text(root));
            }
        }
        ObjectNode end = root(reply);
        parts(candidate(end, finish(reply))).addObject().put("text", "");
        reply.usage().ifPresent(usage -> usage(end, usage));
        pieces.add(Piece.bare(end));
        return pieces;
    }

    private static ObjectNode root(WireReply reply) {
        return WireReply.object().put("modelVersion", reply.model()).put("responseId", "r1");
    }

    private static ObjectNode candidate(ObjectNode root, String finish) {
        ObjectNode candidate = root.putArray("candidates").addObject().put("index", 0);
        if (!finish.isEmpty()) {
            candidate.put("finishReason", finish);
        }
        return candidate;
    }

    private static ArrayNode parts(ObjectNode candidate) {
        return candidate.putObject("content").put("role", "model").putArray("parts");
    }

    private static void call(ArrayNode parts, WireReply reply) {
        ObjectNode part = parts.addObject();
        part.putObject("functionCall")
                .put("name", reply.tool().orElseThrow().getKey())
                .set(
                        "args",
                        FaultServer.Request.JSON.readTree(reply.tool().orElseThrow().getValue()));
        part.put("thoughtSignature", "c2lnbmVk");
    }

    private static void logProbabilities(ObjectNode candidate, List<String> tokens) {
        ArrayNode chosen = candidate.putObject("logprobsResult").putArray("chosenCandidates");
        for (String token : tokens) {
            chosen.addObject().put("token", token).put("logProbability", WireReply.LOG_PROBABILITY);
        }
    }

    /// Its `candidatesTokenCount` does not hold the thoughts.
    private static void usage(ObjectNode root, WireReply.Tokens tokens) {
        root.putObject("usageMetadata")
                .put("promptTokenCount", tokens.prompt())
                .put("cachedContentTokenCount", tokens.cached())
                .put("candidatesTokenCount", tokens.completion() - tokens.reasoning())
                .put("thoughtsTokenCount", tokens.reasoning())
                .put("totalTokenCount", tokens.prompt() + tokens.completion());
    }

    private static String finish(WireReply reply) {
        return switch (reply.end()) {
            case LENGTH -> "MAX_TOKENS";
            case FILTER -> "SAFETY";
            case STOP, REFUSAL, NOTHING -> "STOP";
        };
    }

    @Override
    public ObjectNode error(int status, String word, String message) {
        ObjectNode root = WireReply.object();
        root.putObject("error").put("code", status).put("message", message).put("status", word);
        return root;
    }
}
