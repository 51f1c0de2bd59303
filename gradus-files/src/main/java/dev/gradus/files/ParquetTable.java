package dev.gradus.files;

import dev.gradus.spi.GradusException;
import dev.hardwood.HardwoodContext;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A Parquet file, each value by its logical type ([ParquetCells]). Lists and structures are JSON
/// where the column takes that, and refused elsewhere. A row's place is its number, from 1.
record ParquetTable(InputFile file) implements Table {
    private static final Set<CompressionCodec> READ =
            EnumSet.of(
                    CompressionCodec.UNCOMPRESSED,
                    CompressionCodec.SNAPPY,
                    CompressionCodec.GZIP,
                    CompressionCodec.ZSTD,
                    CompressionCodec.LZ4,
                    CompressionCodec.LZ4_RAW);

    /// Held, since a logger that nobody holds forgets its level.
    private static final Logger READER = Logger.getLogger("dev.hardwood");

    static {
        // The reader tells how it unpacks, which is no news for a person, and would take a native
        // library that happens to be there.
        if (READER.getLevel() == null) {
            READER.setLevel(Level.WARNING);
        }
        if (System.getProperty("hardwood.uselibdeflate") == null) {
            System.setProperty("hardwood.uselibdeflate", "false");
        }
    }

    @Override
    public List<String> columns() {
        return with(reader ->
                reader.getFileSchema().getRootNode().children().stream()
                        .map(SchemaNode::name)
                        .toList());
    }

    @Override
    public void rows(List<Column> wanted, Rows rows) {
        with(reader -> {
            Table.indices(file, columns(), wanted);
            requireCodecs(reader);
            ParquetCells cells = ParquetCells.of(file, reader, wanted);
            try (RowReader row = reader.buildRowReader().projection(projection(wanted)).build()) {
                for (long number = 1; row.hasNext(); number++) {
                    if (number > MOST_ROWS) {
                        throw Table.tooManyRows(file, number);
                    }
                    row.next();
                    rows.row(number, filled(number, cells.of(row), wanted));
                }
            }
            return wanted;
        });
    }

    private void requireCodecs(ParquetFileReader reader) {
        reader.getFileMetaData().rowGroups().stream()
                .flatMap(group -> group.columns().stream())
                .map(column -> column.metaData().codec())
                .filter(codec -> !READ.contains(codec))
                .findFirst()
                .ifPresent(codec -> {
                    throw file.problem(
                            "the file is packed with "
                                    + codec.name().toLowerCase(Locale.ROOT)
                                    + ", which is not read. Write it again, uncompressed or with snappy, gzip, zstd or lz4.");
                });
    }

    /// A dot in a projection leads into a structure, so a name that has one is read with all
    /// others.
    private static ColumnProjection projection(List<Column> wanted) {
        return wanted.stream().anyMatch(column -> column.name().contains("."))
                ? ColumnProjection.all()
                : ColumnProjection.columns(
                        wanted.stream().map(Column::name).distinct().toArray(String[]::new));
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

    /// One thread decodes beside the one that reads: a data file is small, and a machine has other
    /// work.
    private <T> T with(Function<ParquetFileReader, T> reading) {
        try (HardwoodContext context = HardwoodContext.create(1);
                ParquetFileReader reader =
                        ParquetFileReader.open(dev.hardwood.InputFile.of(file.path()), context)) {
            return reading.apply(reader);
        } catch (GradusException ours) {
            throw ours;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw broken(e);
        }
    }

    private GradusException broken(Throwable e) {
        Throwable reason = e;
        while (reason instanceof UncheckedIOException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        String text = String.valueOf(reason.getMessage());
        if (text.contains("magic")) {
            return file.problem(
                    "this is not a Parquet file. Save it as one, or name it by what it is: .csv, .tsv or .jsonl.");
        }
        return file.problem(
                "the file cannot be read as Parquet: "
                        + Quoted.value(text)
                        + ". Write it again, or save it as .csv or .jsonl.");
    }
}
