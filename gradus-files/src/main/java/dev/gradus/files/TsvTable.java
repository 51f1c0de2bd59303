package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tab-separated values. A quote is text here, unless it closes again within its cell: some writers
/// quote cells that hold a tab, a line end or a quote, most write them as they are, and a quote
/// that stands in front of a sentence must not swallow the rows after it.
record TsvTable(InputFile file) implements Table {
    private static final char TAB = '\t';
    private static final char QUOTE = '"';

    @Override
    public List<String> columns() {
        try (LineReader lines = new LineReader(file)) {
            return header(lines);
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    @Override
    public void rows(List<Column> wanted, Rows rows) {
        try (LineReader lines = new LineReader(file)) {
            List<String> header = header(lines);
            int[] indices = Table.indices(file, header, wanted);
            long count = 0;
            Ahead ahead = new Ahead(lines);
            for (Optional<Line> next = ahead.next(); next.isPresent(); next = ahead.next()) {
                long line = next.get().number();
                if (++count > MOST_ROWS) {
                    throw Table.tooManyRows(file, line);
                }
                List<String> row = row(ahead, next.get(), header.size());
                if (row.size() != header.size()) {
                    throw otherWidth(line, row.size(), header.size());
                }
                String[] cells = new String[indices.length];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = row.get(indices[i]);
                    if (cells[i].length() > LONGEST_CELL) {
                        throw Table.tooLong(file, line, header.get(indices[i]));
                    }
                }
                rows.row(line, cells);
            }
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private List<String> header(LineReader lines) throws IOException {
        String first = lines.next().orElseThrow(() -> Table.noHeader(file));
        return Table.distinct(file, 1, split(first).stream().map(TsvTable::unquoted).toList());
    }

    /// The cells of the row that begins with this line: as they stand where they are as many as the
    /// header's and no last cell begins with a quote that the lines after it close; else with
    /// quoted tabs and line ends.
    private static List<String> row(Ahead lines, Line line, int width) throws IOException {
        List<String> plain = split(line.text());
        if (plain.size() == width && !plain.getLast().startsWith("\"")) {
            return plain.stream().map(TsvTable::unquoted).toList();
        }
        Optional<List<String>> quoted = quoted(line.text());
        if (quoted.isEmpty() && plain.size() <= width) {
            quoted = continued(lines, line, width);
        }
        return quoted.filter(cells -> cells.size() == width)
                .orElseGet(() -> plain.stream().map(TsvTable::unquoted).toList());
    }

    /// With the lines that its open quote goes on over; empty, and no line taken, where one of
    /// these is a whole row or the quote is never closed.
    private static Optional<List<String>> continued(Ahead lines, Line first, int width)
            throws IOException {
        StringBuilder text = new StringBuilder(first.text());
        long at = first.number();
        for (int i = 0; text.length() <= LONGEST_CELL; i++) {
            Optional<Line> next = lines.peek(i);
            if (next.isEmpty() || split(next.get().text()).size() == width) {
                return Optional.empty();
            }
            text.append("\n".repeat((int) (next.get().number() - at))).append(next.get().text());
            at = next.get().number();
            Optional<List<String>> quoted = quoted(text);
            if (quoted.isPresent()) {
                lines.drop(i + 1);
                return quoted;
            }
        }
        return Optional.empty();
    }

    private record Line(long number, String text) {}

    /// Lines that can be looked at before they are taken.
    private static final class Ahead {
        private final LineReader lines;
        private final List<Line> seen = new ArrayList<>();

        Ahead(LineReader lines) {
            this.lines = lines;
        }

        Optional<Line> next() throws IOException {
            Optional<Line> next = peek(0);
            drop(next.isPresent() ? 1 : 0);
            return next;
        }

        Optional<Line> peek(int place) throws IOException {
            while (seen.size() <= place) {
                Optional<String> text = lines.next();
                if (text.isEmpty()) {
                    return Optional.empty();
                }
                seen.add(new Line(lines.number(), text.get()));
            }
            return Optional.of(seen.get(place));
        }

        void drop(int count) {
            seen.subList(0, count).clear();
        }
    }

    private static List<String> split(String line) {
        List<String> cells = new ArrayList<>();
        int from = 0;
        for (int tab = line.indexOf(TAB); tab >= 0; tab = line.indexOf(TAB, from)) {
            cells.add(line.substring(from, tab));
            from = tab + 1;
        }
        cells.add(line.substring(from));
        return cells;
    }

    /// The cells where a cell that begins with a quote ends with one; empty where one stays open.
    private static Optional<List<String>> quoted(CharSequence line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean open = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == QUOTE && cell.isEmpty() && !open) {
                open = true;
                cell.append(c);
            } else if (c == QUOTE && open) {
                boolean doubled = i + 1 < line.length() && line.charAt(i + 1) == QUOTE;
                cell.append(c);
                if (doubled) {
                    cell.append(c);
                    i++;
                } else {
                    open = false;
                }
            } else if (c == TAB && !open) {
                cells.add(unquoted(cell.toString()));
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(unquoted(cell.toString()));
        return open ? Optional.empty() : Optional.of(cells);
    }

    /// Without the quotes around it, where the quotes inside are doubled.
    private static String unquoted(String cell) {
        int last = cell.length() - 1;
        if (last < 1 || cell.charAt(0) != QUOTE || cell.charAt(last) != QUOTE) {
            return cell;
        }
        String inner = cell.substring(1, last);
        String bare = inner.replace("\"\"", "");
        return bare.indexOf(QUOTE) >= 0 ? cell : inner.replace("\"\"", "\"");
    }

    private GradusException otherWidth(long line, int cells, int width) {
        return file.problem(
                line,
                "the row has "
                        + cells
                        + (cells == 1 ? " cell" : " cells")
                        + ", and the header has "
                        + width
                        + ". "
                        + (cells > width
                                ? "Take the tab out of the cell, or quote the cell."
                                : "Add the missing cells, empty if need be."));
    }
}
