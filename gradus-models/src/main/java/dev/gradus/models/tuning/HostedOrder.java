package dev.gradus.models.tuning;

import dev.gradus.canonical.Canonical;
import dev.gradus.canonical.Printed;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobOrder;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// A tuning as it is wanted.
///
/// @param train what is learned from: lines of JSON as `TrainingLines` writes them, 1 to 1,000,000
/// @param validation what the provider measures the loss on; may be empty
/// @param tokens of one epoch, counted or estimated, 1 or more
/// @param way the method with its settings
/// @param suffix in the tuned model's name
/// @param seed of the provider's random choices
/// @param budget what training may cost; empty for no limit
public record HostedOrder(
        List<String> train,
        List<String> validation,
        long tokens,
        JobOrder.Way way,
        Optional<String> suffix,
        OptionalLong seed,
        Optional<Money> budget) {
    private static final int MOST_LINES = 1_000_000;

    public HostedOrder {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        Objects.requireNonNull(way, "way");
        Objects.requireNonNull(suffix, "suffix");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(budget, "budget");
        if (tokens < 1) {
            throw new IllegalArgumentException("an epoch has 1 token or more, not " + tokens);
        }
        if (train.isEmpty() || train.size() + (long) validation.size() > MOST_LINES) {
            throw new GradusException.Data(
                    "there are "
                            + (train.size() + (long) validation.size())
                            + " examples to tune on, and 1 to 1,000,000 can be handed over.");
        }
    }

    /// Tokens that are trained on, each epoch counted.
    public long trainedTokens() {
        return tokens * way.settings().epochs();
    }

    /// The same for the same base, examples, method, settings, suffix and seed. The budget is no
    /// part of it.
    String mark(ModelName base) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            add(hash, Canonical.name(base.provider(), base.model()));
            add(hash, Canonical.printed(way.printed()));
            add(hash, Canonical.printed(Printed.optional(suffix, Printed::text)));
            add(hash, Canonical.printed(Printed.optional(seed)));
            train.forEach(line -> add(hash, Canonical.text(line)));
            add(hash, Canonical.text("validation"));
            validation.forEach(line -> add(hash, Canonical.text(line)));
            return HexFormat.of().formatHex(hash.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest hash, Canonical part) {
        hash.update(part.bytes());
        hash.update((byte) '\n');
    }
}
