package dev.gradus.testkit;

import dev.gradus.testkit.TuningServer.Call;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How OpenAI takes files and tuning jobs, after its own reference. Called with the server's lock
/// held.
final class TuningProtocol {
    private static final int MOST_PAGE = 100;

    final Map<String, String> files = new LinkedHashMap<>();
    final Map<String, TuningJob> jobs = new LinkedHashMap<>();
    private final Map<String, TunedAnswers> learned = new HashMap<>();
    final List<String> orders = new ArrayList<>();
    private final Function<String, String> base;
    private int uploads;
    int ticks = 1;
    int steps = 3;
    int page = MOST_PAGE;
    boolean byPolls = true;
    boolean named = true;
    Optional<String> haltAt = Optional.empty();
    Optional<String[]> failure = Optional.empty();
    Optional<String> closedTuning = Optional.empty();

    TuningProtocol(Function<String, String> base) {
        this.base = base;
    }

    /// What is sent back.
    record Reply(int status, String body) {}

    private static Reply ok(ObjectNode json) {
        return new Reply(200, json.toString());
    }

    static Reply error(int status, String code, String message) {
        ObjectNode json = WireReply.object();
        json.putObject("error")
                .put("message", message)
                .put("type", status >= 500 ? "server_error" : "invalid_request_error")
                .putNull("param")
                .put("code", code);
        return new Reply(status, json.toString());
    }

    Reply answer(Call call, URI uri, String contentType, String body) {
        String[] at = uri.getPath().split("/");
        String query = String.valueOf(uri.getQuery());
        try {
            return switch (call) {
                case UPLOAD -> upload(contentType, body);
                case DELETE -> delete(at[3]);
                case CONTENT -> content(at[3]);
                case CREATE -> create(json(body), body);
                case LIST -> list(jobs.values().stream().map(TuningJob::json).toList(), query);
                case POLL -> poll(job(at[4]));
                case EVENTS -> list(job(at[4]).events, query);
                case CHECKPOINTS -> list(job(at[4]).checkpoints, query);
                case CANCEL -> cancel(job(at[4]));
                case CHAT -> chat(json(body), body);
            };
        } catch (Unknown unknown) {
            return error(404, "fine_tune_not_found", String.valueOf(unknown.getMessage()));
        }
    }

    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    TuningJob job(String id) {
        @Nullable TuningJob job = jobs.get(id);
        if (job == null) {
            throw new Unknown("Could not find fine tune: " + id);
        }
        return job;
    }

    private static JsonNode json(String body) {
        return FaultServer.Request.JSON.readTree(body);
    }

    private Reply upload(String type, String body) {
        Multipart form = Multipart.parse(type, body);
        BatchProtocol.check(
                "fine-tune".equals(form.fields().get("purpose")),
                "purpose " + form.fields().keySet());
        BatchProtocol.check(form.fileName().endsWith(".jsonl"), "file name " + form.fileName());
        String content = String.valueOf(form.fields().get("file"));
        uploads++;
        String id = "file-" + uploads;
        files.put(id, content);
        return ok(
                WireReply.object()
                        .put("id", id)
                        .put("object", "file")
                        .put("bytes", content.length())
                        .put("created_at", 1_767_225_600)
                        .put("filename", form.fileName())
                        .put("purpose", "fine-tune")
                        .put("status", "processed"));
    }

    private Reply delete(String file) {
        if (files.remove(file) == null) {
            return error(404, "not_found", "No such File object: " + file);
        }
        return ok(WireReply.object().put("id", file).put("object", "file").put("deleted", true));
    }

    private Reply content(String file) {
        String metrics = "file-metrics-";
        if (file.startsWith(metrics)) {
            return new Reply(200, job(file.substring(metrics.length())).metrics());
        }
        @Nullable String content = files.get(file);
        return content == null
                ? error(404, "not_found", "No such File object: " + file)
                : new Reply(200, content);
    }

    private Reply create(JsonNode order, String body) {
        if (closedTuning.isPresent()) {
            return error(403, "training_not_available", closedTuning.get());
        }
        @Nullable String file = files.get(order.path("training_file").stringValue(""));
        if (file == null) {
            return error(400, "invalid_training_file", "invalid training_file");
        }
        BatchProtocol.check(order.path("model").isString(), "no model");
        String type = order.at("/method/type").stringValue("supervised");
        BatchProtocol.check(
                List.of("supervised", "dpo", "reinforcement").contains(type), "method " + type);
        BatchProtocol.check(
                !type.equals("reinforcement")
                        || order.at("/method/reinforcement/grader/type").isString(),
                "no grader");
        String id = "ftjob-" + (orders.size() + 1);
        orders.add(body);
        TuningJob job =
                new TuningJob(
                        id,
                        order,
                        file,
                        new TuningJob.Course(ticks, steps, haltAt, failure, named));
        jobs.put(id, job);
        return ok(job.json());
    }

    private Reply poll(TuningJob job) {
        if (byPolls) {
            job.tick();
        }
        return ok(job.json());
    }

    private static Reply cancel(TuningJob job) {
        if (job.ended()) {
            return error(400, "invalid_state", "The job has already ended.");
        }
        job.cancel();
        return ok(job.json());
    }

    /// The newest first, after an id.
    private Reply list(List<ObjectNode> all, String query) {
        List<ObjectNode> newest = all.reversed();
        int from = 0;
        int limit = 20;
        for (String part : query.split("&")) {
            if (part.startsWith("limit=")) {
                limit = Integer.parseInt(part.substring(6));
            } else if (part.startsWith("after=")) {
                for (int i = 0; i < newest.size(); i++) {
                    String id = newest.get(i).path("id").stringValue("");
                    from = id.equals(part.substring(6)) ? i + 1 : from;
                }
            }
        }
        BatchProtocol.check(limit >= 1 && limit <= MOST_PAGE, "limit " + limit);
        int to = Math.min(newest.size(), from + Math.min(limit, page));
        ObjectNode json = WireReply.object().put("object", "list");
        ArrayNode items = json.putArray("data");
        newest.subList(from, to).forEach(items::add);
        return ok(json.put("has_more", to < newest.size()));
    }

    private Reply chat(JsonNode request, String body) {
        String name = request.path("model").stringValue("");
        Optional<TuningJob> tuned =
                jobs.values().stream()
                        .filter(job -> job.model().equals(Optional.of(name)))
                        .findFirst();
        if (name.startsWith("ft:") && tuned.isEmpty()) {
            return error(404, "model_not_found", "The model '" + name + "' does not exist.");
        }
        WireRequest asked =
                WireRequest.of(
                        Wire.OPENAI_CHAT, new FaultServer.Request("POST", "", Map.of(), body));
        Function<String, String> answers =
                tuned.<Function<String, String>>map(job ->
                                learned.computeIfAbsent(
                                        job.id, id -> new TunedAnswers(job.lines, base)))
                        .orElse(base);
        String text = answers.apply(asked.lastUserText());
        String labelled =
                text.startsWith("{") ? text : WireReply.object().put("label", text).toString();
        return ok(
                WireFormat.of(Wire.OPENAI_CHAT)
                        .whole(
                                new WireReply(
                                        request.at("/response_format/type").isString()
                                                ? labelled
                                                : text,
                                        asked.forcedTool().map(tool -> Map.entry(tool, labelled)),
                                        WireReply.End.STOP,
                                        Optional.of(
                                                new WireReply.Tokens(
                                                        asked.promptTokens(),
                                                        0,
                                                        text.length() / 4 + 1,
                                                        0)),
                                        asked.logProbabilities(),
                                        name)));
    }
}
