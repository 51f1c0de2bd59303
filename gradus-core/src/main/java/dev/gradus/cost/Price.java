package dev.gradus.cost;

import dev.gradus.chat.Usage;
import dev.gradus.task.ModelName;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a model costs and can, on a day, by a source. What is empty is unknown, never 0.
///
/// @param model as used in the task file
/// @param promptPerMillion tokens read, in `currency`
/// @param cachedPerMillion tokens read from the provider's prompt cache; the full price where empty
/// @param completionPerMillion tokens written, thinking included
/// @param batchFactor what a batch endpoint charges, as a share of the above; empty where there is
///   none
/// @param currency ISO 4217
/// @param contextTokens the most it reads and writes in one call
/// @param tuning whether the provider tunes it: `yes`, `no`, or what is known, in words; empty
///   where unknown
/// @param shutdown the day from which it no longer answers, where announced
/// @param asOf the day on which the row was true
/// @param source where it stands
/// @param tuningFacts the same in a form to reckon with
public record Price(
        ModelName model,
        OptionalDouble promptPerMillion,
        OptionalDouble cachedPerMillion,
        OptionalDouble completionPerMillion,
        OptionalDouble batchFactor,
        String currency,
        OptionalLong contextTokens,
        String tuning,
        Optional<LocalDate> shutdown,
        LocalDate asOf,
        String source,
        TuningFacts tuningFacts) {
    private static final double MILLION = 1e6;

    public Price {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(currency, "currency");
        Objects.requireNonNull(contextTokens, "contextTokens");
        Objects.requireNonNull(tuning, "tuning");
        Objects.requireNonNull(shutdown, "shutdown");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(tuningFacts, "tuningFacts");
        notNegative(promptPerMillion);
        notNegative(cachedPerMillion);
        notNegative(completionPerMillion);
        notNegative(batchFactor);
    }

    /// A price of which nothing is known about tuning but words.
    public Price(
            ModelName model,
            OptionalDouble promptPerMillion,
            OptionalDouble cachedPerMillion,
            OptionalDouble completionPerMillion,
            OptionalDouble batchFactor,
            String currency,
            OptionalLong contextTokens,
            String tuning,
            Optional<LocalDate> shutdown,
            LocalDate asOf,
            String source) {
        this(
                model,
                promptPerMillion,
                cachedPerMillion,
                completionPerMillion,
                batchFactor,
                currency,
                contextTokens,
                tuning,
                shutdown,
                asOf,
                source,
                TuningFacts.unknown());
    }

    /// The same price with what is known of tuning.
    public Price withTuningFacts(TuningFacts facts) {
        return new Price(
                model,
                promptPerMillion,
                cachedPerMillion,
                completionPerMillion,
                batchFactor,
                currency,
                contextTokens,
                tuning,
                shutdown,
                asOf,
                source,
                facts);
    }

    /// The money that a call cost, in `currency`; empty where a price or a count of tokens is
    /// unknown.
    public OptionalDouble of(Usage usage) {
        if (promptPerMillion.isEmpty()
                || completionPerMillion.isEmpty()
                || usage.prompt().isEmpty()
                || usage.completion().isEmpty()) {
            return OptionalDouble.empty();
        }
        long read = usage.prompt().getAsLong();
        long cached = Math.min(read, usage.cached().orElse(0));
        double full = promptPerMillion.getAsDouble();
        return OptionalDouble.of(
                ((read - cached) * full
                                + cached * cachedPerMillion.orElse(full)
                                + usage.completion().getAsLong()
                                        * completionPerMillion.getAsDouble())
                        / MILLION);
    }

    /// What the model costs through its provider's batch endpoint; the same where no such price is
    /// known.
    public Price batched() {
        return new Price(
                model,
                batched(promptPerMillion),
                batched(cachedPerMillion),
                batched(completionPerMillion),
                batchFactor,
                currency,
                contextTokens,
                tuning,
                shutdown,
                asOf,
                source,
                tuningFacts);
    }

    private OptionalDouble batched(OptionalDouble price) {
        return price.isPresent()
                ? OptionalDouble.of(price.getAsDouble() * batchFactor.orElse(1))
                : price;
    }

    private static void notNegative(OptionalDouble price) {
        if (price.isPresent() && !(price.getAsDouble() >= 0)) {
            throw new IllegalArgumentException("a price is 0 or more, not " + price.getAsDouble());
        }
    }
}
