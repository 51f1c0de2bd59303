package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// JSON to and from plain Java values.
///
/// Written: maps in their order, collections, texts, truth values, finite numbers, optionals (an
/// empty one as null) and null. Read: `LinkedHashMap`, `ArrayList`, `String`, `Boolean`, `Long` for
/// a whole number that fits, `Double` for any other, and null.
public final class JsonText {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(200)
                                    .maxStringLength(16 << 20)
                                    .build())
                    .build();

    private static final JsonFactory LOOSE =
            JSON.rebuild().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonText() {}

    /// One line.
    public static String write(@Nullable Object tree) {
        return write(tree, ObjectWriteContext.empty());
    }

    /// Indented by two spaces, with a line end after the last line.
    public static String writePretty(Map<String, ? extends @Nullable Object> tree) {
        return write(tree, new Indented()) + "\n";
    }

    /// Reads any JSON value.
    ///
    /// @param shown the name of the text in messages: `verdict.json`
    /// @throws GradusException.Data with line and column, where the text is no JSON, or a key
    ///   stands twice
    public static @Nullable Object parse(String text, String shown) {
        return parse(JSON.createParser(ObjectReadContext.empty(), text), shown, JsonText::value);
    }

    /// The list or object that a cell holds; the text itself where it holds none.
    static Object orText(String cell) {
        if (!cell.startsWith("{") && !cell.startsWith("[")) {
            return cell;
        }
        try {
            return Objects.requireNonNullElse(parse(cell, "cell"), "");
        } catch (GradusException.Data noJson) {
            return cell;
        }
    }

    /// Reads any JSON value, with the bare `NaN` and `Infinity` that Python writes; they are
    /// numbers that are none.
    ///
    /// @throws GradusException.Data as in `parse`
    public static @Nullable Object parseLoosely(String text, String shown) {
        return parse(LOOSE.createParser(ObjectReadContext.empty(), text), shown, JsonText::value);
    }

    /// Closes the parser.
    private static @Nullable Object parse(JsonParser opened, String shown, Root root) {
        try (JsonParser parser = opened) {
            if (parser.nextToken() == null) {
                throw new GradusException.Data(
                        shown + ": there is no JSON in it. Write a JSON value.");
            }
            Object value = root.value(parser);
            if (parser.nextToken() != null) {
                throw problem(
                        shown,
                        parser.currentTokenLocation(),
                        "more follows after the first value. Take it out.");
            }
            return value;
        } catch (JacksonIOException e) {
            throw new GradusException.Data(
                    shown + " cannot be read (" + e.getOriginalMessage() + "). Look at the file.");
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
            throw problem(
                    shown, e.getLocation(), "this is not JSON: " + reason + ". Fix the line.");
        }
    }

    /// Reads a JSON object.
    ///
    /// @throws GradusException.Data as in `parse`, and where the value is no object
    public static Map<String, @Nullable Object> parseObject(String text, String shown) {
        return object(parse(text, shown), shown);
    }

    /// Reads a JSON object, telling of the items of one of its lists as they come: the list itself
    /// is left empty, so that a long one takes no memory. Closes the reader.
    ///
    /// @param list the name of the list in the object
    /// @throws GradusException.Data as in `parseObject`
    static Map<String, @Nullable Object> parseObject(
            Reader text, String shown, String list, Consumer<@Nullable Object> item) {
        return object(
                parse(
                        JSON.createParser(ObjectReadContext.empty(), text),
                        shown,
                        parser ->
                                parser.currentToken() == JsonToken.START_OBJECT
                                        ? map(parser, name -> name.equals(list) ? item : null)
                                        : value(parser)),
                shown);
    }

    /// Reads the outermost value.
    private interface Root {
        @Nullable Object value(JsonParser parser);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object value, String shown) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new GradusException.Data(
                shown + ":1:1: a JSON object is wanted here. Write { ... }.");
    }

    private static String write(@Nullable Object tree, ObjectWriteContext context) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(context, out)) {
            write(json, tree);
        }
        return out.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeName((String) entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case Collection<?> list -> {
                json.writeStartArray();
                list.forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case CharSequence text -> json.writeString(text.toString());
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Number number when Double.isFinite(number.doubleValue()) ->
                    json.writeNumber(number.doubleValue());
            case Optional<?> optional -> write(json, optional.orElse(null));
            case OptionalDouble optional ->
                    write(json, optional.isPresent() ? optional.getAsDouble() : null);
            case OptionalLong optional ->
                    write(json, optional.isPresent() ? optional.getAsLong() : null);
            default -> throw new IllegalArgumentException("no JSON value: " + value);
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> map(parser, name -> null);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                items(parser, list::add);
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? (Object) parser.getDoubleValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw new AssertionError("no JSON text has the token " + token);
        };
    }

    /// @param told who is told of the items of the list of this name; null where it is kept
    private static Map<String, @Nullable Object> map(
            JsonParser parser, Function<String, @Nullable Consumer<@Nullable Object>> told) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Consumer<@Nullable Object> item = told.apply(name);
            if (parser.nextToken() == JsonToken.START_ARRAY && item != null) {
                items(parser, item);
                map.put(name, List.of());
            } else {
                map.put(name, value(parser));
            }
        }
        return map;
    }

    private static void items(JsonParser parser, Consumer<@Nullable Object> item) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.accept(value(parser));
        }
    }

    private static GradusException problem(
            String shown, @Nullable TokenStreamLocation location, String text) {
        int line = location == null ? 1 : Math.max(1, location.getLineNr());
        int column = location == null ? 1 : Math.max(1, location.getColumnNr());
        return new GradusException.Data(shown + ":" + line + ":" + column + ": " + text);
    }

    /// Two spaces, `\n` on every system.
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter()
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
