package dev.gradus.files;

import dev.gradus.files.JsonCells.Field;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/// A JSON array of objects ([JsonCells]), or an object in which one list holds them, as in `{
/// "data": [ ... ] }`. An object's place is the line on which it begins.
record JsonArrayTable(InputFile file) implements Table {

    private interface Items {
        /// @return false where no more are wanted
        boolean item(long line, Map<String, Field> fields);
    }

    @Override
    public List<String> columns() {
        List<String> names = new ArrayList<>();
        items((line, fields) -> {
            names.addAll(fields.keySet());
            return false;
        });
        return names;
    }

    @Override
    public void rows(List<Column> wanted, Rows rows) {
        JsonCells json = new JsonCells(file, "item");
        long[] count = {0};
        items((line, fields) -> {
            if (++count[0] > MOST_ROWS) {
                throw Table.tooManyRows(file, line);
            }
            rows.row(line, json.cells(line, fields, wanted));
            return true;
        });
    }

    private void items(Items told) {
        try (Utf8Reader text = new Utf8Reader(file);
                JsonParser parser = JsonCells.JSON.createParser(ObjectReadContext.empty(), text)) {
            toList(parser);
            boolean any = false;
            boolean more = true;
            while (more && parser.nextToken() != JsonToken.END_ARRAY) {
                long line = parser.currentTokenLocation().getLineNr();
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw file.problem(
                            line,
                            "an item of the list is "
                                    + JsonCells.what(parser.currentToken())
                                    + ", and objects are wanted. Write each row as { ... }.");
                }
                any = true;
                more = told.item(line, fields(parser));
            }
            if (!any) {
                throw file.problem("the list is empty. Write one object for each row.");
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        } catch (JacksonException e) {
            throw new JsonCells(file, "file")
                    .broken(
                            Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                            Math.max(
                                    1, e.getLocation() == null ? 1 : e.getLocation().getColumnNr()),
                            e);
        }
    }

    /// Leads to the start of the list.
    private void toList(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    return;
                }
                parser.skipChildren();
            }
        } else if (first == JsonToken.START_ARRAY) {
            return;
        }
        throw new GradusException.Data(
                file.shown()
                        + ": there is no list of objects. Write [ { ... }, { ... } ], or one object a line in a .jsonl.");
    }

    /// The structure as it stands, but for white space.
    private static String copy(JsonParser parser) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JsonCells.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.copyCurrentStructureExact(parser);
        }
        return out.toString();
    }

    private static Map<String, Field> fields(JsonParser parser) {
        Map<String, Field> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            fields.put(
                    name,
                    token == JsonToken.VALUE_NULL
                            ? new Field.Null()
                            : token.isStructStart()
                                    ? new Field.Nested(copy(parser))
                                    : new Field.Text(parser.getString()));
        }
        return fields;
    }
}
