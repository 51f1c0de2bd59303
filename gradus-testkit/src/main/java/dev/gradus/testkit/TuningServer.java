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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A provider on a real socket of this machine that takes files and tuning jobs as OpenAI does, and
/// answers chat completions: under a base's name by a function of the last user message, under a
/// tuned model's name by what its training file says. It checks what it is sent, and every part of
/// it can be made to fail. Its key is `the-key`. Thread-safe.
public final class TuningServer implements AutoCloseable {
    private static final String JOBS = "/v1/fine_tuning/jobs";
    private static final String FILES = "/v1/files";

    private final HttpServer server;
    private final TuningProtocol protocol;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Call, Deque<Fault>> faults = new EnumMap<>(Call.class);
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private final List<String> trouble = new ArrayList<>();
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
        this.protocol = new TuningProtocol(base);
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
        protocol.ticks = polls;
        protocol.steps = trainingSteps;
        return this;
    }

    /// Jobs go on by `tick` alone, not by being polled.
    public synchronized TuningServer byHand() {
        protocol.byPolls = false;
        return this;
    }

    /// Every job goes on.
    public synchronized TuningServer tick() {
        protocol.jobs.values().forEach(TuningJob::tick);
        return this;
    }

    /// Lists come in pages of at most so many.
    public synchronized TuningServer pagesOf(int most) {
        protocol.page = most;
        return this;
    }

    /// Jobs from now on never leave a status, as in `queued`.
    public synchronized TuningServer haltingAt(String status) {
        protocol.haltAt = Optional.of(status);
        return this;
    }

    /// Jobs from now on fail in training.
    public synchronized TuningServer failing(String code, String message) {
        protocol.failure = Optional.of(new String[] {code, message});
        return this;
    }

    /// Jobs from now on go well again.
    public synchronized TuningServer heal() {
        protocol.failure = Optional.empty();
        protocol.haltAt = Optional.empty();
        protocol.named = true;
        faults.clear();
        return this;
    }

    /// Jobs from now on succeed, and no model has a name.
    public synchronized TuningServer withoutModel() {
        protocol.named = false;
        return this;
    }

    /// Jobs are refused with 403 and these words.
    public synchronized TuningServer closedTuning(String words) {
        protocol.closedTuning = Optional.of(words);
        return this;
    }

    /// Every job is gone.
    public synchronized TuningServer vanish() {
        protocol.jobs.clear();
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
        return List.copyOf(protocol.jobs.keySet());
    }

    public synchronized String status(String job) {
        return protocol.job(job).status();
    }

    /// How often something was asked for, failed calls included.
    public synchronized int calls(Call call) {
        return calls.getOrDefault(call, 0);
    }

    /// What every job was ordered with, in JSON.
    public synchronized List<String> orders() {
        return List.copyOf(protocol.orders);
    }

    /// Files that are there, by id.
    public synchronized Map<String, String> files() {
        return Map.copyOf(protocol.files);
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
                send(
                        exchange,
                        TuningProtocol.error(429, "rate_limit_exceeded", "Too many requests."));
            }
            case SERVER_ERROR ->
                    send(exchange, TuningProtocol.error(500, "server_error", "It broke."));
            case ECHOED_KEY ->
                    send(
                            exchange,
                            TuningProtocol.error(
                                    401,
                                    "invalid_api_key",
                                    "Incorrect API key: "
                                            + exchange.getRequestHeaders()
                                                    .getFirst("Authorization")));
            case RESET -> {}
            case LOST_REPLY -> {
                TuningProtocol.Reply unused = answer(exchange, call, body);
                trouble.addAll(unused.status() == 200 ? List.of() : List.of(unused.body()));
            }
            case STALL -> await();
            case TRUNCATED_JSON -> {
                TuningProtocol.Reply whole = answer(exchange, call, body);
                send(
                        exchange,
                        new TuningProtocol.Reply(
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

    private static void send(HttpExchange exchange, TuningProtocol.Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Optional<Call> call(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String asked = exchange.getRequestMethod() + " " + path;
        Map<String, Call> calls =
                Map.of(
                        "POST " + FILES,
                        Call.UPLOAD,
                        "DELETE " + FILES + "/[^/]+",
                        Call.DELETE,
                        "GET " + FILES + "/[^/]+/content",
                        Call.CONTENT,
                        "POST " + JOBS,
                        Call.CREATE,
                        "GET " + JOBS,
                        Call.LIST,
                        "GET " + JOBS + "/[^/]+",
                        Call.POLL,
                        "GET " + JOBS + "/[^/]+/events",
                        Call.EVENTS,
                        "GET " + JOBS + "/[^/]+/checkpoints",
                        Call.CHECKPOINTS,
                        "POST " + JOBS + "/[^/]+/cancel",
                        Call.CANCEL,
                        "POST /v1/chat/completions",
                        Call.CHAT);
        return calls.entrySet().stream()
                .filter(entry -> asked.matches(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private synchronized TuningProtocol.Reply answer(
            HttpExchange exchange, Optional<Call> call, String body) {
        if (!"Bearer the-key".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return TuningProtocol.error(401, "invalid_api_key", "No such key.");
        }
        if (call.isEmpty()) {
            return TuningProtocol.error(
                    404, "not_found", "Nothing is at " + exchange.getRequestURI());
        }
        try {
            return protocol.answer(
                    call.get(),
                    exchange.getRequestURI(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    body);
        } catch (RuntimeException broken) {
            trouble.add(exchange.getRequestURI() + ": " + broken);
            return TuningProtocol.error(
                    400, "invalid_request", String.valueOf(broken.getMessage()));
        }
    }
}
