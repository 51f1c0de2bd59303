package dev.gradus.files;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.schema.SchemaNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of a Parquet file as texts, by their logical types: a decimal with its scale, a date
/// as `2026-01-02`, a point in time in ISO 8601, an unsigned number without a sign. A class label
/// of Hugging Face's datasets is its name. A floating-point NaN is no value, as a null is none.
final class ParquetCells {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_LOCAL_TIME;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

    private record Cell(String column, SchemaNode node, List<String> names) {}

    private final List<Cell> cells;

    private ParquetCells(List<Cell> cells) {
        this.cells = cells;
    }

    static ParquetCells of(InputFile file, ParquetFileReader reader, List<Table.Column> wanted) {
        Map<String, List<String>> names =
                ClassLabels.of(reader.getFileMetaData().keyValueMetadata());
        List<Cell> cells = new ArrayList<>();
        for (Table.Column column : wanted) {
            SchemaNode node = reader.getFileSchema().getField(column.name());
            if (!(node instanceof SchemaNode.PrimitiveNode) && !column.nested()) {
                throw file.problem(
                        "column "
                                + Quoted.value(column.name())
                                + " holds lists or structures, and text is wanted. Write it out as a text column.");
            }
            cells.add(new Cell(column.name(), node, names.getOrDefault(column.name(), List.of())));
        }
        return new ParquetCells(List.copyOf(cells));
    }

    /// The row that the reader stands on; null where there is no value.
    @Nullable String[] of(RowReader row) {
        @Nullable String[] texts = new @Nullable String[cells.size()];
        for (int i = 0; i < texts.length; i++) {
            Cell cell = cells.get(i);
            Object value = row.isNull(cell.column()) ? null : row.getValue(cell.column());
            texts[i] = value == null ? null : text(cell, value);
        }
        return texts;
    }

    private static @Nullable String text(Cell cell, Object value) {
        if (!(cell.node() instanceof SchemaNode.PrimitiveNode node)) {
            return JsonText.write(json(value));
        }
        if (value instanceof Number number && !cell.names().isEmpty()) {
            int label = number.intValue();
            return label < 0
                    ? null
                    : label < cell.names().size()
                            ? cell.names().get(label)
                            : Integer.toString(label);
        }
        if (node.logicalType() instanceof LogicalType.IntType type && !type.isSigned()) {
            return node.type() == PhysicalType.INT32
                    ? Integer.toUnsignedString(((Number) value).intValue())
                    : Long.toUnsignedString(((Number) value).longValue());
        }
        boolean nan =
                value instanceof Double wide && wide.isNaN()
                        || value instanceof Float narrow && narrow.isNaN();
        return nan ? null : text(value);
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.toPlainString();
            case LocalTime time -> TIME.format(time);
            case LocalDateTime time -> LOCAL.format(time);
            case byte[] bytes -> text(bytes);
            default -> value.toString();
        };
    }

    /// Older writers leave texts without a type; what is no UTF-8 is shown in hexadecimal.
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            return HexFormat.of().formatHex(bytes);
        }
    }

    private static @Nullable Object json(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case PqList list -> list.values().stream().map(ParquetCells::json).toList();
            case PqStruct struct -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                for (int i = 0; i < struct.getFieldCount(); i++) {
                    fields.put(
                            struct.getFieldName(i),
                            json(struct.isNull(i) ? null : struct.getValue(i)));
                }
                yield fields;
            }
            case PqMap map -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                map.getEntries()
                        .forEach(entry ->
                                fields.put(
                                        String.valueOf(entry.getKey()),
                                        json(entry.isValueNull() ? null : entry.getValue())));
                yield fields;
            }
            case Boolean truth -> truth;
            case Double wide when !Double.isFinite(wide) -> null;
            case Float narrow when !Float.isFinite(narrow) -> null;
            case Number number -> number;
            default -> text(value);
        };
    }
}
