package dev.gradus.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A provider on a real socket of this machine that takes files and tuning jobs as OpenAI does, and
/// answers chat completions: under a base's name by a function of the last user message, under a
/// tuned model's name by what its training file says. It checks what it is sent, and every part of it
/// can be made to fail. Its key is `the-key`. Thread-safe.
public final class TuningServer implements AutoCloseable {
    private static final String JOBS = "/v1/fine_tuning/jobs";
    private static final String FILES = "/v1/files";
    private static final int MOST_PAGE = 100;

    private final Function<String, String> base;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, TuningJob> jobs = new LinkedHashMap<>();
    private final Map<Call, Deque<Fault>> faults = new EnumMap<>(Call.class);
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private final List<String> bodies = new ArrayList<>();
    private final List<String> trouble = new ArrayList<>();
    private int uploads;
    private int ticks = 1;
    private int steps = 3;
    private int page = MOST_PAGE;
    private boolean byPolls = true;
    private boolean named = true;
    private Optional<String> haltAt = Optional.empty();
    private Optional<String[]> failure = Optional.empty();
    private Optional<String> closedTuning = Optional.empty();
    private volatile Runnable onPoll = () -> {};

    /// What is asked for.
    public enum Call {
        UPLOAD,
        CREATE,
        LIST,
        POLL,
        EVENTS,
        CHECKPOINTS,
        CANCEL,
        DELETE,
        CONTENT,
        CHAT
    }

    /// What can go wrong with a call.
    public enum Fault {
        /// 429 with `Retry-After: 7`.
        RATE_LIMITED,
        /// 500.
        SERVER_ERROR,
        /// 401 whose text holds the key that was sent.
        ECHOED_KEY,
        /// The connection is closed before anything is done.
        RESET,
        /// What is asked for is done, and the connection is closed in place of the reply.
        LOST_REPLY,
        /// Nothing is ever answered.
        STALL,
        /// What is asked for is done, and the reply ends in the middle of the JSON.
        TRUNCATED_JSON
    }

    private TuningServer(Function<String, String> base, HttpServer server) {
        this.base = base;
        this.server = server;
    }

    /// Starts on a free port of the loopback address.
    ///
    /// @param base what the base answers to the last user message; where a schema is asked for, it
    ///   becomes `{"label": ...}` unless it is an object already
    public static TuningServer start(Function<String, String> base) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            TuningServer tuning = new TuningServer(base, server);
            server.createContext("/", tuning::serve);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return tuning;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next so many calls of a kind meet a fault.
    public synchronized TuningServer faultNext(Call call, Fault fault, int times) {
        for (int i = 0; i < times; i++) {
            faults.computeIfAbsent(call, c -> new ArrayDeque<>()).add(fault);
        }
        return this;
    }

    /// Each status of a job lasts for so many polls, and training for so many steps, one a poll.
    public synchronized TuningServer lasting(int polls, int trainingSteps) {
        ticks = polls;
        steps = trainingSteps;
        return this;
    }

    /// Jobs go on by `tick` alone, not by being polled.
    public synchronized TuningServer byHand() {
        byPolls = false;
        return this;
    }

    /// Every job goes on.
    public synchronized TuningServer tick() {
        jobs.values().forEach(TuningJob::tick);
        return this;
    }

    /// Lists come in pages of at most so many.
    public synchronized TuningServer pagesOf(int most) {
        page = most;
        return this;
    }

    /// Jobs from now on never leave a status, as in `queued`.
    public synchronized TuningServer haltingAt(String status) {
        haltAt = Optional.of(status);
        return this;
    }

    /// Jobs from now on fail in training.
    public synchronized TuningServer failing(String code, String message) {
        failure = Optional.of(new String[] {code, message});
        return this;
    }

    /// Jobs from now on go well again.
    public synchronized TuningServer heal() {
        failure = Optional.empty();
        haltAt = Optional.empty();
        named = true;
        faults.clear();
        return this;
    }

    /// Jobs from now on succeed, and no model has a name.
    public synchronized TuningServer withoutModel() {
        named = false;
        return this;
    }

    /// Jobs are refused with 403 and these words.
    public synchronized TuningServer closedTuning(String words) {
        closedTuning = Optional.of(words);
        return this;
    }

    /// Every job is gone.
    public synchronized TuningServer vanish() {
        jobs.clear();
        return this;
    }

    /// Done before each poll is answered.
    public TuningServer onPoll(Runnable what) {
        onPoll = what;
        return this;
    }

    /// As in `http://127.0.0.1:34567/v1`.
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// Jobs that were ever started, in order; vanished ones apart.
    public synchronized List<String> jobs() {
        return List.copyOf(jobs.keySet());
    }

    public synchronized String status(String job) {
        return job(job).status();
    }

    /// How often something was asked for, failed calls included.
    public synchronized int calls(Call call) {
        return calls.getOrDefault(call, 0);
    }

    /// What every job was ordered with, in JSON.
    public synchronized List<String> orders() {
        return List.copyOf(bodies);
    }

    /// Files that are there, by id.
    public synchronized Map<String, String> files() {
        return Map.copyOf(files);
    }

    /// Every request that broke the protocol, in words.
    public synchronized List<String> trouble() {
        return List.copyOf(trouble);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<Call> call = call(exchange);
            if (call.equals(Optional.of(Call.POLL))) {
                onPoll.run();
            }
            Optional<Fault> fault = call.flatMap(this::counted);
            if (fault.isEmpty()) {
                send(exchange, answer(exchange, call, body));
            } else {
                fail(exchange, fault.get(), call, body);
            }
        }
    }

    private synchronized Optional<Fault> counted(Call call) {
        calls.merge(call, 1, Integer::sum);
        @Nullable Deque<Fault> next = faults.get(call);
        return next == null ? Optional.empty() : Optional.ofNullable(next.poll());
    }

    private void fail(HttpExchange exchange, Fault fault, Optional<Call> call, String body)
            throws IOException {
        switch (fault) {
            case RATE_LIMITED -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                send(exchange, error(429, "rate_limit_exceeded", "Too many requests."));
            }
            case SERVER_ERROR -> send(exchange, error(500, "server_error", "It broke."));
            case ECHOED_KEY ->
                    send(
                            exchange,
                            error(
                                    401,
                                    "invalid_api_key",
                                    "Incorrect API key: "
                                            + exchange.getRequestHeaders()
                                                    .getFirst("Authorization")));
            case RESET -> {}
            case LOST_REPLY -> {
                Reply unused = answer(exchange, call, body);
                trouble.addAll(unused.status() == 200 ? List.of() : List.of(unused.body()));
            }
            case STALL -> await();
            case TRUNCATED_JSON -> {
                Reply whole = answer(exchange, call, body);
                send(
                        exchange,
                        new Reply(
                                whole.status(),
                                whole.body().substring(0, whole.body().length() / 2)));
            }
        }
    }

    private void await() {
        try {
            if (closed.await(5, TimeUnit.MINUTES)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private record Reply(int status, String body) {}

    private static Reply ok(ObjectNode json) {
        return new Reply(200, json.toString());
    }

    private static Reply error(int status, String code, String message) {
        ObjectNode json = WireReply.object();
        json.putObject("error")
                .put("message", message)
                .put("type", status >= 500 ? "server_error" : "invalid_request_error")
                .putNull("param")
                .put("code", code);
        return new Reply(status, json.toString());
    }

    private static Optional<Call> call(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String asked = exchange.getRequestMethod() + " " + path;
        Map<String, Call> calls =
                Map.of(
                        "POST " + FILES, Call.UPLOAD,
                        "DELETE " + FILES + "/[^/]+", Call.DELETE,
                        "GET " + FILES + "/[^/]+/content", Call.CONTENT,
                        "POST " + JOBS, Call.CREATE,
                        "GET " + JOBS, Call.LIST,
                        "GET " + JOBS + "/[^/]+", Call.POLL,
                        "GET " + JOBS + "/[^/]+/events", Call.EVENTS,
                        "GET " + JOBS + "/[^/]+/checkpoints", Call.CHECKPOINTS,
                        "POST " + JOBS + "/[^/]+/cancel", Call.CANCEL,
                        "POST /v1/chat/completions", Call.CHAT);
        return calls.entrySet().stream()
                .filter(entry -> asked.matches(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private synchronized Reply answer(HttpExchange exchange, Optional<Call> call, String body) {
        String[] at = exchange.getRequestURI().getPath().split("/");
        try {
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            if (!"Bearer the-key".equals(key)) {
                return error(401, "invalid_api_key", "No such key.");
            }
            if (call.isEmpty()) {
                return error(404, "not_found", "Nothing is at " + exchange.getRequestURI());
            }
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            return switch (call.get()) {
                case UPLOAD -> upload(exchange.getRequestHeaders().getFirst("Content-Type"), body);
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
        } catch (RuntimeException broken) {
            trouble.add(exchange.getRequestURI() + ": " + broken);
            return error(400, "invalid_request", String.valueOf(broken.getMessage()));
        }
    }

    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    private TuningJob job(String id) {
        @Nullable TuningJob job = jobs.get(id);
        if (job == null) {
            throw new Unknown("Could not find fine tune: " + id);
        }
        return job;
    }

    private static JsonNode json(String body) {
        return FaultServer.Request.JSON.readTree(body);
    }

    private Reply upload(@Nullable String type, String body) {
        Multipart form = Multipart.parse(String.valueOf(type), body);
        BatchProtocol.check(
                "fine-tune".equals(form.fields().get("purpose")), "purpose " + form.fields().keySet());
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
        String id = "ftjob-" + (bodies.size() + 1);
        bodies.add(body);
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
                    from = newest.get(i).path("id").stringValue("").equals(part.substring(6)) ? i + 1 : from;
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
                tuned.<Function<String, String>>map(job -> new TunedAnswers(job.lines, base))
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
