package dev.gradus.models.local;

import dev.gradus.chat.ChatReply;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Model;
import dev.gradus.task.ModelName;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A model that a server of ours answers for. Where the server has ended, no further call can
/// succeed, and the error says how it ended.
final class LocalModel implements Model {
    private final ModelName name;
    private final Model inner;
    private final LlamaServer server;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalModel(ModelName name, Model inner, LlamaServer server, Runnable onClose) {
        this.name = name;
        this.inner = inner;
        this.server = server;
        this.onClose = onClose;
    }

    @Override
    public ModelName name() {
        return name;
    }

    @Override
    public ChatReply answer(Call call) {
        try {
            return inner.answer(call);
        } catch (CallFailure failure) {
            server.refuseWhereEnded();
            throw failure;
        }
    }

    @Override
    public ChatReply stream(Call call, Consumer<String> onText) {
        try {
            return inner.stream(call, onText);
        } catch (CallFailure failure) {
            server.refuseWhereEnded();
            throw failure;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            inner.close();
            onClose.run();
        }
    }
}
