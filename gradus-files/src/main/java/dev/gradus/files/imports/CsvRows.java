package dev.gradus.files.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.gradus.spi.GradusException;
import java.util.ArrayList;
import java.util.List;

/// A small CSV file of another tool, whole.
///
/// @param header its first row
record CsvRows(List<String> header, List<Row> rows) {
    private static final int MOST = 200_000;

    /// @param line where it begins, from 1
    record Row(int line, List<String> cells) {}

    static CsvRows read(String text, String file) {
        List<Row> rows = new ArrayList<>();
        List<String> header = List.of();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().skipEmptyLines(true).ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                if (header.isEmpty()) {
                    header = row.getFields().stream().map(String::strip).toList();
                    continue;
                }
                List<String> cells = new ArrayList<>(row.getFields());
                while (cells.size() < header.size()) {
                    cells.add("");
                }
                rows.add(new Row((int) row.getStartingLineNumber(), List.copyOf(cells)));
                if (rows.size() > MOST) {
                    throw new GradusException.Data(
                            file + ": more than 200,000 rows. Take a sample.");
                }
            }
        } catch (CsvParseException | java.io.IOException e) {
            throw new GradusException.Data(
                    file + ": this is not CSV: " + e.getMessage() + ". Fix the file.");
        }
        if (header.isEmpty()) {
            throw new GradusException.Data(file + ": the file is empty. Name another.");
        }
        return new CsvRows(header, rows);
    }
}
