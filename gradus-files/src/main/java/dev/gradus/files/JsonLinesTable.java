package dev.gradus.files;

import dev.gradus.files.JsonCells.Field;
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
import tools.jackson.core.TokenStreamLocation;

/// One JSON object a line ([JsonCells]).
record JsonLinesTable(InputFile file) implements Table {
    private JsonCells json() {
        return new JsonCells(file, "line");
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
                rows.row(lines.number(), json().cells(lines.number(), fields, wanted));
            }
            if (count == 0) {
                throw empty();
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private Map<String, Field> fields(long line, String text) {
        try (JsonParser parser = JsonCells.JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw file.problem(
                        line,
                        "this line is "
                                + JsonCells.what(first)
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
            throw json().broken(line, column(e.getLocation()), e);
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

    private static long column(@Nullable TokenStreamLocation location) {
        return location == null ? 1 : Math.max(1, location.getColumnNr());
    }

    private GradusException empty() {
        return file.problem("the file is empty. Write one JSON object a line.");
    }
}
