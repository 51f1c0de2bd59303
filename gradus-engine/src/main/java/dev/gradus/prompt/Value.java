package dev.gradus.prompt;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What values mean: Jinja's truth, and the words a value is printed as.
final class Value {
    private Value() {}

    /// False for nothing, false, 0, the empty text, list and map.
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case CharSequence text -> !text.isEmpty();
            case Collection<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /// The words, at most a prompt long.
    static String text(@Nullable Object value, int line) {
        if (value instanceof String text && text.length() <= PebbleRenderer.MAX_TEXT) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        write(value, out, line);
        return out.toString();
    }

    static void write(@Nullable Object value, StringBuilder out, int line) {
        switch (value) {
            case null -> {}
            case Collection<?> list -> {
                out.append('[');
                Iterator<?> items = list.iterator();
                while (items.hasNext()) {
                    write(items.next(), out, line);
                    out.append(items.hasNext() ? ", " : "");
                }
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    out.append(entry.getKey()).append(": ");
                    write(entry.getValue(), out, line);
                    out.append(entries.hasNext() ? ", " : "");
                }
                out.append('}');
            }
            default -> out.append(value);
        }
        if (out.length() > PebbleRenderer.MAX_TEXT) {
            throw Work.tooLong(line);
        }
    }
}
