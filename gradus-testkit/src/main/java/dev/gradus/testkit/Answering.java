package dev.gradus.testkit;

import dev.gradus.testkit.WireReply.End;
import dev.gradus.testkit.WireReply.Piece;
import dev.gradus.testkit.WireReply.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The answer to one request, whole or broken.
final class Answering {
    private static final int HUGE = 64 << 20;
    private static final int SLOW = 1 << 20;
    private static final long ABSURD = 4_000_000_000_000L;

    private final WireFormat format;
    private final FaultServer.Request request;
    private final WireRequest asked;
    private final String text;
    private final Socket connection;
    private final InputStream in;
    private final OutputStream out;

    Answering(
            Wire wire,
            FaultServer.Request request,
            String text,
            Socket connection,
            InputStream in,
            OutputStream out) {
        this.format = WireFormat.of(wire);
        this.request = request;
        this.asked = WireRequest.of(wire, request);
        this.text = text;
        this.connection = connection;
        this.in = in;
        this.out = out;
    }

    /// @return false where the connection is of no more use
    boolean send(FaultServer.Response response) throws IOException, InterruptedException {
        return switch (response) {
            case FaultServer.Response.Whole whole -> reply(End.STOP, tokens(), false);
            case FaultServer.Response.Exact exact -> {
                head(exact.status(), exact.headers(), exact.body());
                yield true;
            }
            case FaultServer.Response.Broken broken -> fail(broken.fault());
        };
    }

    private boolean fail(Fault fault) throws IOException, InterruptedException {
        return switch (fault) {
            case RATE_LIMITED -> error(429, "rate_limit_exceeded", "Too many requests.", Map.of());
            case RATE_LIMITED_RETRY_AFTER ->
                    error(429, "rate_limit_exceeded", "Slow down.", Map.of("Retry-After", "1"));
            case RATE_LIMIT_HEADERS ->
                    error(
                            429,
                            "rate_limit_exceeded",
                            "Limit on requests reached.",
                            Map.of(
                                    "x-ratelimit-limit-requests", "10",
                                    "x-ratelimit-remaining-requests", "0",
                                    "x-ratelimit-reset-requests", "250ms",
                                    "x-ratelimit-remaining-tokens", "5000",
                                    "x-ratelimit-reset-tokens", "6m0s"));
            case OVERLOADED -> error(529, "overloaded_error", "Overloaded", Map.of());
            case OUT_OF_CREDIT ->
                    error(
                            429,
                            "insufficient_quota",
                            "You have used up your credit balance: insufficient_quota.",
                            Map.of());
            case ECHOED_KEY ->
                    error(
                            401,
                            "invalid_api_key",
                            "Refused; the request was " + request.headers(),
                            Map.of());
            case BAD_REQUEST ->
                    error(
                            400,
                            "invalid_request_error",
                            "Unknown parameter: 'x'. ".repeat(50),
                            Map.of());
            case NOT_FOUND -> error(404, "not_found_error", "No such model.", Map.of());
            case TOO_LARGE -> error(413, "request_too_large", "Too large.", Map.of());
            case SERVER_ERROR -> error(500, "server_error", "It broke.", Map.of());
            case UNAVAILABLE -> error(503, "unavailable", "Not now.", Map.of());
            case REDIRECT -> {
                head(302, Map.of("Location", "http://127.0.0.2:1/v1"), "");
                yield true;
            }
            case HTML_PAGE -> html(200, "Sign in to the network");
            case HTML_ERROR_PAGE -> html(502, "502 Bad Gateway");
            case ERROR_IN_REPLY -> {
                String body = format.error(429, "rate_limit_error", "rate_limit_error").toString();
                head(200, json(), body);
                yield true;
            }
            case WRONG_CONTENT_TYPE -> {
                String body = format.whole(reply(End.STOP, tokens())).toString();
                head(200, Map.of("Content-Type", "text/plain"), body);
                yield true;
            }
            case RESET, CUT_OFF, STALL, SLOW_BODY, HUGE_BODY -> hurt(fault);
            case TRUNCATED_JSON -> {
                truncated(false);
                yield true;
            }
            case TRUNCATED_STREAM -> {
                truncated(asked.streamed());
                yield true;
            }
            case DUPLICATE_CHUNK -> reply(End.STOP, tokens(), true);
            case NEGATIVE_USAGE -> reply(End.STOP, Optional.of(new Tokens(-7, -1, -3, -1)), false);
            case ABSURD_USAGE ->
                    reply(End.STOP, Optional.of(new Tokens(ABSURD, 0, ABSURD, 0)), false);
            case NO_USAGE -> reply(End.STOP, Optional.empty(), false);
            case EMPTY_CHOICE -> reply(End.NOTHING, tokens(), false);
            case REFUSAL -> reply(End.REFUSAL, tokens(), false);
            case CONTENT_FILTER -> reply(End.FILTER, tokens(), false);
            case LENGTH_STOP -> reply(End.LENGTH, tokens(), false);
        };
    }

    private boolean hurt(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case RESET -> connection.setSoLinger(true, 0);
            case CUT_OFF -> {
                String body = format.whole(reply(End.STOP, tokens())).toString();
                write(200, json(), body.length());
                out.write(body.substring(0, body.length() / 2).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            case STALL -> in.read();
            case SLOW_BODY -> {
                write(200, asked.streamed() ? stream() : json(), SLOW);
                while (true) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(20);
                }
            }
            default -> {
                write(200, asked.streamed() ? stream() : json(), -1);
                String block = " ".repeat(64 << 10);
                for (int sent = 0; sent < HUGE; sent += block.length()) {
                    chunk(block);
                }
                out.flush();
            }
        }
        connection.close();
        return false;
    }

    private boolean reply(End end, Optional<Tokens> usage, boolean twice) throws IOException {
        WireReply reply = reply(end, usage);
        if (!asked.streamed()) {
            head(200, json(), format.whole(reply).toString());
            return true;
        }
        List<Piece> pieces = new ArrayList<>();
        for (Piece piece : format.pieces(reply)) {
            pieces.add(piece);
            if (twice && piece.bare()) {
                pieces.add(piece);
            }
        }
        stream(pieces, format.last());
        return true;
    }

    private WireReply reply(End end, Optional<Tokens> usage) {
        Optional<Map.Entry<String, String>> call = FaultServer.callIn(text);
        Optional<Map.Entry<String, String>> tool =
                call.or(() -> asked.forcedTool().map(name -> Map.entry(name, arguments())));
        return new WireReply(
                call.isEmpty() ? text : "",
                tool,
                end,
                usage,
                asked.logProbabilities(),
                asked.model());
    }

    private String arguments() {
        return text.startsWith("{") ? text : WireReply.object().put("answer", text).toString();
    }

    private Optional<Tokens> tokens() {
        return Optional.of(
                new Tokens(
                        asked.promptTokens(), asked.promptTokens() / 2, text.length() / 4 + 1, 0));
    }

    private void truncated(boolean streamed) throws IOException {
        WireReply reply = reply(End.STOP, tokens());
        if (streamed) {
            List<Piece> pieces = format.pieces(reply);
            stream(pieces.subList(0, pieces.size() / 2), "");
        } else {
            String body = format.whole(reply).toString();
            head(200, json(), body.substring(0, body.length() / 2));
        }
    }

    private boolean error(int status, String word, String message, Map<String, String> headers)
            throws IOException {
        Map<String, String> all = new java.util.TreeMap<>(headers);
        all.put("Content-Type", "application/json");
        head(status, all, format.error(status, word, message).toString());
        return true;
    }

    private boolean html(int status, String title) throws IOException {
        String page =
                "<!DOCTYPE html><html><head><title>"
                        + title
                        + "</title></head><body>"
                        + request.headers()
                        + "</body></html>";
        head(status, Map.of("Content-Type", "text/html; charset=utf-8"), page);
        return true;
    }

    private void stream(List<Piece> pieces, String last) throws IOException {
        write(200, stream(), -1);
        for (Piece piece : pieces) {
            chunk(framed(piece.json()));
        }
        if (!last.isEmpty()) {
            chunk("data: " + last + "\n\n");
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String framed(ObjectNode json) {
        if (format.lines()) {
            return json + "\n";
        }
        String type = json.path("type").stringValue("");
        return (type.isEmpty() ? "" : "event: " + type + "\n") + "data: " + json + "\n\n";
    }

    private void chunk(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }

    private Map<String, String> stream() {
        return Map.of(
                "Content-Type",
                format.lines() ? "application/x-ndjson" : "text/event-stream; charset=utf-8");
    }

    private void head(int status, Map<String, String> headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        write(status, headers, bytes.length);
        out.write(bytes);
        out.flush();
    }

    /// @param length of the body; -1 for one in chunks
    private void write(int status, Map<String, String> headers, int length) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" x\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
        out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }
}
