package dev.gradus.cost;

import dev.gradus.task.Money;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// A candidate as the sums need it.
///
/// @param id of the candidate, or the name of a recorded arm
/// @param title for people
/// @param score in [0,1]
/// @param errorShare the share of answers that are wrong; empty where the score counts no errors,
///   as a graded score or macro-F1 does
/// @param perThousandCalls empty where unknown, never 0 for unknown
/// @param tuned true where its weights were tuned: the outlay of tuning is then part of its total
/// @param complexity a smaller number is simpler
public record Priced(
        String id,
        String title,
        double score,
        OptionalDouble errorShare,
        Optional<Money> perThousandCalls,
        boolean tuned,
        int complexity) {
    public Priced {
        Objects.requireNonNull(errorShare, "errorShare");
        Objects.requireNonNull(perThousandCalls, "perThousandCalls");
    }

    /// One whose every answer is right or wrong.
    public static Priced of(String id, String title, double score, Optional<Money> perThousand) {
        return new Priced(id, title, score, OptionalDouble.of(1 - score), perThousand, false, 0);
    }

    /// Of one call; empty where unknown.
    OptionalDouble perCall() {
        return perThousandCalls.isPresent()
                ? OptionalDouble.of(perThousandCalls.get().amount() / 1000)
                : OptionalDouble.empty();
    }
}
