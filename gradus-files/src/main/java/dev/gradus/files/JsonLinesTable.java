package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// One JSON object a line. Texts, numbers and truth values are cells; a list or an object is one
/// only where the column takes it, as the JSON that stands there.
record JsonLinesTable(InputFile file) implements Table {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(LineReader.LONGEST)
                                    .maxNestingDepth(100)
                                    .build())
                    .build();

    private sealed interface Field {
        record Text(String text) implements Field {}

        record Nested(String json) implements Field {}

        record Null() implements Field {}
    }

    @Override
    public List<String> columns() {
        try (LineReader lines = new LineReader(file)) {
            String first = lines.next().orElseThrow(this::empty);
            return List.copyOf(fields(lines.number(), first).keySet());
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    @Override
    public void rows(List<Column> wanted, Rows rows) {
        try (LineReader lines = new LineReader(file)) {
            long count = 0;
            for (Optional<String> text = lines.next(); text.isPresent(); text = lines.next()) {
                if (++count > MOST_ROWS) {
                    throw Table.tooManyRows(file, lines.number());
                }
                Map<String, Field> fields = fields(lines.number(), text.get());
                String[] cells = new String[wanted.size()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = cell(lines.number(), fields, wanted.get(i));
                }
                rows.row(lines.number(), cells);
            }
            if (count == 0) {
                throw empty();
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private String cell(long line, Map<String, Field> fields, Column column) {
        Field field = fields.get(column.name());
        if (field == null) {
            if (column.required()) {
                throw absent(line, List.copyOf(fields.keySet()), column);
            }
            return "";
        }
        String text =
                switch (field) {
                    case Field.Text plain -> plain.text();
                    case Field.Nested nested when column.nested() -> nested.json();
                    case Field.Nested nested -> throw nested(line, nested, column);
                    case Field.Null none when column.required() -> throw isNull(line, column);
                    case Field.Null none -> "";
                };
        if (text.length() > LONGEST_CELL) {
            throw Table.tooLong(file, line, column.name());
        }
        return text;
    }

    private GradusException absent(long line, List<String> names, Column column) {
        return file.problem(
                line,
                "there is no field "
                        + Quoted.value(column.name())
                        + Closest.hint(column.name(), names)
                        + "; the fields are "
                        + Table.listed(names)
                        + ". "
                        + column.remedy());
    }

    private GradusException isNull(long line, Column column) {
        return file.problem(
                line,
                "field "
                        + Quoted.value(column.name())
                        + " is null. Write its text, or take the line out.");
    }

    private GradusException nested(long line, Field.Nested nested, Column column) {
        return file.problem(
                line,
                "field "
                        + Quoted.value(column.name())
                        + (nested.json().startsWith("{") ? " is an object" : " is a list")
                        + ", and text is wanted. Write it out as the one text that is meant.");
    }

    private Map<String, Field> fields(long line, String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw file.problem(
                        line,
                        "this line is "
                                + (first == JsonToken.START_ARRAY ? "an array" : "a single value")
                                + ", and one JSON object a line is wanted. Write each row as { ... } on a line of its own.");
            }
            Map<String, Field> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                fields.put(name, field(parser, text));
            }
            if (parser.nextToken() != null) {
                throw file.problem(
                        line,
                        column(parser.currentTokenLocation()),
                        "more follows after the object. Write one object a line.");
            }
            return fields;
        } catch (JacksonException e) {
            throw broken(line, e);
        }
    }

    private static Field field(JsonParser parser, String text) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return new Field.Null();
        }
        if (!token.isStructStart()) {
            return new Field.Text(parser.getString());
        }
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return new Field.Nested(
                text.substring(from, (int) parser.currentLocation().getCharOffset()));
    }

    private GradusException broken(long line, JacksonException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
        return file.problem(
                line, column(e.getLocation()), "this is not JSON: " + reason + ". Fix the line.");
    }

    private static long column(@Nullable TokenStreamLocation location) {
        return location == null ? 1 : Math.max(1, location.getColumnNr());
    }

    private GradusException empty() {
        return file.problem("the file is empty. Write one JSON object a line.");
    }
}
