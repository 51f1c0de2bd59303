package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/// The first visible sheet of an Excel workbook; its first row names the columns. Dates are
/// `2026-01-02`, a formula is the value that was computed when the file was saved, and hidden rows
/// are rows. A row's place is its number in the sheet.
record XlsxTable(InputFile file) implements Table {
    private static final long LONGEST_UNPACKED = 1L << 30;
    private static final String DATE_LETTERS = "ymdhs";

    @Override
    public List<String> columns() {
        List<String> names = new ArrayList<>();
        sheet((sheet, rows) -> names.addAll(header(rows)));
        return names;
    }

    @Override
    public void rows(List<Column> wanted, Rows told) {
        sheet((sheet, rows) -> {
            List<String> header = header(rows);
            int[] indices = Table.indices(file, header, wanted);
            long count = 0;
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row.getFirstNonEmptyCell().isEmpty()) {
                    continue;
                }
                if (++count > MOST_ROWS) {
                    throw Table.tooManyRows(file, row.getRowNum());
                }
                String[] cells = new String[indices.length];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = row.getOptionalCell(indices[i]).map(this::text).orElse("");
                    if (cells[i].length() > LONGEST_CELL) {
                        throw Table.tooLong(file, row.getRowNum(), header.get(indices[i]));
                    }
                }
                told.row(row.getRowNum(), cells);
            }
            sheet.others()
                    .forEach(other ->
                            told.note(
                                    new FileNote(
                                            file.shown(),
                                            "sheet "
                                                    + Quoted.value(other)
                                                    + " is not read; "
                                                    + Quoted.value(sheet.name())
                                                    + " is. Save it as a file of its own to read it.")));
        });
    }

    /// @param others names of the other sheets
    private record Read(String name, List<String> others) {}

    private void sheet(BiConsumer<Read, Iterator<Row>> reading) {
        requireBounded();
        try (ReadableWorkbook book =
                new ReadableWorkbook(file.path().toFile(), new ReadingOptions(true, false))) {
            List<Sheet> sheets = book.getSheets().toList();
            Sheet first =
                    sheets.stream()
                            .filter(sheet -> sheet.getVisibility() == SheetVisibility.VISIBLE)
                            .findFirst()
                            .orElseThrow(() -> file.problem("the workbook has no visible sheet."));
            List<String> others =
                    sheets.stream().filter(sheet -> sheet != first).map(Sheet::getName).toList();
            try (Stream<Row> rows = first.openStream()) {
                reading.accept(new Read(first.getName(), others), rows.iterator());
            }
        } catch (GradusException ours) {
            throw ours;
        } catch (IOException | ExcelReaderException e) {
            throw file.problem(
                    "the file cannot be read as an Excel workbook: "
                            + Quoted.value(String.valueOf(e.getMessage()))
                            + ". Save it again as .xlsx, or as .csv.");
        }
    }

    /// A workbook is a zip, which may unpack to much more than it is.
    private void requireBounded() {
        try (ZipFile zip = new ZipFile(file.path().toFile())) {
            long unpacked = zip.stream().mapToLong(ZipEntry::getSize).sum();
            if (unpacked > LONGEST_UNPACKED) {
                throw file.problem(
                        "the workbook unpacks to "
                                + unpacked / (1 << 20)
                                + " MB, and at most 1,024 are read. Save the sheet as .csv.");
            }
        } catch (IOException e) {
            throw file.problem(
                    "this is no Excel workbook (.xlsx). Save it as one, or name it by what it is: .csv, .tsv or .jsonl.");
        }
    }

    private List<String> header(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            throw file.problem(
                    "the sheet is empty. The first row names the columns, each further row is a row.");
        }
        Row first = rows.next();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.getCellCount(); i++) {
            names.add(first.getOptionalCell(i).map(this::text).orElse(""));
        }
        return Table.distinct(file, first.getRowNum(), names);
    }

    private String text(Cell cell) {
        if (cell.getType() == CellType.ERROR) {
            throw file.problem(
                    cell.getAddress().getRow() + 1L,
                    "cell "
                            + cell.getAddress()
                            + " holds the error "
                            + Quoted.value(cell.getText())
                            + ". Mend its formula, or empty it.");
        }
        if (cell.getType() == CellType.BOOLEAN) {
            return cell.getText().toLowerCase(Locale.ROOT);
        }
        return cell.getValue() instanceof BigDecimal number
                ? isDate(cell) ? date(cell.asDate()) : plain(number)
                : cell.getText();
    }

    private static String plain(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
    }

    private static String date(LocalDateTime at) {
        return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? at.toLocalDate().toString()
                : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at);
    }

    /// A number is a date by its format alone: one of the built-in ones, or letters of dates
    /// outside quotes, brackets and escapes.
    private static boolean isDate(Cell cell) {
        Integer id = cell.getDataFormatId();
        if (id != null && (id >= 14 && id <= 22 || id >= 45 && id <= 47)) {
            return true;
        }
        String format = cell.getDataFormatString();
        if (format == null || id != null && id < 14) {
            return false;
        }
        String letters =
                format.toLowerCase(Locale.ROOT)
                        .replaceAll("\"[^\"]*\"|\\[[^\\]]*]|\\\\.|general", "");
        return letters.chars().anyMatch(c -> DATE_LETTERS.indexOf(c) >= 0);
    }
}
