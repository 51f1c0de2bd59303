package dev.gradus.chat;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/// What a chat model answered. A refusal and an answer that was cut off are replies: they score 0.
/// A call that failed is no reply.
///
/// @param text what it wrote; may be empty
/// @param calls the tools it asked for
/// @param finish why it stopped
/// @param usage what it took
/// @param logProbability the sum over the written tokens, where it was asked for and given
/// @param servedBy the model as the provider reports it; may be empty
public record ChatReply(
        String text,
        List<ToolCall> calls,
        Finish finish,
        Usage usage,
        OptionalDouble logProbability,
        String servedBy) {

    /// Why the model stopped.
    public enum Finish {
        /// It was done.
        STOP,
        /// It reached the most it may write.
        LENGTH,
        /// It asks for tools.
        TOOLS,
        /// It declined, or the provider's filter did.
        REFUSAL,
        /// The provider gave another reason, or none.
        OTHER;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public ChatReply {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(finish, "finish");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(logProbability, "logProbability");
        Objects.requireNonNull(servedBy, "servedBy");
        calls = List.copyOf(calls);
    }

    /// True where the provider left it empty: no text and no call, though the model did not
    /// decline, or thoughts that were cut off before any answer began.
    public boolean isEmpty() {
        if (!calls.isEmpty() || finish == Finish.REFUSAL) {
            return false;
        }
        return text.isBlank()
                || finish == Finish.LENGTH
                        && text.stripLeading().startsWith("<think>")
                        && !text.contains("</think>");
    }

    public static ChatReply of(String text, Usage usage) {
        return new ChatReply(text, List.of(), Finish.STOP, usage, OptionalDouble.empty(), "");
    }
}
