package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A newer price table that a user hands in: of our own form (`.yaml`), or the JSON object of
/// litellm (`model_prices_and_context_window.json`: prices per token, by model). Rows that are
/// wrong are named and left out; so are, by number, models that no provider known here serves.
///
/// @param rows that can be used
/// @param leftOut each row that is wrong, where and why
/// @param otherProviders how many chat and embedding rows there are of providers that are not
///   called from here, by their names
/// @param otherKinds how many rows are for pictures, speech and the like
/// @param unpriced how many rows say no price, or 0, which such tables write for "not known": they
///   are not among `rows`
/// @param doubles how many rows name a model that another row names already
public record PriceTable(
        List<PriceRow> rows,
        List<FileNote> leftOut,
        Map<String, Integer> otherProviders,
        int otherKinds,
        int unpriced,
        int doubles) {
    private static final long LONGEST = 64L << 20;

    public PriceTable {
        rows = List.copyOf(rows);
        leftOut = List.copyOf(leftOut);
        otherProviders = new TreeMap<>(otherProviders);
    }

    /// Reads a table, at most 64 MB of JSON or 1 MB of YAML.
    ///
    /// @param asOf the day on which it was true; without it, the day on which a JSON file was
    ///   changed last (one of our own form says it itself)
    /// @throws GradusException.Data where it is no such table at all
    public static PriceTable read(Path path, Optional<LocalDate> asOf) {
        InputFile file = InputFile.at(path).checked();
        String name = file.shown().toLowerCase(Locale.ROOT);
        PriceTable table =
                name.endsWith(".json")
                        ? json(file, asOf)
                        : name.endsWith(".yaml") || name.endsWith(".yml")
                                ? yaml(file)
                                : refused(file);
        if (table.rows.isEmpty()) {
            throw file.problem(
                    "there is no price of a chat or embedding model in it that can be used"
                            + table.leftOut.stream()
                                    .findFirst()
                                    .map(note -> "; first, " + note)
                                    .orElse("")
                            + ". Hand in a table of models by name.");
        }
        return table;
    }

    private static PriceTable refused(InputFile file) {
        throw file.problem(
                "this is no price table that is read. Hand in a .json of litellm's form, or a .yaml like prices.yaml.");
    }

    private static PriceTable yaml(InputFile file) {
        List<FileNote> leftOut = new ArrayList<>();
        List<PriceRow> rows =
                PriceRows.read(
                        file,
                        PriceRows.table(file, file.text()),
                        wrong -> {
                            String text = String.valueOf(wrong.getMessage());
                            int end = text.indexOf(": ");
                            leftOut.add(
                                    new FileNote(text.substring(0, end), text.substring(end + 2)));
                        });
        return new PriceTable(rows, leftOut, Map.of(), 0, 0, 0).priced();
    }

    private PriceTable priced() {
        List<PriceRow> priced =
                rows.stream().filter(row -> row.price().promptPerMillion().isPresent()).toList();
        return new PriceTable(
                priced, leftOut, otherProviders, otherKinds, rows.size() - priced.size(), doubles);
    }

    private static PriceTable json(InputFile file, Optional<LocalDate> asOf) {
        if (file.size() > LONGEST) {
            throw file.problem(
                    "the file has "
                            + file.size() / (1 << 20)
                            + " MB, and at most 64 are read. Take out what you do not call.");
        }
        try (Reader reader = new Utf8Reader(file)) {
            LocalDate changed =
                    Files.getLastModifiedTime(file.path())
                            .toInstant()
                            .atZone(ZoneOffset.UTC)
                            .toLocalDate();
            return new TokenPrices(file, asOf.orElse(changed)).read(reader).priced();
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }
}
