package dev.gradus.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a door made of the records that its files held: taken and left out are all of them.
///
/// @param what the records are called: `results`, `tests`
/// @param held records of the files
/// @param taken rows that were made
/// @param merged records that are one row together with another
/// @param leftOut records by the reason why they make no row
/// @param missing taken records without a score, by the reason
/// @param notes what else should be known, such as repeats
public record Books(
        String what,
        long held,
        long taken,
        long merged,
        Map<String, Long> leftOut,
        Map<String, Long> missing,
        List<String> notes) {
    public Books {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
        notes = List.copyOf(notes);
        long left = leftOut.values().stream().mapToLong(Long::longValue).sum();
        if (taken + merged + left != held) {
            throw new IllegalStateException(
                    "%d taken, %d merged and %d left out are not the %d %s"
                            .formatted(taken, merged, left, held, what));
        }
    }

    /// Every record is a row.
    static Books whole(String what, long rows) {
        return new Books(what, rows, rows, 0, Map.of(), Map.of(), List.of());
    }

    /// `40 rejected, 1,010 ignored`.
    public static String words(Map<String, ? extends Number> counts) {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(one ->
                                String.format(
                                        Locale.ROOT,
                                        "%,d %s",
                                        one.getValue().longValue(),
                                        one.getKey()))
                        .toList());
    }

    /// The counts as JSON: `[{why, records}]`.
    public static List<Map<String, Object>> list(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .<Map<String, Object>>map(
                        one -> Map.of("why", one.getKey(), "records", one.getValue()))
                .toList();
    }

    /// For the screen: a sentence, then the notes.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder first = new StringBuilder();
        first.append(String.format(Locale.ROOT, "%,d %s: %,d taken", held, what, taken));
        if (merged > 0) {
            first.append(String.format(Locale.ROOT, ", %,d repeats of these", merged));
        }
        if (!leftOut.isEmpty()) {
            first.append("; left out: ").append(words(leftOut));
        }
        if (!missing.isEmpty()) {
            first.append("; without a score, which is missing and never 0: ")
                    .append(words(missing));
        }
        lines.add(first.toString());
        lines.addAll(notes);
        return lines;
    }

    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("what", what);
        tree.put("held", held);
        tree.put("taken", taken);
        tree.put("merged", merged);
        tree.put("leftOut", list(leftOut));
        tree.put("missing", list(missing));
        tree.put("notes", notes);
        return tree;
    }
}
