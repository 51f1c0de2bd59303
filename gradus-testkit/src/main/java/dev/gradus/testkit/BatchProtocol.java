package dev.gradus.testkit;

import dev.gradus.testkit.BatchServer.Answer;
import dev.gradus.testkit.BatchServer.Batch;
import dev.gradus.testkit.BatchServer.Result;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a provider takes, watches and gives back batches, after its own reference. Called with the
/// server's lock held.
abstract class BatchProtocol {
    final BatchServer server;

    BatchProtocol(BatchServer server) {
        this.server = server;
    }

    static BatchProtocol of(Wire wire, BatchServer server) {
        return switch (wire) {
            case OPENAI_CHAT -> new OpenAi(server, "/v1/chat/completions");
            case OPENAI_RESPONSES -> new OpenAi(server, "/v1/responses");
            case ANTHROPIC -> new Anthropic(server);
            case GEMINI, OLLAMA ->
                    throw new IllegalArgumentException(wire + " has no batches here");
        };
    }

    /// Where calls go that are made one by one.
    abstract String singlePath();

    abstract String batchesPath();

    /// What ids of batches begin with.
    abstract String prefix();

    abstract void checkKey(Function<String, @Nullable String> header);

    abstract Answer answer(
            String method, String path, String body, Function<String, @Nullable String> header);

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    static JsonNode json(String text) {
        return FaultServer.Request.JSON.readTree(text);
    }

    private static void put(Map<String, JsonNode> calls, JsonNode id, JsonNode body) {
        check(calls.put(id.stringValue(""), body) == null, "custom_id " + id + " twice");
        check(body.isObject(), "no body of " + id);
    }

    private static final class OpenAi extends BatchProtocol {
        private final String endpoint;
        private final Map<String, String> files = new HashMap<>();

        OpenAi(BatchServer server, String endpoint) {
            super(server);
            this.endpoint = endpoint;
        }

        @Override
        String singlePath() {
            return endpoint;
        }

        @Override
        String batchesPath() {
            return "/v1/batches";
        }

        @Override
        String prefix() {
            return "batch_";
        }

        @Override
        void checkKey(Function<String, @Nullable String> header) {
            check("Bearer the-key".equals(header.apply("Authorization")), "no key");
        }

        @Override
        Answer answer(
                String method,
                String path,
                String body,
                Function<String, @Nullable String> header) {
            String[] at = path.split("/");
            if (method.equals("POST") && path.equals("/v1/files")) {
                return upload(body, String.valueOf(header.apply("Content-Type")));
            }
            if (method.equals("POST") && path.equals(batchesPath())) {
                return create(json(body));
            }
            if (path.matches("/v1/files/[^/]+/content") && files.containsKey(at[3])) {
                return Answer.lines(String.valueOf(files.get(at[3])));
            }
            if (path.startsWith(batchesPath() + "/") && at.length == 4) {
                return state(server.batch(at[3]));
            }
            if (path.endsWith("/cancel") && method.equals("POST")) {
                Batch batch = server.batch(at[3]);
                batch.end = "cancelled";
                batch.pending = 0;
                return state(batch);
            }
            return server.error(404, "Nothing is at " + path);
        }

        private Answer upload(String body, String type) {
            check(type.startsWith("multipart/form-data; boundary="), "content type " + type);
            String[] parts = body.split("--" + type.substring(type.indexOf('=') + 1));
            check(parts.length == 4 && parts[3].equals("--\r\n"), "parts: " + parts.length);
            check(
                    parts[1].equals(
                            "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"),
                    "purpose: " + parts[1]);
            check(parts[2].contains("name=\"file\"; filename="), "file: " + parts[2]);
            String file = parts[2].substring(parts[2].indexOf("\r\n\r\n") + 4).stripTrailing();
            String id = "file-" + (files.size() + 1);
            files.put(id, file);
            return Answer.json(
                    WireReply.object().put("id", id).put("object", "file").put("purpose", "batch"));
        }

        private Answer create(JsonNode body) {
            check(
                    body.path("endpoint").stringValue("").equals(endpoint)
                            && body.path("completion_window").stringValue("").equals("24h"),
                    "batch " + body);
            Map<String, JsonNode> calls = new LinkedHashMap<>();
            String file = String.valueOf(files.get(body.path("input_file_id").stringValue("")));
            for (String line : file.split("\n")) {
                JsonNode call = json(line);
                check(
                        call.path("url").stringValue("").equals(endpoint)
                                && call.path("method").stringValue("").equals("POST"),
                        "line " + line);
                put(calls, call.path("custom_id"), call.path("body"));
            }
            return state(server.take(calls));
        }

        private Answer state(Batch batch) {
            boolean working = batch.pending-- > 0;
            long good = batch.results.values().stream().filter(Result::good).count();
            ObjectNode state =
                    WireReply.object()
                            .put("id", batch.id)
                            .put("object", "batch")
                            .put("endpoint", endpoint);
            state.putNull("output_file_id").putNull("error_file_id").putNull("errors");
            if (working) {
                state.put("status", "in_progress");
            } else if (batch.end.equals("failed")) {
                state.put("status", "failed");
                state.putObject("errors")
                        .put("object", "list")
                        .putArray("data")
                        .addObject()
                        .put("code", "token_limit_exceeded")
                        .put("message", batch.words);
            } else {
                state.put("status", batch.end.equals("done") ? "completed" : batch.end);
                giveBack(batch, state, true, "output_file_id");
                giveBack(batch, state, false, "error_file_id");
            }
            state.putObject("request_counts")
                    .put("total", batch.calls.size())
                    .put("completed", good)
                    .put("failed", batch.results.size() - good);
            return Answer.json(state);
        }

        private void giveBack(Batch batch, ObjectNode state, boolean good, String field) {
            StringBuilder lines = new StringBuilder();
            // In no order of the input, as the reference says.
            for (String id : List.copyOf(batch.calls.keySet()).reversed()) {
                Result result = batch.results.get(id);
                ObjectNode line = WireReply.object().put("id", "r_" + id).put("custom_id", id);
                if (result == null && !good) {
                    line.putNull("response");
                    line.putObject("error")
                            .put("code", "batch_" + batch.end)
                            .put("message", "This request was not executed in time.");
                    lines.append(line).append('\n');
                } else if (result != null && result.good() == good) {
                    line.putObject("response")
                            .put("status_code", good ? 200 : 500)
                            .put("request_id", "q")
                            .set("body", result.body());
                    line.putNull("error");
                    lines.append(line).append('\n');
                }
            }
            if (!lines.isEmpty()) {
                String file = "file-" + field + "-" + batch.id;
                files.put(file, lines.toString());
                state.put(field, file);
            }
        }
    }

    private static final class Anthropic extends BatchProtocol {

        Anthropic(BatchServer server) {
            super(server);
        }

        @Override
        String singlePath() {
            return "/v1/messages";
        }

        @Override
        String batchesPath() {
            return "/v1/messages/batches";
        }

        @Override
        String prefix() {
            return "msgbatch_";
        }

        @Override
        void checkKey(Function<String, @Nullable String> header) {
            check(
                    "the-key".equals(header.apply("x-api-key"))
                            && "2023-06-01".equals(header.apply("anthropic-version")),
                    "no key or no version");
        }

        @Override
        Answer answer(
                String method,
                String path,
                String body,
                Function<String, @Nullable String> header) {
            String[] at = path.split("/");
            if (method.equals("POST") && path.equals(batchesPath())) {
                Map<String, JsonNode> calls = new LinkedHashMap<>();
                json(body)
                        .path("requests")
                        .values()
                        .forEach(one -> put(calls, one.path("custom_id"), one.path("params")));
                check(!calls.isEmpty(), "no requests");
                return state(server.take(calls), String.valueOf(header.apply("Host")));
            }
            if (path.matches(batchesPath() + "/[^/]+/results")) {
                return results(server.batch(at[4]));
            }
            if (path.endsWith("/cancel") && method.equals("POST")) {
                server.batch(at[4]).end = "cancelled";
                server.batch(at[4]).pending = 0;
            }
            return state(server.batch(at[4]), String.valueOf(header.apply("Host")));
        }

        private Answer state(Batch batch, String host) {
            boolean working = batch.pending-- > 0;
            long good = batch.results.values().stream().filter(Result::good).count();
            int open = batch.calls.size() - batch.results.size();
            ObjectNode state =
                    WireReply.object()
                            .put("id", batch.id)
                            .put("type", "message_batch")
                            .put("processing_status", working ? "in_progress" : "ended");
            state.putObject("request_counts")
                    .put("processing", working ? open : 0)
                    .put("succeeded", good)
                    .put("errored", batch.results.size() - good)
                    .put("canceled", !working && batch.end.equals("cancelled") ? open : 0)
                    .put("expired", !working && batch.end.equals("expired") ? open : 0);
            if (working) {
                state.putNull("results_url");
            } else {
                state.put(
                        "results_url",
                        "http://" + host + batchesPath() + "/" + batch.id + "/results");
            }
            return Answer.json(state);
        }

        private static Answer results(Batch batch) {
            StringBuilder lines = new StringBuilder();
            for (String id : List.copyOf(batch.calls.keySet()).reversed()) {
                ObjectNode line = WireReply.object().put("custom_id", id);
                ObjectNode result = line.putObject("result");
                Result came = batch.results.get(id);
                if (came == null) {
                    result.put("type", batch.end.equals("expired") ? "expired" : "canceled");
                } else if (came.good()) {
                    result.put("type", "succeeded").set("message", came.body());
                } else {
                    result.put("type", "errored").set("error", came.body());
                }
                lines.append(line).append('\n');
            }
            return Answer.lines(lines.toString());
        }
    }
}
