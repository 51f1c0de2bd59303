package dev.gradus.models.recorded;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.files.Quoted;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Model;
import dev.gradus.task.ModelName;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A model whose replies come from a cassette, as they were: text, tools, usage, latency and
/// log-probability. Free of charge. What the cassette does not have is a missing outcome that names
/// the request.
public final class RecordedModel implements Model {
    private final ModelName name;
    private final ModelName original;
    private final Cassette cassette;
    private final Runnable onClose;

    /// @param name as the task file has it: `recorded/openai/gpt-5-mini`
    /// @param original the model that was recorded: `openai/gpt-5-mini`
    /// @param onClose told once when this model is closed; it may close the cassette
    public RecordedModel(ModelName name, ModelName original, Cassette cassette, Runnable onClose) {
        this.name = name;
        this.original = original;
        this.cassette = cassette;
        this.onClose = onClose;
    }

    @Override
    public ModelName name() {
        return name;
    }

    /// @throws CallFailure NOT_RECORDED with model, key and the start of what was asked
    @Override
    public ChatReply answer(Call call) {
        String key = call.key(original);
        return cassette.find(key).map(CassetteLine::reply).orElseThrow(() -> missing(call, key));
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        ChatReply reply = answer(call);
        if (!reply.text().isEmpty()) {
            onText.accept(reply.text());
        }
        return reply;
    }

    @Override
    public OptionalLong recordedLatencyNanos(Call call) {
        Optional<CassetteLine> line = cassette.find(call.key(original));
        return line.isPresent() ? line.get().latencyNanos() : OptionalLong.empty();
    }

    @Override
    public void close() {
        onClose.run();
    }

    private CallFailure missing(Call call, String key) {
        return new CallFailure(
                CallFailure.Kind.NOT_RECORDED,
                String.format(
                        Locale.ROOT,
                        "%s: %s has no reply of %s to this request (key %s, repeat %d; of its %,d replies %,d name this model). It asks %s. Record it: gradus climb --record FILE with %s in its place.",
                        name,
                        cassette.file().getFileName(),
                        original,
                        key,
                        call.repeat(),
                        cassette.size(),
                        cassette.size(original),
                        asked(call.request()),
                        original));
    }

    /// The start of the last thing that a person says in a request.
    static String asked(ChatRequest request) {
        return request.messages().reversed().stream()
                .filter(message -> message instanceof Message.User)
                .map(message -> Quoted.value(((Message.User) message).text()))
                .findFirst()
                .orElse("nothing");
    }
}
