package dev.gradus.spi;

import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.CanonicalJson;
import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.task.AlikeHash;
import dev.gradus.task.ModelName;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A chat model. Thread-safe; a call blocks its (virtual) thread. A call is one attempt: whoever
/// calls decides whether to try again.
public interface Model extends AutoCloseable {
    ModelName name();

    /// One attempt. Costs what the provider charges.
    ///
    /// @throws CallFailure where no reply came: what failed, and whether another attempt may help
    ChatReply answer(Call call);

    /// One attempt, told piece by piece. The pieces joined are the reply's text.
    ///
    /// @param onText called on the calling thread, with text that is not empty
    /// @throws CallFailure where the reply did not come whole; pieces may have been told before
    ChatReply stream(Call call, Consumer<String> onText);

    /// How long the reply to a call took when it was recorded; empty for a model that answers now.
    /// Where it is there, it counts instead of the time that looking the reply up takes.
    default OptionalLong recordedLatencyNanos(Call call) {
        return OptionalLong.empty();
    }

    /// What is asked.
    ///
    /// @param request what is said
    /// @param repeat which of several answers to the same request, from 0
    /// @param deadline within which the whole reply must be there
    record Call(ChatRequest request, int repeat, Duration deadline) {

        /// What a reply is found again by: a hash of model, request and repeat; 32 hexadecimal
        /// digits.
        public String key(ModelName model) {
            return key(model, new AlikeHash());
        }

        /// The same key, found faster where `hash` was asked for requests that begin alike.
        public String key(ModelName model, AlikeHash hash) {
            return hash.of(
                            Canonical.name(model.provider(), model.model()),
                            Canonical.text(CanonicalJson.write(request.fields())),
                            Canonical.number(repeat))
                    .substring(0, 32);
        }
    }

    @Override
    void close();
}
