package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows whose right answer is a list of labels. Where every list has one label, that is the answer,
/// and a row with none is left out; where some have several, the answer is a document, `{"labels":
/// [ ... ]}`, and an empty list says that no label applies.
final class ListRows {
    static final String LABELS = "labels";

    private ListRows() {}

    /// @param profile of the column with the lists
    static MadeRows of(Table table, String input, ColumnProfile profile, Optional<MadeRows> from) {
        List<String> columns = table.columns();
        int place = columns.indexOf(profile.name());
        boolean several = profile.longestList() > 1;
        StringBuilder lines = new StringBuilder();
        long[] count = new long[2];
        table.rows(
                columns.stream().map(name -> new Table.Column(name, false, true, "")).toList(),
                (line, cells) -> {
                    count[0]++;
                    List<?> labels = list(table.file(), line, cells[place]);
                    if (labels.isEmpty() && !several) {
                        return;
                    }
                    count[1]++;
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 0; i < cells.length; i++) {
                        row.put(
                                columns.get(i),
                                i != place
                                        ? cells[i]
                                        : several ? Map.of(LABELS, labels) : labels.getFirst());
                    }
                    lines.append(JsonText.write(row)).append('\n');
                });
        Map<String, Long> leftOut =
                new LinkedHashMap<>(from.map(MadeRows::leftOut).orElse(Map.of()));
        if (count[0] > count[1]) {
            leftOut.merge("without a label", count[0] - count[1], Long::sum);
        }
        return new MadeRows(
                lines.toString(),
                from.map(MadeRows::held).orElse(count[0]),
                count[1],
                from.map(MadeRows::merged).orElse(0L),
                leftOut,
                from.map(MadeRows::notes).orElse(List.of()),
                Optional.of(input),
                Optional.of(profile.name()),
                from.flatMap(MadeRows::prompt),
                from.map(MadeRows::variables).orElse(List.of()));
    }

    private static List<?> list(InputFile file, long line, String cell) {
        if (cell.isEmpty()) {
            return List.of();
        }
        try {
            return JsonText.parse(cell, file.shown()) instanceof List<?> list
                    ? list
                    : List.of(cell);
        } catch (GradusException.Data noJson) {
            return List.of(cell);
        }
    }
}
