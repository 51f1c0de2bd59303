package dev.gradus.models;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.spi.BatchState.Result;
import dev.gradus.spi.CallFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Exchanges with a provider that are no chat: what a batch or a tuning job is handed over, watched
/// and brought back by. Every one ends at its deadline.
final class Exchange {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LINE_BYTES = 16 << 20;
    private static final long MOST_LINES_BYTES = 4L << 30;
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    private final Function<String, URI> at;
    private final Header[] headers;
    private final Failures failures;
    private final Transport transport;
    private final HttpModel model;
    private final Duration brief;
    private final Duration atLength;

    /// @param at the address of a path after the base URL
    Exchange(
            Function<String, URI> at,
            Header[] headers,
            Failures failures,
            Transport transport,
            HttpModel model) {
        this(at, headers, failures, transport, model, SHORT, LONG);
    }

    private Exchange(
            Function<String, URI> at,
            Header[] headers,
            Failures failures,
            Transport transport,
            HttpModel model,
            Duration brief,
            Duration atLength) {
        this.at = at;
        this.headers = headers;
        this.failures = failures;
        this.transport = transport;
        this.model = model;
        this.brief = brief;
        this.atLength = atLength;
    }

    /// The same with a deadline of its own for every exchange.
    Exchange within(Duration deadline) {
        return new Exchange(at, headers, failures, transport, model, deadline, deadline);
    }

    /// The body of one call, written when it is sent.
    record Part(String name, Supplier<byte[]> body) {}

    /// Writes a body to where it goes.
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /// An id that a provider gave, which becomes part of an address.
    String id(String id) {
        if (!ID.matcher(id).matches()) {
            throw failures.broken("there is no usable id in it");
        }
        return id;
    }

    Failures failures() {
        return failures;
    }

    URI at(String path) {
        return at.apply(path);
    }

    JsonNode get(String path) {
        return exchange(new HttpGet(at.apply(path)), brief, this::json);
    }

    JsonNode delete(String path) {
        return exchange(new HttpDelete(at.apply(path)), brief, this::json);
    }

    /// @param body that is written twice: to count its bytes, and to send it
    JsonNode post(String path, ContentType type, Writing body) {
        return post(path, type, body, atLength);
    }

    private JsonNode post(String path, ContentType type, Writing body, Duration deadline) {
        HttpPost post = new HttpPost(at.apply(path));
        post.setEntity(
                new EntityTemplate(
                        counted(body),
                        type,
                        null,
                        out -> {
                            OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
                            body.to(buffered);
                            buffered.flush();
                        }));
        return exchange(post, deadline, this::json);
    }

    JsonNode post(String path, String json) {
        return post(
                path,
                ContentType.APPLICATION_JSON,
                out -> out.write(json.getBytes(StandardCharsets.UTF_8)),
                brief);
    }

    /// Every line of a document of JSON lines, as it is read.
    void lines(URI address, Consumer<JsonNode> each) {
        exchange(
                new HttpGet(address),
                atLength,
                response -> {
                    refuseWhereNoSuccess(response);
                    HttpEntity entity = response.getEntity();
                    if (entity != null) {
                        eachLine(entity.getContent(), each);
                    }
                    return true;
                });
    }

    private static void eachLine(InputStream in, Consumer<JsonNode> each) throws IOException {
        var lines = new EventStream.LineStream(in, MOST_LINES_BYTES, MOST_LINE_BYTES);
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                each.accept(Json.MAPPER.readTree(line));
            }
        }
    }

    /// What came of one call, from the body of its reply.
    Result result(ChatRequest request, int status, JsonNode body) {
        String text = body.toString();
        if (status / 100 != 2 && !Failures.isRefusal(status, text)) {
            return new Result.Lost(
                    failures.status(status, header -> Optional.empty(), text, false));
        }
        try {
            ChatReply reply =
                    status / 100 == 2 ? model.replyIn(body, request) : model.refusal(request);
            return new Result.Answered(reply);
        } catch (CallFailure failure) {
            return new Result.Lost(failure);
        }
    }

    private <T> T exchange(
            HttpUriRequestBase request, Duration deadline, HttpClientResponseHandler<T> reader) {
        boolean[] replied = new boolean[1];
        try {
            return transport.send(
                    request,
                    headers,
                    deadline,
                    response -> {
                        replied[0] = true;
                        return reader.handleResponse(response);
                    });
        } catch (Transport.Late e) {
            throw failures.late(deadline);
        } catch (IOException e) {
            throw failures.io(e, replied[0]);
        } catch (JacksonException e) {
            throw failures.broken("it is not the JSON that it says it is");
        }
    }

    private JsonNode json(ClassicHttpResponse response) throws IOException {
        refuseWhereNoSuccess(response);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw failures.broken("it is empty");
        }
        JsonNode root =
                Json.MAPPER.readTree(
                        Body.read(entity.getContent(), entity.getContentLength(), MOST_BYTES));
        if (!root.isObject()) {
            throw failures.broken("it is no JSON object");
        }
        return root;
    }

    private void refuseWhereNoSuccess(ClassicHttpResponse response) throws IOException {
        if (response.getCode() / 100 == 2) {
            return;
        }
        HttpEntity entity = response.getEntity();
        String body = entity == null ? "" : HttpModel.start(entity);
        throw failures.status(
                response.getCode(),
                header -> HttpModel.header(response, header),
                body,
                body.stripLeading().startsWith("<"));
    }

    private static long counted(Writing body) {
        long[] count = new long[1];
        try {
            body.to(
                    new OutputStream() {
                        @Override
                        public void write(int one) {
                            count[0]++;
                        }

                        @Override
                        public void write(byte[] bytes, int from, int length) {
                            count[0] += length;
                        }
                    });
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return count[0];
    }

    /// Writes parts one after the other.
    static void write(OutputStream out, List<Part> parts, String separator, PartWriter writer)
            throws IOException {
        boolean first = true;
        for (Part part : parts) {
            if (!first) {
                text(out, separator);
            }
            writer.write(part);
            first = false;
        }
    }

    interface PartWriter {
        void write(Part part) throws IOException;
    }

    static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
