package dev.gradus.embedded;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The real messages of the tests; see README.md beside the files.
final class Sample {
    private Sample() {}

    record Message(String split, String category, String text) {}

    record Described(String category, String description) {}

    static List<Message> messages(String split) {
        return rows("banking77-sample.csv").stream()
                .map(row ->
                        new Message(
                                row.getField("split"),
                                row.getField("category"),
                                row.getField("text")))
                .filter(message -> message.split().equals(split))
                .toList();
    }

    static List<Described> labels() {
        return rows("banking77-labels.csv").stream()
                .map(row -> new Described(row.getField("category"), row.getField("description")))
                .toList();
    }

    static EncoderEntry entry(String name) {
        return EncoderCatalogue.read().installed(new ModelName("embedded", name));
    }

    static ReferenceTokenizer tokenizer(String name) throws IOException {
        EncoderEntry entry = entry(name);
        return ReferenceTokenizer.open(
                ClassPath.find(entry.tokenizerResource()).orElseThrow(),
                entry.prefix(),
                entry.maxTokens());
    }

    private static List<NamedCsvRecord> rows(String file) {
        try (var in = Objects.requireNonNull(Sample.class.getResourceAsStream(file));
                CsvReader<NamedCsvRecord> csv =
                        CsvReader.builder()
                                .ofNamedCsvRecord(
                                        new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
