package dev.gradus.models;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Model;
import dev.gradus.task.ModelName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// A chat model over HTTP.
final class HttpModel implements Model {
    private static final int MOST_REPLY_BYTES = 16 << 20;
    private static final int OVERHEAD_BYTES = 1024;
    private static final int MOST_SET_ASIDE_BYTES = 1 << 20;
    private static final int MOST_ERROR_BYTES = 64 << 10;

    private final ModelName name;
    private final Dialect dialect;
    private final Endpoint endpoint;
    private final Failures failures;
    private final Transport transport;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Where calls go.
    ///
    /// @param whole for replies that come at once
    /// @param streamed for replies that come in pieces
    record Endpoint(URI whole, URI streamed, Header[] headers) {
        @Override
        public String toString() {
            return whole.getHost();
        }
    }

    HttpModel(
            ModelName name,
            Dialect dialect,
            Endpoint endpoint,
            Failures failures,
            Transport transport,
            Runnable onClose) {
        this.name = name;
        this.dialect = dialect;
        this.endpoint = endpoint;
        this.failures = failures;
        this.transport = transport;
        this.onClose = onClose;
    }

    @Override
    public ModelName name() {
        return name;
    }

    @Override
    public ChatReply answer(Call call) {
        return ask(call, false, piece -> {});
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        return ask(call, true, onText);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }

    private ChatReply ask(Call call, boolean streamed, Consumer<String> onText) {
        if (closed.get()) {
            throw new IllegalStateException(name + " is closed");
        }
        byte[] body = body(call, streamed);
        ReplyDraft draft = draft(call.request(), onText);
        AtomicBoolean replied = new AtomicBoolean();
        try {
            Supplier<ChatReply> read =
                    transport.post(
                            streamed ? endpoint.streamed() : endpoint.whole(),
                            endpoint.headers(),
                            body,
                            call.deadline(),
                            response -> {
                                replied.set(true);
                                return read(response, draft, streamed);
                            });
            return read.get();
        } catch (Transport.Late e) {
            throw failures.late(call.deadline());
        } catch (IOException e) {
            throw failures.io(e, replied.get());
        } catch (ReplyDraft.ProviderError e) {
            throw failures.told(e.error);
        } catch (JacksonException e) {
            throw failures.broken("it is not the JSON that it says it is");
        }
    }

    /// A reply that came in another document.
    ///
    /// @throws CallFailure where it is none
    ChatReply replyIn(JsonNode body, ChatRequest request) {
        ReplyDraft draft = draft(request, piece -> {});
        try {
            dialect.read(body, draft);
        } catch (ReplyDraft.ProviderError e) {
            throw failures.told(e.error);
        }
        return whole(draft).reply();
    }

    /// The provider's filter declined the request.
    ChatReply refusal(ChatRequest request) {
        ReplyDraft draft = draft(request, piece -> {});
        draft.refusal("");
        return draft.reply();
    }

    private ReplyDraft draft(ChatRequest request, Consumer<String> onText) {
        return new ReplyDraft(dialect.toolOfText(request), dialect.textIsCallOf(request), onText);
    }

    private ReplyDraft whole(ReplyDraft draft) {
        if (!draft.isEnded()) {
            throw failures.broken("it is cut off");
        }
        if (!draft.isAnswered()) {
            throw failures.broken("there is no choice in it");
        }
        return draft;
    }

    byte[] body(Call call, boolean streamed) {
        long likely = call.request().characters() + OVERHEAD_BYTES;
        ByteArrayOutputStream out =
                new ByteArrayOutputStream((int) Math.min(likely, MOST_SET_ASIDE_BYTES));
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            dialect.write(call.request(), streamed, json);
        } catch (Unsupported e) {
            throw failures.rejected(e.what);
        }
        return out.toByteArray();
    }

    /// Something that the provider's language cannot say.
    static final class Unsupported extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String what;

        Unsupported(String what) {
            super(what, null, false, false);
            this.what = what;
        }
    }

    /// What the exchange came to. A failure that was told whole is thrown by the supplier, after
    /// the connection went back to the pool; any other is thrown here, and the connection is
    /// closed.
    private Supplier<ChatReply> read(
            ClassicHttpResponse response, ReplyDraft draft, boolean streamed) throws IOException {
        HttpEntity entity = response.getEntity();
        String type = entity == null ? "" : mediaType(entity);
        if (response.getCode() / 100 != 2) {
            return refused(response, entity == null ? "" : start(entity), type, draft);
        }
        if (entity == null) {
            throw failures.broken("it is empty");
        }
        if (streamed && isStream(type)) {
            readPieces(entity.getContent(), draft);
        } else if (type.endsWith("json")) {
            readWhole(entity, draft);
        } else {
            throw wrongType(type, start(entity));
        }
        return whole(draft)::reply;
    }

    static String start(HttpEntity entity) throws IOException {
        byte[] start = entity.getContent().readNBytes(MOST_ERROR_BYTES);
        return new String(start, StandardCharsets.UTF_8);
    }

    private void readWhole(HttpEntity entity, ReplyDraft draft) throws IOException {
        byte[] body = Body.read(entity.getContent(), entity.getContentLength(), MOST_REPLY_BYTES);
        JsonNode reply = Json.MAPPER.readTree(body);
        if (!reply.isObject()) {
            throw failures.broken("it is no JSON object");
        }
        dialect.read(reply, draft);
    }

    private void readPieces(InputStream in, ReplyDraft draft) throws IOException {
        if (dialect.streamsLines()) {
            var lines = new EventStream.LineStream(in, MOST_REPLY_BYTES);
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    dialect.readPiece(Json.MAPPER.readTree(line), draft);
                }
            }
        } else {
            new EventStream(in, MOST_REPLY_BYTES)
                    .each(data -> {
                        if (data.strip().equals("[DONE]")) {
                            draft.ended();
                        } else if (!data.isBlank()) {
                            dialect.readPiece(Json.MAPPER.readTree(data), draft);
                        }
                    });
        }
    }

    private Supplier<ChatReply> refused(
            ClassicHttpResponse response, String body, String type, ReplyDraft draft) {
        if (Failures.isRefusal(response.getCode(), body)) {
            draft.refusal("");
            return draft::reply;
        }
        CallFailure failure =
                failures.status(
                        response.getCode(),
                        header -> header(response, header),
                        body,
                        type.contains("html") || body.stripLeading().startsWith("<"));
        if (body.length() >= MOST_ERROR_BYTES) {
            throw failure;
        }
        return () -> {
            throw failure;
        };
    }

    private CallFailure wrongType(String type, String body) {
        return failures.broken(
                (type.isEmpty() ? "it has no content type" : "its content type is '" + type + "'")
                        + (type.contains("html") ? failures.page(body) : "")
                        + "; is base-url right?");
    }

    private boolean isStream(String type) {
        return dialect.streamsLines()
                ? type.contains("ndjson") || type.endsWith("json")
                : type.equals("text/event-stream");
    }

    private static String mediaType(HttpEntity entity) {
        String type = entity.getContentType();
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    static Optional<String> header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }
}
