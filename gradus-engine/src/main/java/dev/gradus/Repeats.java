package dev.gradus;

import dev.gradus.chat.Usage;
import dev.gradus.score.Outcome;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Several answers to one example, as one outcome: scores and costs are averaged, the first answer
/// stands for all. Missing where any is: what the others say of it is not known.
final class Repeats {
    private Repeats() {}

    /// @param so what the answers so far make
    /// @param count how many they are
    static Outcome joined(Outcome so, int count, Outcome next) {
        if (so.isMissing() || next.isMissing()) {
            return so.isMissing() ? so : next;
        }
        return new Outcome(
                so.exampleId(),
                so.answer(),
                mean(so.score(), count, next.score()),
                mean(so.confidence(), count, next.confidence()),
                mean(so.latencyNanos(), count, next.latencyNanos()),
                mean(so.cpuNanos(), count, next.cpuNanos()),
                mean(so.costPerCall(), count, next.costPerCall()),
                Optional.empty(),
                new Usage(
                        mean(so.usage().prompt(), count, next.usage().prompt()),
                        mean(so.usage().cached(), count, next.usage().cached()),
                        mean(so.usage().completion(), count, next.usage().completion()),
                        mean(so.usage().reasoning(), count, next.usage().reasoning())));
    }

    private static OptionalDouble mean(OptionalDouble so, int count, OptionalDouble next) {
        return so.isPresent() && next.isPresent()
                ? OptionalDouble.of((so.getAsDouble() * count + next.getAsDouble()) / (count + 1))
                : OptionalDouble.empty();
    }

    private static OptionalLong mean(OptionalLong so, int count, OptionalLong next) {
        return so.isPresent() && next.isPresent()
                ? OptionalLong.of(
                        Math.round(
                                (so.getAsLong() * (double) count + next.getAsLong()) / (count + 1)))
                : OptionalLong.empty();
    }
}
