package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.Piece;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class OpenAiChatFormat implements WireFormat {

    @Override
    public ObjectNode whole(WireReply reply) {
        ObjectNode root = root(reply, "chat.completion");
        ArrayNode choices = root.putArray("choices");
        if (reply.end() != WireReply.End.NOTHING) {
            ObjectNode choice = choices.addObject().put("index", 0);
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            boolean refused = reply.end() == WireReply.End.REFUSAL;
            if (reply.tool().isPresent() || refused) {
                message.putNull("content");
            } else {
                message.put("content", reply.text());
            }
            if (refused) {
                message.put("refusal", reply.text());
            } else {
                message.putNull("refusal");
            }
            reply.tool()
                    .ifPresent(tool ->
                            call(message, tool.getKey(), tool.getValue(), "call_abc")
                                    .remove("index"));
            if (reply.logProbabilities()) {
                logProbabilities(choice, reply.pieces());
            } else {
                choice.putNull("logprobs");
            }
            choice.put("finish_reason", finish(reply));
        }
        reply.usage().ifPresent(usage -> usage(root, usage));
        return root;
    }

    @Override
    public List<Piece> pieces(WireReply reply) {
        List<Piece> pieces = new ArrayList<>();
        if (reply.end() == WireReply.End.NOTHING) {
            ObjectNode empty = root(reply, "chat.completion.chunk");
            empty.putArray("choices");
            return List.of(Piece.bare(empty));
        }
        ObjectNode first = root(reply, "chat.completion.chunk");
        delta(first).put("role", "assistant").put("content", "");
        pieces.add(Piece.bare(first));
        String field = reply.end() == WireReply.End.REFUSAL ? "refusal" : "content";
        if (reply.tool().isEmpty()) {
            for (String text : reply.pieces()) {
                ObjectNode chunk = root(reply, "chat.completion.chunk");
                delta(chunk).put(field, text);
                if (reply.logProbabilities()) {
                    logProbabilities((ObjectNode) chunk.at("/choices/0"), List.of(text));
                }
                pieces.add(Piece.text(chunk));
            }
        } else {
            addCall(reply, pieces);
        }
        ObjectNode end = root(reply, "chat.completion.chunk");
        delta(end);
        ((ObjectNode) end.at("/choices/0")).put("finish_reason", finish(reply));
        pieces.add(Piece.bare(end));
        reply.usage()
                .ifPresent(usage -> {
                    ObjectNode last = root(reply, "chat.completion.chunk");
                    last.putArray("choices");
                    usage(last, usage);
                    pieces.add(Piece.bare(last));
                });
        return pieces;
    }

    private static void addCall(WireReply reply, List<Piece> pieces) {
        String name = reply.tool().orElseThrow().getKey();
        String arguments = reply.tool().orElseThrow().getValue();
        int half = arguments.length() / 2;
        ObjectNode start = root(reply, "chat.completion.chunk");
        call(delta(start), name, "", "call_abc");
        pieces.add(Piece.text(start));
        for (String part : List.of(arguments.substring(0, half), arguments.substring(half))) {
            ObjectNode chunk = root(reply, "chat.completion.chunk");
            ObjectNode call = call(delta(chunk), "", part, "");
            call.remove("id");
            ((ObjectNode) call.path("function")).remove("name");
            pieces.add(Piece.text(chunk));
        }
    }

    private static ObjectNode call(ObjectNode message, String name, String arguments, String id) {
        ObjectNode call =
                message.putArray("tool_calls")
                        .addObject()
                        .put("index", 0)
                        .put("id", id)
                        .put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
        return call;
    }

    private static ObjectNode delta(ObjectNode chunk) {
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putNull("finish_reason");
        return choice.putObject("delta");
    }

    private static ObjectNode root(WireReply reply, String object) {
        return WireReply.object()
                .put("id", "chatcmpl-1")
                .put("object", object)
                .put("created", 1_760_000_000)
                .put("model", reply.model());
    }

    private static void logProbabilities(ObjectNode choice, List<String> tokens) {
        ObjectNode logprobs = choice.putObject("logprobs");
        logprobs.putNull("refusal");
        ArrayNode content = logprobs.putArray("content");
        for (String token : tokens) {
            ObjectNode entry =
                    content.addObject()
                            .put("token", token)
                            .put("logprob", WireReply.LOG_PROBABILITY);
            entry.putNull("bytes");
            entry.putArray("top_logprobs");
        }
    }

    private static void usage(ObjectNode root, WireReply.Tokens tokens) {
        ObjectNode usage =
                root.putObject("usage")
                        .put("prompt_tokens", tokens.prompt())
                        .put("completion_tokens", tokens.completion())
                        .put("total_tokens", tokens.prompt() + tokens.completion());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cached());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
    }

    private static String finish(WireReply reply) {
        return switch (reply.end()) {
            case LENGTH -> "length";
            case FILTER -> "content_filter";
            case STOP, REFUSAL, NOTHING -> reply.tool().isPresent() ? "tool_calls" : "stop";
        };
    }

    @Override
    public String last() {
        return "[DONE]";
    }

    @Override
    public ObjectNode error(int status, String word, String message) {
        ObjectNode root = WireReply.object();
        root.putObject("error")
                .put("message", message)
                .put("type", word)
                .putNull("param")
                .put("code", word);
        return root;
    }
}
