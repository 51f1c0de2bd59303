package dev.gradus.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A provider on a real socket of this machine that answers from a function of the last user
/// message, in the language of one wire, whole or streamed as it is asked, and fails when it is
/// told to. A small HTTP/1.1 server of its own, since no library serves what is broken on purpose.
/// Each connection has a virtual thread. Thread-safe.
public final class FaultServer implements AutoCloseable {
    private static final int MOST_REMEMBERED = 10_000;
    private static final String CALL = "\u0001call ";

    private final Wire wire;
    private final Function<String, String> answers;
    private final ServerSocket socket;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object lock = new Object();
    private final Deque<Response> next = new ArrayDeque<>();
    private final List<Every> every = new ArrayList<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private final Thread acceptor = Thread.ofVirtual().name("fault-server").unstarted(this::accept);
    private long calls;
    private long whole;
    private int mostAtOnce;
    private int accepted;
    private volatile Duration latency = Duration.ZERO;

    /// A request as it came.
    ///
    /// @param headers by name in lower case
    public record Request(String method, String path, Map<String, String> headers, String body) {
        static final JsonMapper JSON = JsonMapper.builder().build();

        public Request {
            headers = Map.copyOf(headers);
        }

        /// The value at a JSON pointer of the body, as in `/messages/0/role`: a text as it is,
        /// anything else as JSON; empty where there is none.
        public Optional<String> at(String pointer) {
            JsonNode node = JSON.readTree(body).at(pointer);
            if (node.isMissingNode()) {
                return Optional.empty();
            }
            return Optional.of(node.isString() ? node.stringValue() : node.toString());
        }
    }

    /// @param calls all that were asked, failed ones included
    /// @param mostAtOnce the most that were in work at the same time
    /// @param connections that were opened
    /// @param whole that were answered as they should be
    public record Statistics(long calls, int mostAtOnce, int connections, long whole) {}

    private record Every(Fault fault, int nth) {}

    private FaultServer(Wire wire, Function<String, String> answers, ServerSocket socket) {
        this.wire = wire;
        this.answers = answers;
        this.socket = socket;
    }

    /// Starts on a free port of the loopback address.
    ///
    /// @param answers the reply's text from the last user message; `toolCall` gives a tool call
    public static FaultServer start(Wire wire, Function<String, String> answers) {
        try {
            ServerSocket socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
            FaultServer server = new FaultServer(wire, answers, socket);
            server.acceptor.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An answer that is a call of a tool.
    ///
    /// @param arguments a JSON object
    public static String toolCall(String name, String arguments) {
        return CALL + name + " " + arguments;
    }

    /// The next `times` requests meet a fault.
    public FaultServer faultNext(Fault fault, int times) {
        synchronized (lock) {
            for (int i = 0; i < times; i++) {
                next.add(new Response.Broken(fault));
            }
        }
        return this;
    }

    /// Every nth request meets a fault; several of these may stand side by side.
    public FaultServer faultEvery(Fault fault, int nth) {
        synchronized (lock) {
            every.add(new Every(fault, nth));
        }
        return this;
    }

    /// The next request is answered with exactly this.
    ///
    /// @param headers `Content-Type` among them; the length is added
    public FaultServer respondNext(int status, Map<String, String> headers, String body) {
        synchronized (lock) {
            next.add(new Response.Exact(status, Map.copyOf(headers), body));
        }
        return this;
    }

    /// No more faults.
    public FaultServer heal() {
        synchronized (lock) {
            next.clear();
            every.clear();
        }
        return this;
    }

    /// How long every answer takes, faults included.
    public FaultServer latency(Duration duration) {
        latency = duration;
        return this;
    }

    /// As in `http://127.0.0.1:34567/v1`.
    public String baseUrl() {
        return "http://127.0.0.1:" + port() + wire.basePath();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public Wire wire() {
        return wire;
    }

    /// What was asked, the oldest first; of many, the last 10,000.
    public List<Request> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    public Request lastRequest() {
        synchronized (lock) {
            return requests.getLast();
        }
    }

    public Statistics statistics() {
        synchronized (lock) {
            return new Statistics(calls, mostAtOnce, accepted, whole);
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
        try {
            // Until it has let go of the socket, a client may still be let in.
            acceptor.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(FaultServer::closeQuietly);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                if (socket.isClosed()) {
                    connection.close();
                    return;
                }
                connection.setTcpNoDelay(true);
                connections.add(connection);
                synchronized (lock) {
                    accepted++;
                }
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                // closed, by us or by a client that went away
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 8192);
            OutputStream out = new BufferedOutputStream(connection.getOutputStream(), 8192);
            Request request = RequestReader.read(in);
            while (request != null && answered(request, connection, in, out)) {
                request = RequestReader.read(in);
            }
        } catch (IOException | InterruptedException e) {
            // the client went away, as clients do that are tested
        } finally {
            connections.remove(connection);
        }
    }

    /// @return false where the connection is of no more use
    private boolean answered(Request request, Socket connection, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        int now = inFlight.incrementAndGet();
        try {
            Response response = plan(request, now);
            if (!latency.isZero()) {
                Thread.sleep(latency);
            }
            return new Answering(wire, request, text(request), connection, in, out).send(response);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private String text(Request request) {
        return request.method().equals("POST")
                ? answers.apply(WireRequest.of(wire, request).lastUserText())
                : "";
    }

    private Response plan(Request request, int now) {
        synchronized (lock) {
            calls++;
            mostAtOnce = Math.max(mostAtOnce, now);
            requests.add(request);
            if (requests.size() > MOST_REMEMBERED) {
                requests.removeFirst();
            }
            Response planned = next.poll();
            if (planned != null) {
                return planned;
            }
            for (Every fault : every) {
                if (calls % fault.nth() == 0) {
                    return new Response.Broken(fault.fault());
                }
            }
            whole++;
            return new Response.Whole();
        }
    }

    private static void closeQuietly(java.io.Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // nothing is lost
        }
    }

    /// What is answered.
    sealed interface Response {
        record Whole() implements Response {}

        record Broken(Fault fault) implements Response {}

        record Exact(int status, Map<String, String> headers, String body) implements Response {}
    }

    /// Name and arguments of an answer that is a tool call.
    static Optional<Map.Entry<String, String>> callIn(String answer) {
        if (!answer.startsWith(CALL)) {
            return Optional.empty();
        }
        String[] words = answer.substring(CALL.length()).split(" ", 2);
        return Optional.of(Map.entry(words[0], words[1]));
    }

    /// Reads requests off a connection.
    private static final class RequestReader {
        static @Nullable Request read(InputStream in) throws IOException {
            String first = line(in);
            if (first.isEmpty()) {
                return null;
            }
            String[] words = first.split(" ");
            Map<String, String> headers = new ConcurrentHashMap<>();
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            byte[] body =
                    headers.getOrDefault("transfer-encoding", "").equals("chunked")
                            ? chunks(in)
                            : in.readNBytes(
                                    Integer.parseInt(headers.getOrDefault("content-length", "0")));
            return new Request(
                    words[0], words[1], headers, new String(body, StandardCharsets.UTF_8));
        }

        private static byte[] chunks(InputStream in) throws IOException {
            var all = new java.io.ByteArrayOutputStream();
            for (int size = size(in); size > 0; size = size(in)) {
                all.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return all.toByteArray();
        }

        private static int size(InputStream in) throws IOException {
            return Integer.parseInt(line(in).strip(), 16);
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }
    }
}
