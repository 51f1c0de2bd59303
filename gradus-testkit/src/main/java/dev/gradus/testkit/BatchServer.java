package dev.gradus.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A provider on a real socket of this machine that answers calls one by one and in batches, as
/// OpenAI and Anthropic do, from a function of the last user message. It checks what it is sent and
/// counts what it answers, so that a test sees what was paid for. Thread-safe.
public final class BatchServer implements AutoCloseable {
    /// Where a schema of the answer shows in a request.
    private static final List<String> SCHEMAS =
            List.of("/response_format/type", "/text/format/type", "/output_config/format/type");

    private final Wire wire;
    private final Function<String, String> answers;
    private final HttpServer server;
    private final BatchProtocol protocol;
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private final Map<String, Integer> answered = new HashMap<>();
    private final Map<String, Integer> lost = new HashMap<>();
    private final List<String> trouble = new ArrayList<>();
    private int singles;
    private int polls;
    private int pending;
    private int refusals;
    private Predicate<String> losing = text -> false;
    private int timesLost;
    private Optional<End> next = Optional.empty();
    private volatile Runnable onPoll = () -> {};

    /// How the next batch ends, other than well.
    private record End(String how, int answered, String words) {}

    /// A batch as the provider keeps it.
    ///
    /// @param results by `custom_id`; a call without one was not answered
    /// @param end `done`, `expired`, `cancelled` or `failed`
    static final class Batch {
        final String id;
        final Map<String, JsonNode> calls;
        final Map<String, Result> results = new LinkedHashMap<>();
        String end = "done";
        String words = "";
        int pending;

        Batch(String id, Map<String, JsonNode> calls, int pending) {
            this.id = id;
            this.calls = calls;
            this.pending = pending;
        }
    }

    /// What came of a call.
    record Result(boolean good, ObjectNode body) {}

    private BatchServer(Wire wire, Function<String, String> answers, HttpServer server) {
        this.wire = wire;
        this.answers = answers;
        this.server = server;
        this.protocol = BatchProtocol.of(wire, this);
    }

    /// Starts on a free port of the loopback address.
    ///
    /// @param wire `OPENAI_CHAT`, `OPENAI_RESPONSES` or `ANTHROPIC`
    /// @param answers a label, or any text, from the last user message; where a schema or a tool is
    ///   asked for, it becomes `{"label": ...}`
    public static BatchServer start(Wire wire, Function<String, String> answers) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            BatchServer batches = new BatchServer(wire, answers, server);
            server.createContext("/", batches::serve);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return batches;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every batch is at work for the first so many times that it is asked for.
    public synchronized BatchServer pending(int times) {
        pending = times;
        return this;
    }

    /// Every batch that is at work is done.
    public synchronized BatchServer finish() {
        batches.values().forEach(batch -> batch.pending = 0);
        return this;
    }

    /// Calls whose last user message is such come back as errors of the provider, the first so many
    /// times that they are asked.
    public synchronized BatchServer losing(Predicate<String> which, int times) {
        losing = which;
        timesLost = times;
        return this;
    }

    /// The next batch has no time for more than so many calls.
    public synchronized BatchServer expireNext(int answeredCalls) {
        next = Optional.of(new End("expired", answeredCalls, ""));
        return this;
    }

    /// The next batch is called off after so many calls.
    public synchronized BatchServer cancelNext(int answeredCalls) {
        next = Optional.of(new End("cancelled", answeredCalls, ""));
        return this;
    }

    /// The next batch fails its provider's checks; only OpenAI has that.
    public synchronized BatchServer failNext(String words) {
        next = Optional.of(new End("failed", 0, words));
        return this;
    }

    /// The next so many requests are answered with 503.
    public synchronized BatchServer unavailableNext(int times) {
        refusals = times;
        return this;
    }

    /// Done each time before it is said how far a batch is.
    public BatchServer onPoll(Runnable what) {
        onPoll = what;
        return this;
    }

    /// As in `http://127.0.0.1:34567/v1`.
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + wire.basePath();
    }

    /// The sizes of the batches that were taken, in order.
    public synchronized List<Integer> submitted() {
        return batches.values().stream().map(batch -> batch.calls.size()).toList();
    }

    /// Calls that were answered one by one.
    public synchronized int singles() {
        return singles;
    }

    /// How often it was asked how far a batch is.
    public synchronized int polls() {
        return polls;
    }

    /// The most often that one request was answered, singly or in a batch: 1 where nothing was paid
    /// for twice.
    public synchronized int mostOftenAnswered() {
        return answered.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /// Every request that broke the protocol, in words.
    public synchronized List<String> trouble() {
        return List.copyOf(trouble);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer;
            try {
                answer = answer(exchange, new String(body, StandardCharsets.UTF_8));
            } catch (RuntimeException broken) {
                synchronized (this) {
                    trouble.add(exchange.getRequestURI() + ": " + broken);
                }
                answer = error(400, String.valueOf(broken.getMessage()));
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /// What is sent back.
    record Answer(int status, String type, String body) {
        static Answer json(ObjectNode node) {
            return new Answer(200, "application/json", node.toString());
        }

        static Answer lines(String lines) {
            return new Answer(200, "application/octet-stream", lines);
        }
    }

    Answer error(int status, String message) {
        return new Answer(
                status,
                "application/json",
                WireFormat.of(wire).error(status, "api_error", message).toString());
    }

    private Answer answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (isPoll(method, path)) {
            onPoll.run();
        }
        synchronized (this) {
            if (refusals > 0) {
                refusals--;
                return error(503, "not now");
            }
            polls += isPoll(method, path) ? 1 : 0;
            protocol.checkKey(name -> exchange.getRequestHeaders().getFirst(name));
            if (path.equals(protocol.singlePath())) {
                singles++;
                return Answer.json(reply(FaultServer.Request.JSON.readTree(body)));
            }
            return protocol.answer(
                    method, path, body, name -> exchange.getRequestHeaders().getFirst(name));
        }
    }

    private boolean isPoll(String method, String path) {
        return method.equals("GET") && path.matches(protocol.batchesPath() + "/[^/]+");
    }

    /// Takes a batch and answers it on the spot; it only says so later, and never when it is
    /// created.
    Batch take(Map<String, JsonNode> calls) {
        calls.keySet().forEach(BatchServer::checkName);
        Batch batch = new Batch(protocol.prefix() + (batches.size() + 1), calls, pending + 1);
        batches.put(batch.id, batch);
        int most = calls.size();
        if (next.isPresent()) {
            batch.end = next.get().how();
            batch.words = next.get().words();
            most = next.get().answered();
            next = Optional.empty();
        }
        for (Map.Entry<String, JsonNode> call : calls.entrySet()) {
            if (batch.results.size() < most) {
                batch.results.put(call.getKey(), result(call.getValue()));
            }
        }
        return batch;
    }

    private static void checkName(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("custom_id '" + name + "'");
        }
    }

    private Result result(JsonNode body) {
        String text = asked(body).lastUserText();
        if (losing.test(text) && lost.merge(text, 1, Integer::sum) <= timesLost) {
            return new Result(false, WireFormat.of(wire).error(500, "api_error", "It broke."));
        }
        return new Result(true, reply(body));
    }

    private WireRequest asked(JsonNode body) {
        return WireRequest.of(wire, new FaultServer.Request("POST", "", Map.of(), body.toString()));
    }

    private ObjectNode reply(JsonNode body) {
        answered.merge(body.toString(), 1, Integer::sum);
        WireRequest asked = asked(body);
        String text = answers.apply(asked.lastUserText());
        Optional<Map.Entry<String, String>> tool =
                asked.forcedTool().map(name -> Map.entry(name, labelled(text)));
        boolean schema = SCHEMAS.stream().anyMatch(at -> body.at(at).isString());
        return WireFormat.of(wire)
                .whole(
                        new WireReply(
                                schema ? labelled(text) : text,
                                tool,
                                WireReply.End.STOP,
                                Optional.of(
                                        new WireReply.Tokens(
                                                asked.promptTokens(), 0, text.length() / 4 + 1, 0)),
                                asked.logProbabilities(),
                                asked.model()));
    }

    private static String labelled(String text) {
        return WireReply.object().put("label", text).toString();
    }

    Batch batch(String id) {
        @Nullable Batch batch = batches.get(id);
        if (batch == null) {
            throw new IllegalArgumentException("no batch '" + id + "'");
        }
        return batch;
    }
}
