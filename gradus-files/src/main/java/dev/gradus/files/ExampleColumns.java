package dev.gradus.files;

import dev.gradus.task.Example.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which column of an examples file holds what.
///
/// @param origin a column, or one of `human`, `production`, `synthetic` where no column has that
///   name
/// @param verified a column, or `true` or `false` where no column has that name
/// @param nestedExpected true where the expected answer is a JSON document
record ExampleColumns(
        String input,
        String expected,
        Optional<String> id,
        Optional<String> group,
        Optional<String> origin,
        Optional<String> verified,
        List<String> slices,
        boolean nestedExpected) {

    private static final String IN = " in gradus.yaml";

    /// The columns to read from a file that has these columns, `input` and `expected` first.
    List<Table.Column> in(List<String> present) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(input, true, false, "examples.input" + IN));
        columns.add(new Table.Column(expected, true, nestedExpected, "examples.expected" + IN));
        id.ifPresent(name -> columns.add(new Table.Column(name, true, false, "examples.id" + IN)));
        group.ifPresent(
                name -> columns.add(new Table.Column(name, false, false, "examples.group" + IN)));
        origin.filter(name -> originFor(present).isEmpty())
                .ifPresent(name ->
                        columns.add(new Table.Column(name, true, false, "examples.origin" + IN)));
        verified.filter(name -> verifiedFor(present).isEmpty())
                .ifPresent(name ->
                        columns.add(new Table.Column(name, true, false, "examples.verified" + IN)));
        for (String slice : slices) {
            columns.add(new Table.Column(slice, false, false, "examples.slices" + IN));
        }
        return columns;
    }

    /// The origin of every row, where no column says it row by row.
    Optional<Origin> originFor(List<String> present) {
        if (origin.isEmpty()) {
            return Optional.of(Origin.HUMAN);
        }
        return present.contains(origin.get()) ? Optional.empty() : origin(origin.get());
    }

    /// Whether every row is verified, where no column says it row by row.
    Optional<Boolean> verifiedFor(List<String> present) {
        return verified.filter(word -> !present.contains(word) && isTruth(word))
                .map(Boolean::valueOf);
    }

    static Optional<Origin> origin(String word) {
        return Arrays.stream(Origin.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    private static boolean isTruth(String word) {
        return word.equals("true") || word.equals("false");
    }
}
