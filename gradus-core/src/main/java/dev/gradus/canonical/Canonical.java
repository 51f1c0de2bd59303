package dev.gradus.canonical;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Bytes that are the same in every process for the same thing: all that an identity may be made
/// of. `ContentHash` takes nothing else, so that what a record happens to print cannot become the
/// name of a climb: `Map.copyOf` iterates in another order in every process, and a component that
/// is added to a record changes what it prints.
///
/// A text that is content stands for itself; a number and a name as Java prints them; anything with
/// parts is its fields, sorted. Immutable.
public final class Canonical {
    private final String text;

    private Canonical(String text) {
        this.text = text;
    }

    /// A text that is content: an input, an id, a hash, a fixed word. Never what an object prints.
    public static Canonical text(String content) {
        return new Canonical(content);
    }

    public static Canonical number(long number) {
        return new Canonical(Long.toString(number));
    }

    public static Canonical truth(boolean truth) {
        return new Canonical(Boolean.toString(truth));
    }

    /// A model as `provider/model`.
    public static Canonical name(String provider, String model) {
        return new Canonical(provider + "/" + model);
    }

    /// In the form of ISO 8601, as in `PT1H30M`.
    public static Canonical duration(Duration duration) {
        return new Canonical(duration.toString());
    }

    /// Maps, lists, texts, truth values and numbers as JSON in one way only: keys sorted at every
    /// depth, no white space, numbers as Java prints them.
    ///
    /// @throws IllegalArgumentException for anything else, as for NaN
    public static Canonical fields(Map<String, ? extends @Nullable Object> fields) {
        return new Canonical(CanonicalJson.write(sorted(fields)));
    }

    /// A record as it was printed when its identity was first given.
    public static Canonical printed(Printed form) {
        return new Canonical(form.text());
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> fields) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        fields.forEach((key, value) -> sorted.put((String) key, inside(value)));
        return sorted;
    }

    private static @Nullable Object inside(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> sorted(map);
            case List<?> list -> list.stream().map(Canonical::inside).toList();
            case Collection<?> unordered ->
                    throw new IllegalArgumentException("not a canonical value: " + unordered);
            default -> value;
        };
    }

    /// In UTF-8.
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
