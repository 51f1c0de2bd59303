package dev.gradus.document;

import dev.gradus.task.Money;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A record as a tree of maps, lists, texts, numbers and booleans, for any JSON writer: a key for
/// each component, in their order, by its name. What is empty is null; an amount is a map of amount
/// and currency; a constant is its name in lower case with dashes; a record inside is a tree
/// inside.
public final class RecordTree {
    private RecordTree() {}

    /// The tree of `document`.
    ///
    /// @throws IllegalArgumentException where a component is of a kind that no JSON has
    public static Map<String, @Nullable Object> of(Record document) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : document.getClass().getRecordComponents()) {
            tree.put(component.getName(), value(read(document, component)));
        }
        return tree;
    }

    private static Object read(Record document, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(document);
        } catch (IllegalAccessException | InvocationTargetException wrong) {
            throw new IllegalStateException(
                    "component " + component.getName() + " cannot be read", wrong);
        }
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case Number number -> finite(number);
            case Optional<?> maybe -> value(maybe.orElse(null));
            case OptionalDouble maybe -> maybe.isPresent() ? value(maybe.getAsDouble()) : null;
            case OptionalInt maybe -> maybe.isPresent() ? maybe.getAsInt() : null;
            case OptionalLong maybe -> maybe.isPresent() ? maybe.getAsLong() : null;
            case Money money -> money(money);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case List<?> list -> list(list);
            case Record record -> of(record);
            default ->
                    throw new IllegalArgumentException(
                            "no JSON value: " + value.getClass().getName());
        };
    }

    private static Number finite(Number number) {
        if (!Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("no JSON value: " + number);
        }
        return number;
    }

    private static Map<String, @Nullable Object> money(Money money) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("amount", money.amount());
        tree.put("currency", money.currency());
        return tree;
    }

    private static List<@Nullable Object> list(List<?> list) {
        List<@Nullable Object> tree = new ArrayList<>();
        list.forEach(one -> tree.add(value(one)));
        return tree;
    }
}
