package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what the items of recorded outcomes were asked: a table with a column `item_id` and one
/// with the text.
public final class ItemsFile {
    private static final List<String> USUAL = List.of("input", "text", "question");
    private static final int MOST = 1_000_000;

    private ItemsFile() {}

    /// The text of each item, by its id.
    ///
    /// @param column of the text; without it, the first of `input`, `text`, `question` that is
    ///   there
    /// @throws GradusException.Data where a column is missing, or an id stands twice
    public static Map<String, String> read(Path path, Optional<String> column) {
        InputFile file = InputFile.at(path);
        Table table = Table.open(file);
        List<String> present = table.columns();
        String text =
                column.orElseGet(
                        () -> USUAL.stream().filter(present::contains).findFirst().orElse("input"));
        Map<String, String> texts = new HashMap<>();
        table.rows(
                List.of(
                        new Table.Column(
                                "item_id", true, false, "Add it: what each item is called."),
                        new Table.Column(
                                text,
                                true,
                                false,
                                "Name the column of the text: input-column: NAME.")),
                (line, cells) -> {
                    if (texts.put(cells[0], cells[1]) != null) {
                        throw file.problem(
                                line,
                                "item "
                                        + Quoted.value(cells[0])
                                        + " stands twice. Give every item one row.");
                    }
                    if (texts.size() > MOST) {
                        throw file.problem(
                                line, "the file has more than 1,000,000 items. Take a sample.");
                    }
                });
        return texts;
    }
}
