package dev.gradus.files;

import dev.gradus.cost.Price;
import java.util.Objects;

/// A row of a price book.
///
/// @param price what is known of the model
/// @param kind what the model does
/// @param place where the row stands: `prices.yaml:12:3`
public record PriceRow(Price price, Kind kind, String place) {

    /// What a priced model does.
    public enum Kind {
        CHAT,
        EMBEDDING;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public PriceRow {
        Objects.requireNonNull(price, "price");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
    }
}
