package dev.gradus.canonical;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.Function;

/// The form in which identities stand that were given before there was `Canonical`: what records
/// printed then, written out component by component. It never follows a record that is changed
/// since: a component that is added is left out of it at its default, so that the ledgers, jobs and
/// pilots of those days are found again.
public final class Printed {
    private static final Printed NONE = new Printed("Optional.empty");
    private final String text;

    private Printed(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    public static Printed text(String text) {
        return new Printed(text);
    }

    public static Printed number(long number) {
        return new Printed(Long.toString(number));
    }

    public static Printed number(double number) {
        return new Printed(Double.toString(number));
    }

    public static Printed truth(boolean truth) {
        return new Printed(Boolean.toString(truth));
    }

    public static Printed word(Enum<?> word) {
        return new Printed(word.name());
    }

    public static Printed name(String provider, String model) {
        return new Printed(provider + "/" + model);
    }

    public static Printed duration(Duration duration) {
        return new Printed(duration.toString());
    }

    public static Printed day(LocalDate day) {
        return new Printed(day.toString());
    }

    public static <T> Printed optional(Optional<T> value, Function<T, Printed> form) {
        return value.map(one -> new Printed("Optional[" + form.apply(one).text + "]")).orElse(NONE);
    }

    public static Printed optional(OptionalInt value) {
        return new Printed(
                value.isPresent() ? "OptionalInt[" + value.getAsInt() + "]" : "OptionalInt.empty");
    }

    public static Printed optional(OptionalLong value) {
        return new Printed(
                value.isPresent()
                        ? "OptionalLong[" + value.getAsLong() + "]"
                        : "OptionalLong.empty");
    }

    public static Printed optional(OptionalDouble value) {
        return new Printed(
                value.isPresent()
                        ? "OptionalDouble[" + value.getAsDouble() + "]"
                        : "OptionalDouble.empty");
    }

    public static <T> Printed list(List<T> list, Function<T, Printed> form) {
        StringJoiner joined = new StringJoiner(", ", "[", "]");
        list.forEach(one -> joined.add(form.apply(one).text));
        return new Printed(joined.toString());
    }

    /// @param order of the keys, as the map was printed
    public static <T> Printed map(
            List<String> order, Map<String, T> map, Function<T, Printed> form) {
        StringJoiner joined = new StringJoiner(", ", "{", "}");
        for (String key : order) {
            T value = map.get(key);
            if (value == null) {
                throw new IllegalArgumentException("there is no '" + key + "' to print");
            }
            joined.add(key + "=" + form.apply(value).text);
        }
        return new Printed(joined.toString());
    }

    /// A record of this name; its components follow.
    public static Parts record(String name) {
        return new Parts(name);
    }

    /// The components of a record, in order.
    public static final class Parts {
        private final String name;
        private final StringJoiner joined = new StringJoiner(", ", "[", "]");

        private Parts(String name) {
            this.name = name;
        }

        public Parts with(String component, Printed value) {
            joined.add(component + "=" + value.text);
            return this;
        }

        public Printed end() {
            return new Printed(name + joined);
        }
    }
}
