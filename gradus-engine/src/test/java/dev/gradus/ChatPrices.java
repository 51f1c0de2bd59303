package dev.gradus;

import dev.gradus.cost.Price;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// A price book that knows every chat model.
record ChatPrices(Function<ModelName, Price> priced) implements PriceBook {
    /// @param prompt of a million tokens, in USD
    /// @param completion of a million tokens, in USD
    static Price price(ModelName model, double prompt, double completion) {
        return price(model, prompt, completion, OptionalDouble.empty());
    }

    /// @param batchFactor of a call in a batch; empty where there is none
    static Price price(
            ModelName model, double prompt, double completion, OptionalDouble batchFactor) {
        return new Price(
                model,
                OptionalDouble.of(prompt),
                OptionalDouble.empty(),
                OptionalDouble.of(completion),
                batchFactor,
                "USD",
                OptionalLong.empty(),
                "",
                Optional.empty(),
                LocalDate.of(2026, 1, 1),
                "test");
    }

    @Override
    public Optional<Price> price(ModelName model) {
        return Optional.of(priced.apply(model));
    }

    @Override
    public List<Price> prices() {
        return List.of();
    }
}
