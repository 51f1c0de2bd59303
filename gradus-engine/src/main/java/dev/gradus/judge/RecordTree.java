package dev.gradus.judge;

import dev.gradus.task.Money;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A public record as a tree of maps, lists, texts, numbers and booleans: its components by their
/// names, in their order; what is empty is null.
final class RecordTree {
    private RecordTree() {}

    static Map<String, @Nullable Object> of(Record one) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            tree.put(component.getName(), plain(value(one, component)));
        }
        return tree;
    }

    private static @Nullable Object value(Record one, RecordComponent component) {
        try {
            return component.getAccessor().invoke(one);
        } catch (IllegalAccessException | InvocationTargetException closed) {
            throw new IllegalStateException(component + " cannot be read", closed);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> maybe -> plain(maybe.orElse(null));
            case OptionalDouble maybe -> maybe.isPresent() ? maybe.getAsDouble() : null;
            case OptionalLong maybe -> maybe.isPresent() ? maybe.getAsLong() : null;
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case Money money -> JudgeJson.money(Optional.of(money));
            case List<?> list -> list.stream().map(RecordTree::plain).toList();
            case Record inner -> of(inner);
            default -> value;
        };
    }
}
