package dev.gradus.embedded;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The whole of `examples/card-support`, for the benchmarks.
///
/// @param names of the labels, as spelt in the data
/// @param descriptions of the labels, in the same order
record CardSupport(List<String> names, List<String> descriptions, Messages train, Messages test) {

    /// @param labels the right label's index per text
    record Messages(List<String> texts, int[] labels) {}

    static CardSupport read(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("labels.yaml"))) {
            if (line.startsWith("  ")) {
                int colon = line.indexOf(": ");
                names.add(unquoted(line.substring(2, colon)));
                descriptions.add(unquoted(line.substring(colon + 2)));
            }
        }
        return new CardSupport(
                names,
                descriptions,
                messages(folder.resolve("train.csv"), names),
                messages(folder.resolve("test.csv"), names));
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^['\"]|['\"]$", "");
    }

    private static Messages messages(Path file, List<String> names) throws IOException {
        List<String> texts = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                int label = names.indexOf(row.getField("category"));
                if (label < 0) {
                    throw new IllegalStateException(
                            row.getField("category") + " of " + file + " is not in labels.yaml");
                }
                texts.add(row.getField("text"));
                labels.add(label);
            }
        }
        return new Messages(texts, labels.stream().mapToInt(Integer::intValue).toArray());
    }
}
