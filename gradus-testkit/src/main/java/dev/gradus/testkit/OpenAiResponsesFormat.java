package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.Piece;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class OpenAiResponsesFormat implements WireFormat {

    @Override
    public ObjectNode whole(WireReply reply) {
        boolean cut = reply.end() == WireReply.End.LENGTH || reply.end() == WireReply.End.FILTER;
        ObjectNode root =
                WireReply.object()
                        .put("id", "resp_1")
                        .put("object", "response")
                        .put("created_at", 1_760_000_000)
                        .put("status", cut ? "incomplete" : "completed")
                        .put("model", reply.model());
        root.putNull("error");
        root.putNull("instructions");
        root.putNull("metadata");
        root.put("parallel_tool_calls", true);
        root.put("temperature", 1.0);
        root.put("tool_choice", "auto");
        root.putArray("tools");
        root.put("top_p", 1.0);
        if (cut) {
            root.putObject("incomplete_details")
                    .put(
                            "reason",
                            reply.end() == WireReply.End.LENGTH
                                    ? "max_output_tokens"
                                    : "content_filter");
        } else {
            root.putNull("incomplete_details");
        }
        ArrayNode output = root.putArray("output");
        if (reply.end() != WireReply.End.NOTHING) {
            output.addObject().put("type", "reasoning").put("id", "rs_1").putArray("summary");
            reply.tool()
                    .ifPresentOrElse(
                            tool -> output.add(call(tool.getKey(), tool.getValue())),
                            () -> message(output, reply));
        }
        reply.usage().ifPresent(usage -> usage(root, usage));
        return root;
    }

    private static void message(ArrayNode output, WireReply reply) {
        ObjectNode message =
                output.addObject()
                        .put("type", "message")
                        .put("id", "msg_1")
                        .put("status", "completed")
                        .put("role", "assistant");
        ObjectNode part = message.putArray("content").addObject();
        if (reply.end() == WireReply.End.REFUSAL) {
            part.put("type", "refusal").put("refusal", reply.text());
            return;
        }
        part.put("type", "output_text").put("text", reply.text()).putArray("annotations");
        if (reply.logProbabilities()) {
            logProbabilities(part, reply.pieces());
        }
    }

    private static ObjectNode call(String name, String arguments) {
        return WireReply.object()
                .put("type", "function_call")
                .put("id", "fc_1")
                .put("call_id", "call_abc")
                .put("name", name)
                .put("arguments", arguments)
                .put("status", "completed");
    }

    @Override
    public List<Piece> pieces(WireReply reply) {
        List<Piece> pieces = new ArrayList<>();
        ObjectNode whole = whole(reply);
        ObjectNode created = numbered(pieces, "response.created");
        ObjectNode begun = whole.deepCopy().put("status", "in_progress");
        begun.putArray("output");
        begun.remove("usage");
        created.set("response", begun);
        pieces.add(Piece.bare(created));
        if (reply.tool().isPresent()) {
            addCall(reply, pieces);
        } else if (reply.end() != WireReply.End.NOTHING) {
            addText(reply, pieces);
        }
        ObjectNode end =
                numbered(
                        pieces,
                        whole.path("status").stringValue().equals("completed")
                                ? "response.completed"
                                : "response.incomplete");
        end.set("response", whole);
        pieces.add(Piece.bare(end));
        return pieces;
    }

    private static void addText(WireReply reply, List<Piece> pieces) {
        boolean refused = reply.end() == WireReply.End.REFUSAL;
        for (String text : reply.pieces()) {
            ObjectNode delta =
                    numbered(
                                    pieces,
                                    refused
                                            ? "response.refusal.delta"
                                            : "response.output_text.delta")
                            .put("output_index", 1)
                            .put("content_index", 0)
                            .put("item_id", "msg_1")
                            .put("delta", text);
            if (!refused) {
                logProbabilities(delta, reply.logProbabilities() ? List.of(text) : List.of());
            }
            // Numbered, so that one that comes twice can be told.
            pieces.add(Piece.bare(delta));
        }
    }

    private static void addCall(WireReply reply, List<Piece> pieces) {
        String name = reply.tool().orElseThrow().getKey();
        String arguments = reply.tool().orElseThrow().getValue();
        ObjectNode added = numbered(pieces, "response.output_item.added").put("output_index", 1);
        added.set("item", call(name, ""));
        pieces.add(Piece.bare(added));
        int half = arguments.length() / 2;
        for (String part : List.of(arguments.substring(0, half), arguments.substring(half))) {
            pieces.add(
                    Piece.bare(
                            numbered(pieces, "response.function_call_arguments.delta")
                                    .put("output_index", 1)
                                    .put("item_id", "fc_1")
                                    .put("delta", part)));
        }
        ObjectNode done = numbered(pieces, "response.output_item.done").put("output_index", 1);
        done.set("item", call(name, arguments));
        pieces.add(Piece.bare(done));
    }

    private static ObjectNode numbered(List<Piece> before, String type) {
        return WireReply.object().put("type", type).put("sequence_number", before.size());
    }

    private static void logProbabilities(ObjectNode part, List<String> tokens) {
        ArrayNode content = part.putArray("logprobs");
        for (String token : tokens) {
            ObjectNode entry =
                    content.addObject()
                            .put("token", token)
                            .put("logprob", WireReply.LOG_PROBABILITY);
            entry.putArray("bytes");
            entry.putArray("top_logprobs");
        }
    }

    private static void usage(ObjectNode root, WireReply.Tokens tokens) {
        ObjectNode usage =
                root.putObject("usage")
                        .put("input_tokens", tokens.prompt())
                        .put("output_tokens", tokens.completion())
                        .put("total_tokens", tokens.prompt() + tokens.completion());
        usage.putObject("input_tokens_details")
                .put("cached_tokens", tokens.cached())
                .put("cache_write_tokens", 0);
        usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
    }

    @Override
    public ObjectNode error(int status, String word, String message) {
        return new OpenAiChatFormat().error(status, word, message);
    }
}
