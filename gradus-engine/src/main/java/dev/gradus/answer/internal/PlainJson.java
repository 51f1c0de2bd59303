package dev.gradus.answer.internal;

import dev.gradus.canonical.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as plain values: maps, lists, texts, [BigDecimal], truth values and [Null].
public final class PlainJson {
    private static final int LONGEST_PLAIN_NUMBER = 40;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final JsonMapper FIRST_DOCUMENT =
            MAPPER.rebuild().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /// JSON's null.
    public enum Null {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    private PlainJson() {}

    /// The document, where the whole text is one; a key may stand once in an object.
    public static Optional<Object> read(String text) {
        if (!beginsLikeJson(text)) {
            return Optional.empty();
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(plain(node));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    /// False for what models say in plain words: they say it in every reply, and to have the parser
    /// find it out costs an exception each time.
    private static boolean beginsLikeJson(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        if (start == text.length()) {
            return false;
        }
        return switch (text.charAt(start)) {
            case '{', '[', '"', '-' -> true;
            case 't' -> text.startsWith("true", start);
            case 'f' -> text.startsWith("false", start);
            case 'n' -> text.startsWith("null", start);
            default -> Character.isDigit(text.charAt(start));
        };
    }

    /// The document that the text begins with, and where it ends; whatever follows.
    static Optional<Start> readStart(String text) {
        try (JsonParser parser = FIRST_DOCUMENT.createParser(text)) {
            JsonNode node = FIRST_DOCUMENT.readTree(parser);
            long end = parser.currentLocation().getCharOffset();
            return Optional.of(new Start(plain(node), (int) end));
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    /// @param end the place after the document's last character
    record Start(Object document, int end) {}

    /// Compact, keys sorted, numbers in their shortest plain form: the same for the same document.
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isString() ? node.stringValue() : Null.NULL;
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                out.append('{');
                Iterator<? extends Map.Entry<?, ?>> entries =
                        new TreeMap<>(map).entrySet().iterator();
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    quote((String) entry.getKey(), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    out.append(entries.hasNext() ? "," : "");
                }
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                Iterator<?> items = list.iterator();
                while (items.hasNext()) {
                    write(items.next(), out);
                    out.append(items.hasNext() ? "," : "");
                }
                out.append(']');
            }
            case String text -> quote(text, out);
            case BigDecimal number -> out.append(shortest(number));
            default -> out.append(value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        String whole = CanonicalJson.write(Map.of("", text));
        out.append(whole, "{\"\":".length(), whole.length() - 1);
    }

    private static String shortest(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        long digits = (long) bare.precision() + Math.abs((long) bare.scale());
        return digits <= LONGEST_PLAIN_NUMBER ? bare.toPlainString() : bare.toString();
    }
}
