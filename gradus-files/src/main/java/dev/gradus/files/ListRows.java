package dev.gradus.files;

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
                Table.every(columns),
                (line, cells) -> {
                    count[0]++;
                    List<?> labels = list(cells[place]);
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
        Optional<Books> before = from.map(MadeRows::books);
        Map<String, Long> leftOut =
                new LinkedHashMap<>(before.map(Books::leftOut).orElse(Map.of()));
        if (count[0] > count[1]) {
            leftOut.merge("without a label", count[0] - count[1], Long::sum);
        }
        return new MadeRows(
                lines.toString(),
                new Books(
                        MadeRows.RECORDS,
                        before.map(Books::held).orElse(count[0]),
                        count[1],
                        before.map(Books::merged).orElse(0L),
                        leftOut,
                        Map.of(),
                        before.map(Books::notes).orElse(List.of())),
                Optional.of(input),
                Optional.of(profile.name()),
                from.flatMap(MadeRows::prompt),
                from.map(MadeRows::variables).orElse(List.of()));
    }

    private static List<?> list(String cell) {
        return JsonText.orText(cell) instanceof List<?> list
                ? list
                : cell.isEmpty() ? List.of() : List.of(cell);
    }
}
