package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Rows of named cells, in a file of one of the formats that are read. Rows stream: what a caller
/// does not keep is not kept.
sealed interface Table
        permits CsvTable, JsonArrayTable, JsonLinesTable, ParquetTable, TsvTable, XlsxTable {
    int LONGEST_CELL = 1 << 20;
    long MOST_ROWS = 5_000_000;

    /// Takes the rows, in the order of the file.
    @FunctionalInterface
    interface Rows {
        /// @param line where the row begins: a line of a text file, a row of a Parquet file, from 1
        /// @param cells one per column asked for; an optional cell that is absent is empty
        void row(long line, String[] cells);

        /// Takes what was read as it stands and should be known.
        default void note(FileNote note) {}
    }

    /// A column to read.
    ///
    /// @param name as the file has it
    /// @param required true where every row must have a value (a CSV cell may be empty all the
    ///   same)
    /// @param nested true where a JSON object or list is welcome
    /// @param remedy what to do where it is absent, a whole sentence
    record Column(String name, boolean required, boolean nested, String remedy) {}

    InputFile file();

    /// The names of the columns, in the file's order. Of JSON lines, the fields of the first line.
    List<String> columns();

    /// Reads all rows.
    void rows(List<Column> wanted, Rows rows);

    /// The table in a file, by its ending.
    static Table open(InputFile file) {
        String name = file.shown().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CsvTable.of(file.checked());
        }
        if (name.endsWith(".tsv")) {
            return new TsvTable(file.checked());
        }
        if (name.endsWith(".json")) {
            return new JsonArrayTable(file.checked());
        }
        if (name.endsWith(".xlsx")) {
            return new XlsxTable(file.checked());
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return new JsonLinesTable(file.checked());
        }
        if (name.endsWith(".parquet")) {
            return new ParquetTable(file.checked());
        }
        throw file.problem(
                "this format is not read. Save it as .csv, .tsv, .jsonl, .json, .xlsx or .parquet.");
    }

    /// All of these columns, whatever stands in them.
    static List<Column> every(List<String> columns) {
        return columns.stream().map(name -> new Column(name, false, true, "")).toList();
    }

    /// The names, refused where one stands twice.
    static List<String> distinct(InputFile file, long line, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw file.problem(
                        line,
                        "two columns are named " + Quoted.value(name) + ". Rename one of them.");
            }
        }
        return names;
    }

    static GradusException noHeader(InputFile file) {
        return file.problem(
                "the file is empty. The first line names the columns, each further line is a row.");
    }

    /// The place of each wanted column among those there are.
    static int[] indices(InputFile file, List<String> columns, List<Column> wanted) {
        int[] indices = new int[wanted.size()];
        for (int i = 0; i < indices.length; i++) {
            Column column = wanted.get(i);
            indices[i] = columns.indexOf(column.name());
            if (indices[i] < 0) {
                throw file.problem(
                        1,
                        "there is no column "
                                + Quoted.value(column.name())
                                + Closest.hint(column.name(), columns)
                                + "; the columns are "
                                + listed(columns)
                                + ". "
                                + column.remedy());
            }
        }
        return indices;
    }

    static GradusException tooManyRows(InputFile file, long line) {
        return file.problem(
                line,
                "the file has more than 5,000,000 rows. Take a sample: more rows show nothing new.");
    }

    static GradusException tooLong(InputFile file, long line, String column) {
        return file.problem(
                line,
                "the cell of "
                        + Quoted.value(column)
                        + " is longer than 1 MB (1,048,576 characters). Shorten it, or take the row out.");
    }

    /// The names quoted, ten at most.
    static String listed(List<String> names) {
        String text = String.join(", ", names.stream().limit(10).map(Quoted::value).toList());
        return names.size() <= 10 ? text : text + " and " + (names.size() - 10) + " more";
    }
}
