package dev.gradus.files;

import dev.gradus.files.AnnotatedRecord.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Columns that say whether a row counts, by name and by what they hold: `deleted`, `skipped` and
/// their like, each true or false.
///
/// @param columns of the file
record StateColumns(List<String> columns) implements AnnotationDialect {
    private static final Set<String> STATES =
            Set.of(
                    "archived",
                    "cancelled",
                    "canceled",
                    "deleted",
                    "discarded",
                    "ignored",
                    "invalid",
                    "rejected",
                    "skipped",
                    "stale");
    private static final Set<String> TRUE = Set.of("true", "yes", "1", "t", "y");
    private static final Set<String> FALSE = Set.of("false", "no", "0", "f", "n", "");

    static Optional<AnnotationDialect> of(List<String> columns) {
        List<String> found = columns.stream().filter(name -> state(name).isPresent()).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(new StateColumns(found));
    }

    private static Optional<String> state(String column) {
        String word = column.toLowerCase(Locale.ROOT).replaceFirst("^(is|was|has_been)_", "");
        return STATES.contains(word) ? Optional.of(word) : Optional.empty();
    }

    @Override
    public String name() {
        return "column " + String.join(", ", columns.stream().map(Quoted::value).toList());
    }

    @Override
    public Said read(AnnotatedRecord record) {
        for (String column : columns) {
            String said = record.text(column).toLowerCase(Locale.ROOT);
            if (TRUE.contains(said)) {
                return Said.left(state(column).orElseThrow());
            }
            if (!FALSE.contains(said)) {
                throw new NotSpoken();
            }
        }
        Map<String, String> texts = new LinkedHashMap<>(record.cells());
        columns.forEach(texts::remove);
        return new Said("", texts, List.of(), Optional.empty());
    }
}
