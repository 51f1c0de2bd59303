package dev.gradus.scorer;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.spi.CallFailure;
import dev.gradus.task.ModelName;

/// Asks a chat model, with whatever budget, cache and repeated attempts whoever gives it has.
/// Thread-safe.
@FunctionalInterface
public interface Asker {
    /// @throws CallFailure where no reply came in the end
    ChatReply ask(ModelName model, ChatRequest request);
}
