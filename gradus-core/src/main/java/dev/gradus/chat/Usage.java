package dev.gradus.chat;

import java.util.Objects;
import java.util.OptionalLong;

/// Tokens that a call took, as the provider counted them; empty where it did not say, never 0 for
/// that.
///
/// @param prompt all tokens read, the cached ones included
/// @param cached of the prompt, read from the provider's prompt cache
/// @param completion all tokens written, thinking included
/// @param reasoning of the completion, spent on thinking
public record Usage(
        OptionalLong prompt, OptionalLong cached, OptionalLong completion, OptionalLong reasoning) {
    public Usage {
        notNegative("prompt", prompt);
        notNegative("cached", cached);
        notNegative("completion", completion);
        notNegative("reasoning", reasoning);
    }

    /// Nothing was said.
    public static Usage unknown() {
        return new Usage(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    public static Usage of(long prompt, long completion) {
        return new Usage(
                OptionalLong.of(prompt),
                OptionalLong.empty(),
                OptionalLong.of(completion),
                OptionalLong.empty());
    }

    /// Both together; unknown where either is.
    public Usage plus(Usage other) {
        return new Usage(
                sum(prompt, other.prompt),
                sum(cached, other.cached),
                sum(completion, other.completion),
                sum(reasoning, other.reasoning));
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent()
                ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                : OptionalLong.empty();
    }

    private static void notNegative(String what, OptionalLong tokens) {
        Objects.requireNonNull(tokens, what);
        if (tokens.isPresent() && tokens.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    what + " tokens are 0 or more, not " + tokens.getAsLong());
        }
    }
}
