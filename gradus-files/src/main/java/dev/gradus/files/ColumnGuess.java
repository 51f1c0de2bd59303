package dev.gradus.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Guesses what each column of a data file is for, by its name first and by its content second.
///
/// @param labels true where the expected answer is one of a closed set
record ColumnGuess(
        String input,
        String expected,
        boolean labels,
        Optional<String> id,
        Optional<String> group,
        Optional<String> origin,
        Optional<String> verified,
        List<String> slices) {

    private static final Set<String> INPUT =
            Set.of(
                    "text",
                    "input",
                    "question",
                    "message",
                    "prompt",
                    "content",
                    "utterance",
                    "query",
                    "body",
                    "sentence",
                    "document",
                    "ticket",
                    "email",
                    "description",
                    "comment",
                    "review",
                    "instruction");
    private static final Set<String> EXPECTED =
            Set.of(
                    "label",
                    "labels",
                    "category",
                    "intent",
                    "class",
                    "expected",
                    "answer",
                    "target",
                    "output",
                    "gold",
                    "completion",
                    "topic",
                    "sentiment",
                    "response",
                    "reference",
                    "tag");
    private static final Set<String> ID =
            Set.of(
                    "id",
                    "item_id",
                    "example_id",
                    "row_id",
                    "uid",
                    "uuid",
                    "key",
                    "ticket_id",
                    "message_id",
                    "question_id");
    private static final Set<String> GROUP =
            Set.of(
                    "group",
                    "group_id",
                    "conversation",
                    "conversation_id",
                    "customer",
                    "customer_id",
                    "user",
                    "user_id",
                    "session",
                    "session_id",
                    "thread",
                    "thread_id",
                    "document_id",
                    "doc_id",
                    "account",
                    "account_id",
                    "author");
    private static final Set<String> SLICE =
            Set.of(
                    "language",
                    "lang",
                    "locale",
                    "channel",
                    "country",
                    "region",
                    "product",
                    "source",
                    "device");

    static ColumnGuess of(InputFile file, List<ColumnProfile> columns) {
        List<ColumnProfile> free = new ArrayList<>(columns);
        free.removeIf(ColumnProfile::isNested);
        Optional<String> id =
                take(
                        free,
                        column ->
                                column.isNamed(ID)
                                        && column.isFull()
                                        && column.distinct() == Math.min(column.rows(), 20_001));
        Optional<String> group =
                take(
                        free,
                        column ->
                                column.isNamed(GROUP)
                                        && column.distinct() >= 2
                                        && column.distinct() < column.rows());
        Optional<String> origin =
                take(
                        free,
                        column ->
                                column.name().equals("origin")
                                        && column.onlyHas(
                                                List.of("human", "production", "synthetic")));
        Optional<String> verified =
                take(
                        free,
                        column ->
                                column.name().equals("verified")
                                        && column.onlyHas(List.of("true", "false")));
        List<String> slices = new ArrayList<>();
        for (Optional<String> slice = slice(free); slice.isPresent(); slice = slice(free)) {
            slices.add(slice.get());
        }
        Optional<ColumnProfile> expected =
                free.stream().filter(column -> column.isNamed(EXPECTED)).findFirst();
        expected.ifPresent(free::remove);
        ColumnProfile input =
                free.stream()
                        .filter(column -> column.meanLetters() > 0)
                        .max(
                                Comparator.comparingDouble(column ->
                                        (column.isNamed(INPUT) ? 3 : 1) * column.meanLetters()))
                        .orElseThrow(() ->
                                noColumn(
                                        file,
                                        columns,
                                        "a column with the text that the model is to read"));
        free.remove(input);
        ColumnProfile answer =
                expected.or(() -> fewest(free))
                        .or(() -> longest(free))
                        .orElseThrow(() ->
                                noColumn(file, columns, "a second column with the right answer"));
        return new ColumnGuess(
                input.name(),
                answer.name(),
                answer.looksLikeLabels(),
                id,
                group,
                origin,
                verified,
                slices);
    }

    private static Optional<String> slice(List<ColumnProfile> free) {
        return take(
                free,
                column ->
                        column.isNamed(SLICE)
                                && column.distinct() >= 2
                                && column.distinct() <= 50
                                && column.rows() > column.distinct());
    }

    private static Optional<String> take(
            List<ColumnProfile> free, java.util.function.Predicate<ColumnProfile> wanted) {
        Optional<ColumnProfile> found = free.stream().filter(wanted).findFirst();
        found.ifPresent(free::remove);
        return found.map(ColumnProfile::name);
    }

    private static Optional<ColumnProfile> fewest(List<ColumnProfile> free) {
        return free.stream()
                .filter(column -> column.isFull() && column.looksLikeLabels())
                .min(Comparator.comparingInt(ColumnProfile::distinct));
    }

    private static Optional<ColumnProfile> longest(List<ColumnProfile> free) {
        return free.stream()
                .filter(ColumnProfile::isFull)
                .max(Comparator.comparingDouble(ColumnProfile::meanLetters));
    }

    private static RuntimeException noColumn(
            InputFile file, List<ColumnProfile> columns, String wanted) {
        return file.problem(
                "there is no column that could be "
                        + wanted
                        + "; the columns are "
                        + Table.listed(columns.stream().map(ColumnProfile::name).toList())
                        + ". Save the data with one column for the input and one for the right answer.");
    }

    ExampleColumns columns() {
        return new ExampleColumns(
                input, expected, id, group, origin, verified, slices, List.of(), false);
    }
}
