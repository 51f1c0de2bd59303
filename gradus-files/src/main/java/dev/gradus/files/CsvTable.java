package dev.gradus.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Comma-separated values as RFC 4180 has them: quoted cells may hold commas, quotes and line
/// breaks. Stricter than the parser's default: a quote that is not closed, text after one, and a
/// row of another width are refused, because each of them silently moves text into the wrong
/// column.
record CsvTable(InputFile file, char separator) implements Table {
    private static final Pattern LINE = Pattern.compile("starting at line (\\d+)");
    private static final Pattern FIELD = Pattern.compile("Field at index (\\d+)");

    private static final String SEPARATORS = ",;\t|";

    /// With the separator that the header has most of; a comma where it has none.
    static CsvTable of(InputFile file) {
        try (LineReader lines = new LineReader(file)) {
            String header = lines.next().orElse("");
            char best = SEPARATORS.charAt(0);
            for (char separator : SEPARATORS.toCharArray()) {
                best = count(header, separator) > count(header, best) ? separator : best;
            }
            return new CsvTable(file, best);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /// How often it stands outside quotes.
    private static int count(String line, char separator) {
        int count = 0;
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            quoted ^= c == '"';
            count += !quoted && c == separator ? 1 : 0;
        }
        return count;
    }

    @Override
    public List<String> columns() {
        try (CsvReader<CsvRecord> reader = reader();
                CloseableIterator<CsvRecord> records = reader.iterator()) {
            return header(records);
        } catch (IOException e) {
            throw file.unreadable(e);
        } catch (UncheckedIOException e) {
            throw InputFile.unwrapped(file, e);
        } catch (CsvParseException e) {
            throw broken(e, List.of());
        }
    }

    @Override
    public void rows(List<Column> wanted, Rows rows) {
        List<String> header = List.of();
        try (CsvReader<CsvRecord> reader = reader();
                CloseableIterator<CsvRecord> records = reader.iterator()) {
            header = header(records);
            int[] indices = Table.indices(file, header, wanted);
            for (long count = 1; records.hasNext(); count++) {
                CsvRecord row = records.next();
                long line = row.getStartingLineNumber();
                if (count > MOST_ROWS) {
                    throw Table.tooManyRows(file, line);
                }
                if (row.getFieldCount() != header.size()) {
                    throw otherWidth(row, header.size());
                }
                String[] cells = new String[indices.length];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = row.getField(indices[i]);
                    swallowed(line, header, indices[i], cells[i]).ifPresent(rows::note);
                }
                rows.row(line, cells);
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        } catch (UncheckedIOException e) {
            throw InputFile.unwrapped(file, e);
        } catch (CsvParseException e) {
            throw broken(e, header);
        }
    }

    /// A quoted cell over lines of which at least two are whole rows by their separators.
    private Optional<FileNote> swallowed(long line, List<String> header, int column, String cell) {
        if (cell.indexOf('\n') < 0) {
            return Optional.empty();
        }
        List<String> lines = cell.lines().toList();
        long rows =
                lines.stream()
                        .skip(1)
                        .limit(Math.max(0, lines.size() - 2L))
                        .filter(one -> count(one, separator) == header.size() - 1)
                        .count();
        return header.size() < 2 || rows < 2
                ? Optional.empty()
                : Optional.of(
                        new FileNote(
                                file.shown() + ":" + line,
                                "the quoted cell of "
                                        + Quoted.value(header.get(column))
                                        + " goes on to line "
                                        + (line + lines.size() - 1)
                                        + ", and "
                                        + rows
                                        + " of its lines look like rows. If a quote only stands in front of a text, double it (\"\") and quote the cell."));
    }

    private CsvReader<CsvRecord> reader() throws IOException {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(
                        CsvRecordHandler.builder()
                                .maxFieldSize(LONGEST_CELL)
                                .maxRecordSize(16 * LONGEST_CELL)
                                .build(),
                        new Utf8Reader(file));
    }

    private List<String> header(CloseableIterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw Table.noHeader(file);
        }
        return Table.distinct(file, 1, records.next().getFields());
    }

    private GradusException otherWidth(CsvRecord row, int width) {
        int cells = row.getFieldCount();
        String hint =
                cells > width
                        ? "Put a cell that holds a comma in double quotes."
                        : "Add the missing cells, empty if need be, or close a quote that was opened too late.";
        return file.problem(
                row.getStartingLineNumber(),
                "the row has "
                        + cells
                        + (cells == 1 ? " cell" : " cells")
                        + ", and the header has "
                        + width
                        + ". "
                        + hint);
    }

    /// The parser gives the reason as text only; its tests and ours pin that text.
    private GradusException broken(CsvParseException e, List<String> header) {
        if (e.getCause() instanceof GradusException ours) {
            return ours;
        }
        String reason = String.valueOf(e.getMessage());
        Matcher place = LINE.matcher(reason);
        long line = place.find() ? Long.parseLong(place.group(1)) : 1;
        if (reason.startsWith("Unclosed quoted field")) {
            return file.problem(
                    line,
                    "a double quote in the row that begins here is never closed. Close it, or double it (\"\") where it belongs to the text.");
        }
        if (reason.startsWith("Unexpected character after closing quote")) {
            return file.problem(
                    line,
                    "text follows a closing double quote. Double the quotes (\"\") that belong to the text, and quote the whole cell.");
        }
        Matcher field = FIELD.matcher(reason);
        if (field.find()) {
            int index = Integer.parseInt(field.group(1));
            return Table.tooLong(
                    file,
                    line,
                    index < header.size() ? header.get(index) : "column " + (index + 1));
        }
        if (reason.startsWith("The maximum buffer size") || reason.contains("max record size")) {
            return file.problem(
                    line,
                    "the row that begins here has a cell longer than 1 MB (1,048,576 characters), or a double quote that is never closed. Shorten the cell, or close the quote.");
        }
        return file.problem(
                line, "this row cannot be read: " + reason + ". Fix the row, or take it out.");
    }
}
