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
        List<String> variables,
        boolean nestedExpected) {

    /// The columns to read from a file that has these columns, `input` and `expected` first.
    List<Table.Column> in(List<String> present) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(input, true, false, remedy("input")));
        columns.add(new Table.Column(expected, true, nestedExpected, remedy("expected")));
        id.ifPresent(name -> columns.add(new Table.Column(name, true, false, remedy("id"))));
        group.ifPresent(name -> columns.add(new Table.Column(name, false, false, remedy("group"))));
        origin.filter(name -> originFor(present).isEmpty())
                .ifPresent(
                        name -> columns.add(new Table.Column(name, true, false, remedy("origin"))));
        verified.filter(name -> verifiedFor(present).isEmpty())
                .ifPresent(name ->
                        columns.add(new Table.Column(name, true, false, remedy("verified"))));
        for (String slice : slices) {
            columns.add(new Table.Column(slice, false, false, remedy("slices")));
        }
        for (String variable : variables) {
            columns.add(new Table.Column(variable, true, true, remedy("variables")));
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

    private static String remedy(String key) {
        return "Fix examples." + key + " in gradus.yaml, or the name in the file.";
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
