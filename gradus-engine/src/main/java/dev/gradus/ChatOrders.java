package dev.gradus;

import dev.gradus.canonical.Canonical;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelTuner;
import dev.gradus.spi.ModelTuner.Order;
import dev.gradus.stats.Seeds;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/// Writes the orders of one base at its provider: that of the whole training, and those of a pilot.
///
/// @param home the ledger's folder, where a killed process finds its jobs again
record ChatOrders(Task task, ModelName base, Outside outside, Path home, long seed) {
    private static final int LONGEST_SUFFIX = 18;

    static ChatOrders of(ClimbRequest request, ModelName base, Path home) {
        return new ChatOrders(
                request.task(), base, request.outside(), home, request.options().seed());
    }

    /// Tokens of one text.
    ToIntFunction<String> counter() {
        return ModelTokens.of(base)::count;
    }

    /// Examples that may not leave this machine are handed over to nobody.
    static void refuseLocalOnly(Task task, ModelName base) {
        if (task.policy().localOnly()) {
            throw new GradusException.Usage(
                    "policy.local-only is set, and tuning "
                            + base
                            + " would hand the examples to its provider. Name an encoder as"
                            + " tuning.base, or write a recipe for your own machine with"
                            + " --export.");
        }
    }

    ProviderSettings settings() {
        return task.calling().provider(base.provider());
    }

    Optional<String> refusal(ModelTuner tuner) {
        return tuner.refusal(base, settings(), outside.place());
    }

    /// All of train.
    Order whole(ChatLessons lessons, Optional<Money> budget) {
        return of(lessons, OptionalInt.empty(), 1, budget);
    }

    /// Part of one half of train.
    ///
    /// @param size how many examples that part has
    /// @param run 1 or 2: another run has another seed
    Order pilot(ChatLessons lessons, int size, int run, Optional<Money> budget) {
        return of(lessons, OptionalInt.of(size), run, budget);
    }

    private Order of(ChatLessons lessons, OptionalInt size, int run, Optional<Money> budget) {
        int epochs = ChatQuote.epochs(task.plan().recipe());
        long own = Seeds.seed(seed, "tuning at a provider" + (run == 1 ? "" : ", run " + run));
        return new Order(
                base,
                settings(),
                outside.place(),
                lessons.learned(),
                lessons.held(),
                counter(),
                epochs,
                own,
                suffix(size, run),
                budget,
                outside.prices().price(base),
                file(lessons, epochs, own, size));
    }

    /// The task's name, as far as providers take it; a pilot's model tells its size.
    private Optional<String> suffix(OptionalInt size, int run) {
        String end = size.isPresent() ? "-p" + size.getAsInt() + (run == 1 ? "" : "r" + run) : "";
        String name = task.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String cut =
                name.substring(0, Math.min(LONGEST_SUFFIX - end.length(), name.length()))
                        .replaceAll("^-|-$", "");
        String whole = cut.isEmpty() && size.isPresent() ? end.substring(1) : cut + end;
        return whole.isEmpty() ? Optional.empty() : Optional.of(whole);
    }

    /// Of this order alone: whatever the provider would see changed is another job.
    private Path file(ChatLessons lessons, int epochs, long own, OptionalInt size) {
        ContentHash hash =
                new ContentHash()
                        .add(Canonical.text(task.name()))
                        .add(Canonical.name(base.provider(), base.model()))
                        .add(Canonical.text(settings().baseUrl().orElse("")))
                        .add(Canonical.number(epochs))
                        .add(Canonical.number(own));
        size.ifPresent(examples ->
                hash.add(Canonical.text("pilot on " + examples + " of the first half")));
        lessons.learned().forEach(lesson -> hash.add(Message.canonical(lesson)));
        lessons.held().forEach(lesson -> hash.add(Message.canonical(lesson)));
        return home.resolve("tuning")
                .resolve(
                        (size.isPresent() ? "pilot-" : "job-")
                                + hash.hex().substring(0, 16)
                                + ".json");
    }
}
