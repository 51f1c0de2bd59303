package dev.gradus.files;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// A Parquet file of flat columns; lists and structures are refused where they are asked for. A
/// row's place is its number, from 1.
record ParquetTable(InputFile file) implements Table {

    @Override
    public List<String> columns() {
        return schema().getFields().stream().map(Type::getName).toList();
    }

    @Override
    public void rows(List<Column> wanted, Rows rows) {
        MessageType schema = schema();
        Table.indices(file, schema.getFields().stream().map(Type::getName).toList(), wanted);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            Column column = wanted.get(i);
            if (!schema.getType(column.name()).isPrimitive()) {
                throw file.problem(
                        "column "
                                + Quoted.value(column.name())
                                + " holds lists or structures, and text is wanted. Write it out as a text column.");
            }
            places.put(column.name(), i);
        }
        try (Stream<@Nullable String[]> stream =
                ParquetReader.streamContent(
                        file.path().toFile(),
                        new Cells(wanted.size()),
                        path -> places.get(path[0]))) {
            Iterator<@Nullable String[]> iterator = stream.iterator();
            for (long row = 1; hasNext(iterator); row++) {
                if (row > MOST_ROWS) {
                    throw Table.tooManyRows(file, row);
                }
                rows.row(row, filled(row, iterator.next(), wanted));
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private String[] filled(long row, @Nullable String[] cells, List<Column> wanted) {
        String[] filled = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            if (cell == null && wanted.get(i).required()) {
                throw file.problem(
                        row,
                        "column "
                                + Quoted.value(wanted.get(i).name())
                                + " is null in this row. Write its text, or take the row out.");
            }
            if (cell != null && cell.length() > LONGEST_CELL) {
                throw Table.tooLong(file, row, wanted.get(i).name());
            }
            filled[i] = cell == null ? "" : cell;
        }
        return filled;
    }

    private boolean hasNext(Iterator<?> iterator) {
        try {
            return iterator.hasNext();
        } catch (RuntimeException | LinkageError e) {
            throw broken(e);
        }
    }

    private MessageType schema() {
        try {
            return ParquetReader.readMetadata(file.path().toFile()).getFileMetaData().getSchema();
        } catch (IOException e) {
            throw file.unreadable(e);
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /// The library reports every fault of a file as a plain runtime exception, the reason in its
    /// cause.
    private GradusException broken(Throwable e) {
        Throwable reason = e;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        String text = String.valueOf(reason.getMessage());
        if (text.contains("is not a Parquet file")) {
            return file.problem(
                    "this is not a Parquet file. Save it as one, or name it by what it is: .csv, .tsv or .jsonl.");
        }
        return file.problem(
                "the file cannot be read as Parquet: "
                        + Quoted.value(text)
                        + ". Write it again, uncompressed or with snappy, gzip or zstd.");
    }

    /// Collects the cells of a row; a null stays one until its row is known.
    private record Cells(int width)
            implements Hydrator<@Nullable String[], @Nullable String[], Integer> {
        @Override
        public @Nullable String[] start() {
            return new @Nullable String[width];
        }

        @Override
        public @Nullable String[] add(
                @Nullable String[] row, Integer place, @Nullable Object value) {
            row[place] = value == null ? null : value.toString();
            return row;
        }

        @Override
        public @Nullable String[] finish(@Nullable String[] row) {
            return row;
        }
    }
}
