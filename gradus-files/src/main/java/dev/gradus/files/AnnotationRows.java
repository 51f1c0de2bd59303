package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import dev.gradus.files.AnnotationDialect.NotSpoken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The export of an annotation tool as examples: those records that a person stands behind, several
/// annotators of one item as one example where they agree.
final class AnnotationRows {
    static final String LABEL = "label";
    private static final String DISAGREE = "whose annotators disagree";

    private final AnnotationDialect dialect;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<String, Long> leftOut = new LinkedHashMap<>();
    private final Set<String> proposed = new HashSet<>();
    private final List<Map<String, String>> rejected = new ArrayList<>();
    private long held;

    private static final class Item {
        final Map<String, String> texts;
        final Set<Set<String>> answers = new HashSet<>();
        long records;
        boolean agreed = true;

        Item(Map<String, String> texts) {
            this.texts = texts;
        }
    }

    private AnnotationRows(AnnotationDialect dialect) {
        this.dialect = dialect;
    }

    /// The rows; empty where the file is no such export, or holds nothing that would be left out.
    static Optional<MadeRows> of(Table table) {
        List<String> columns = table.columns();
        return AnnotationDialect.of(columns)
                .flatMap(dialect -> new AnnotationRows(dialect).read(table, columns));
    }

    private Optional<MadeRows> read(Table table, List<String> columns) {
        try {
            table.rows(
                    columns.stream().map(name -> new Table.Column(name, false, true, "")).toList(),
                    (line, cells) -> {
                        Map<String, String> record = new LinkedHashMap<>();
                        for (int i = 0; i < cells.length; i++) {
                            record.put(columns.get(i), cells[i]);
                        }
                        add(new AnnotatedRecord(record));
                    });
        } catch (NotSpoken other) {
            return Optional.empty();
        }
        if (dialect instanceof StateColumns && leftOut.isEmpty()) {
            return Optional.empty();
        }
        if (items.isEmpty()) {
            throw table.file()
                    .problem(
                            "none of the "
                                    + held
                                    + " records of "
                                    + dialect.name()
                                    + " makes an example: "
                                    + Books.words(leftOut)
                                    + ". Export annotations that a person has accepted.");
        }
        return Optional.of(made());
    }

    private void add(AnnotatedRecord record) {
        held++;
        Said said = dialect.read(record);
        if (dialect instanceof ProdigyRecords && !record.text(LABEL).isEmpty()) {
            proposed.add(record.text(LABEL));
        }
        if (said.left().isPresent()) {
            leftOut.merge(said.left().get(), 1L, Long::sum);
            if (said.left().get().equals(ProdigyRecords.REJECTED)) {
                rejected.add(record.others(Set.of("answer", LABEL)));
            }
            return;
        }
        String key = said.item().isEmpty() ? "row " + held : said.item();
        Item item = items.computeIfAbsent(key, asked -> new Item(said.texts()));
        item.records++;
        item.answers.addAll(said.answers());
        item.agreed &= item.answers.size() <= 1 && item.texts.equals(said.texts());
    }

    private MadeRows made() {
        StringBuilder lines = new StringBuilder();
        List<String> notes = new ArrayList<>();
        long taken = 0;
        long merged = 0;
        boolean several = false;
        for (Item item : items.values()) {
            several |= item.agreed && item.answers.stream().anyMatch(labels -> labels.size() > 1);
        }
        for (Item item : items.values()) {
            if (!item.agreed) {
                leftOut.merge(DISAGREE, item.records, Long::sum);
                continue;
            }
            taken++;
            merged += item.records - 1;
            Map<String, @Nullable Object> row = new LinkedHashMap<>(item.texts);
            for (Set<String> labels : item.answers) {
                row.put(LABEL, several ? List.copyOf(labels) : labels.iterator().next());
            }
            lines.append(JsonText.write(row)).append('\n');
        }
        if (proposed.size() == 1 && leftOut.containsKey(ProdigyRecords.REJECTED)) {
            String not = "not " + proposed.iterator().next();
            for (Map<String, String> texts : rejected) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>(texts);
                row.keySet().removeIf(name -> name.startsWith("_"));
                row.put(LABEL, not);
                lines.append(JsonText.write(row)).append('\n');
            }
            taken += rejected.size();
            leftOut.remove(ProdigyRecords.REJECTED);
            notes.add(
                    "one label was proposed throughout, so the "
                            + rejected.size()
                            + " rejected records are "
                            + Quoted.value(not)
                            + ".");
        }
        return MadeRows.of(
                lines.toString(),
                new Books(MadeRows.RECORDS, held, taken, merged, leftOut, Map.of(), notes),
                items.values().stream().anyMatch(item -> !item.answers.isEmpty())
                        ? Optional.of(LABEL)
                        : Optional.empty());
    }
}
