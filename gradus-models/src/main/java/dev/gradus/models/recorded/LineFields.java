package dev.gradus.models.recorded;

import dev.gradus.files.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The fields of a JSON object, each asked for by the kind it must be. Null is absent.
///
/// @param path of the object, as in `reply.`; empty for the line
record LineFields(String path, Map<?, ? extends @Nullable Object> fields) {
    private static final long MOST = 1_000_000_000_000L;

    String text(String name) {
        return optionalText(name)
                .orElseThrow(() -> new IllegalArgumentException(path + name + " is missing"));
    }

    Optional<String> optionalText(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw wrong(name, value, "a text");
    }

    OptionalLong whole(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long number && number >= 0 && number <= MOST) {
            return OptionalLong.of(number);
        }
        throw wrong(name, value, "a whole number, 0 or more,");
    }

    /// 0 or more.
    OptionalDouble amount(String name) {
        OptionalDouble number = number(name);
        if (number.isPresent() && !(number.getAsDouble() >= 0 && number.getAsDouble() <= MOST)) {
            throw wrong(name, number.getAsDouble(), "a number, 0 or more,");
        }
        return number;
    }

    OptionalDouble number(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return OptionalDouble.of(number.doubleValue());
        }
        throw wrong(name, value, "a number");
    }

    LineFields object(String name) {
        return optionalObject(name)
                .orElseThrow(() -> new IllegalArgumentException(path + name + " is missing"));
    }

    Optional<LineFields> optionalObject(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new LineFields(path + name + ".", map));
        }
        throw wrong(name, value, "an object");
    }

    List<LineFields> objects(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(name, value, "a list");
        }
        List<LineFields> objects = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, value, "a list of objects");
            }
            objects.add(new LineFields(path + name + "[" + objects.size() + "].", map));
        }
        return objects;
    }

    private IllegalArgumentException wrong(String name, Object value, String wanted) {
        return new IllegalArgumentException(
                path
                        + name
                        + " is "
                        + Quoted.value(String.valueOf(value))
                        + ", and "
                        + wanted
                        + " is wanted");
    }
}
