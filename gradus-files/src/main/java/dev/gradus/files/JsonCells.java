package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The fields of a JSON object as cells. Texts, numbers and truth values are cells; a list or an
/// object is one only where the column takes it, as the JSON that stands there.
///
/// @param file which has the object
/// @param row what an object is called there, `line` or `item`
record JsonCells(InputFile file, String row) {
    static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(LineReader.LONGEST)
                                    .maxNestingDepth(100)
                                    .build())
                    .build();

    sealed interface Field {
        record Text(String text) implements Field {}

        record Nested(String json) implements Field {}

        record Null() implements Field {}
    }

    /// One cell per column.
    String[] cells(long line, Map<String, Field> fields, List<Table.Column> wanted) {
        String[] cells = new String[wanted.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(line, fields, wanted.get(i));
        }
        return cells;
    }

    private String cell(long line, Map<String, Field> fields, Table.Column column) {
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
        if (text.length() > Table.LONGEST_CELL) {
            throw Table.tooLong(file, line, column.name());
        }
        return text;
    }

    private GradusException absent(long line, List<String> names, Table.Column column) {
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

    private GradusException isNull(long line, Table.Column column) {
        return file.problem(
                line,
                "field "
                        + Quoted.value(column.name())
                        + " is null. Write its text, or take the "
                        + row
                        + " out.");
    }

    private GradusException nested(long line, Field.Nested nested, Table.Column column) {
        return file.problem(
                line,
                "field "
                        + Quoted.value(column.name())
                        + (nested.json().startsWith("{") ? " is an object" : " is a list")
                        + ", and text is wanted. Write it out as the one text that is meant.");
    }

    GradusException broken(long line, long column, JacksonException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("").strip();
        return file.problem(line, column, "this is not JSON: " + reason + ". Fix the " + row + ".");
    }

    static String what(JsonToken first) {
        return first == JsonToken.START_ARRAY ? "an array" : "a single value";
    }
}
