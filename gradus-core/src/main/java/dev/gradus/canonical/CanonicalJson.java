package dev.gradus.canonical;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes maps, lists, texts, booleans and numbers as JSON in one way only. It writes and never
/// reads: codecs live in gradus-files.
public final class CanonicalJson {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private CanonicalJson() {}

    /// Maps are written in their own order; canonical bytes come from sorted maps.
    ///
    /// @throws IllegalArgumentException for NaN, infinities and anything that is no map, list,
    ///   text, truth value, number or null
    public static String write(Map<String, ? extends @Nullable Object> fields) {
        StringBuilder out = new StringBuilder();
        value(out, fields);
        return out.toString();
    }

    private static void value(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(out, map);
            case List<?> list -> array(out, list);
            case String text -> text(out, text);
            case Boolean truth -> out.append(truth);
            case Integer number -> out.append(number);
            case Long number -> out.append(number);
            case Double number when Double.isFinite(number) -> out.append(number);
            default -> throw new IllegalArgumentException("not a canonical value: " + value);
        }
    }

    private static void object(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            text(out, (String) entry.getKey());
            out.append(':');
            value(out, entry.getValue());
            if (entries.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private static void array(StringBuilder out, List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(out, list.get(i));
        }
        out.append(']');
    }

    /// Runs of plain characters are copied whole: requests are kilobytes of text, and each is
    /// written to be hashed.
    private static void text(StringBuilder out, String text) {
        out.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, from, i).append('\\');
            if (c < 0x20) {
                out.append("u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                out.append(c);
            }
            from = i + 1;
        }
        out.append(text, from, text.length()).append('"');
    }
}
