package dev.gradus.files;

import dev.gradus.cost.Price;
import dev.gradus.task.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What a newer price table says otherwise than the book before it, each list by name.
///
/// @param added models that were not known
/// @param dearer models of which something costs more now, and nothing less
/// @param cheaper models of which something costs less now, and nothing more
/// @param otherwise models of which one price rose and another fell, became known, or is in another
///   currency
/// @param gone models of the same providers that the newer table does not name any more
/// @param same how many say what they said
public record PriceChanges(
        List<Price> added,
        List<Change> dearer,
        List<Change> cheaper,
        List<Change> otherwise,
        List<Price> gone,
        int same) {

    /// @param before what the older book says
    /// @param after what the newer table says
    public record Change(Price before, Price after) {
        public ModelName model() {
            return after.model();
        }
    }

    public PriceChanges {
        added = List.copyOf(added);
        dearer = List.copyOf(dearer);
        cheaper = List.copyOf(cheaper);
        otherwise = List.copyOf(otherwise);
        gone = List.copyOf(gone);
    }

    /// The changes from one book to another.
    public static PriceChanges between(PriceBookFile before, PriceBookFile after) {
        List<Price> added = new ArrayList<>();
        List<Change> dearer = new ArrayList<>();
        List<Change> cheaper = new ArrayList<>();
        List<Change> otherwise = new ArrayList<>();
        int same = 0;
        for (Price price : after.prices()) {
            if (before.price(price.model()).isEmpty()) {
                added.add(price);
                continue;
            }
            Change change = new Change(before.price(price.model()).orElseThrow(), price);
            switch (direction(change)) {
                case SAME -> same++;
                case DEARER -> dearer.add(change);
                case CHEAPER -> cheaper.add(change);
                case OTHERWISE -> otherwise.add(change);
            }
        }
        return new PriceChanges(added, dearer, cheaper, otherwise, gone(before, after), same);
    }

    private enum Direction {
        SAME,
        DEARER,
        CHEAPER,
        OTHERWISE
    }

    private static List<Price> gone(PriceBookFile before, PriceBookFile after) {
        List<String> providers =
                after.prices().stream().map(price -> price.model().provider()).distinct().toList();
        return before.prices().stream()
                .filter(price -> after.price(price.model()).isEmpty())
                .filter(price -> providers.contains(price.model().provider()))
                .toList();
    }

    private static Direction direction(Change change) {
        Price before = change.before();
        Price after = change.after();
        if (!before.currency().equals(after.currency())) {
            return Direction.OTHERWISE;
        }
        boolean rose = false;
        boolean fell = false;
        OptionalDouble[] old = amounts(before);
        OptionalDouble[] now = amounts(after);
        for (int i = 0; i < old.length; i++) {
            if (old[i].isPresent() != now[i].isPresent()) {
                return Direction.OTHERWISE;
            }
            if (old[i].isPresent()) {
                int order = Double.compare(now[i].getAsDouble(), old[i].getAsDouble());
                rose |= order > 0;
                fell |= order < 0;
            }
        }
        return rose && fell
                ? Direction.OTHERWISE
                : rose ? Direction.DEARER : fell ? Direction.CHEAPER : Direction.SAME;
    }

    private static OptionalDouble[] amounts(Price price) {
        return new OptionalDouble[] {
            price.promptPerMillion(),
            price.completionPerMillion(),
            price.cachedPerMillion().isPresent()
                    ? price.cachedPerMillion()
                    : price.promptPerMillion()
        };
    }
}
