package dev.gradus.spi;

import dev.gradus.cost.Price;
import dev.gradus.task.ModelName;
import java.util.List;
import java.util.Optional;

/// Dated prices of models. A model that is not in it has an unknown cost, never 0.
public interface PriceBook {
    /// What is known of a model; empty where nothing is.
    Optional<Price> price(ModelName model);

    /// Every model it knows, by name.
    List<Price> prices();

    /// No prices at all.
    static PriceBook empty() {
        return new PriceBook() {
            @Override
            public Optional<Price> price(ModelName model) {
                return Optional.empty();
            }

            @Override
            public List<Price> prices() {
                return List.of();
            }
        };
    }
}
