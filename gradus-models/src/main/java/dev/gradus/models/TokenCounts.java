package dev.gradus.models;

import dev.gradus.chat.Usage;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Token counts as providers tell them. A count that cannot be is unknown, never a figure:
/// negative, no whole number, more than any context holds, or a part larger than its whole.
final class TokenCounts {
    /// Several times the largest context on sale (2 million tokens in 2026).
    private static final long MOST = 20_000_000;

    private TokenCounts() {}

    static Usage usage(
            OptionalLong prompt,
            OptionalLong cached,
            OptionalLong completion,
            OptionalLong reasoning) {
        return new Usage(prompt, partOf(prompt, cached), completion, partOf(completion, reasoning));
    }

    static OptionalLong count(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            return OptionalLong.empty();
        }
        return sane(node.longValue());
    }

    /// The sum of those that are there; unknown where the first is not.
    static OptionalLong sum(OptionalLong first, OptionalLong... others) {
        if (first.isEmpty()) {
            return first;
        }
        long sum = first.getAsLong();
        for (OptionalLong other : others) {
            sum += other.orElse(0);
        }
        return sane(sum);
    }

    private static OptionalLong partOf(OptionalLong whole, OptionalLong part) {
        return part.isPresent() && whole.isPresent() && part.getAsLong() > whole.getAsLong()
                ? OptionalLong.empty()
                : part;
    }

    private static OptionalLong sane(long count) {
        return count < 0 || count > MOST ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
