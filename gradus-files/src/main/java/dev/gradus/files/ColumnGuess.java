package dev.gradus.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Guesses what each column of a data file is for, by its name first and by its content second.
/// What the person named is taken as named.
///
/// @param answer what the right answers are
/// @param otherInputs columns that could be the input too
/// @param otherExpected columns that could be the right answer too
/// @param wideGroup a column that is named like a group and has a group so large that a split could
///   not balance it
record ColumnGuess(
        String input,
        String expected,
        Answer answer,
        Optional<String> id,
        Optional<String> group,
        Optional<String> origin,
        Optional<String> verified,
        List<String> slices,
        List<String> otherInputs,
        List<String> otherExpected,
        Optional<String> wideGroup) {

    /// What the right answers are.
    enum Answer {
        /// One of a closed set.
        LABELS,
        /// A list of some of a closed set.
        LABEL_LISTS,
        /// A JSON document.
        DOCUMENTS,
        TEXT
    }

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

    /// The names that say most first.
    private static final List<String> EXPECTED =
            List.of(
                    "category",
                    "label",
                    "labels",
                    "intent",
                    "class",
                    "topic",
                    "sentiment",
                    "tag",
                    "expected",
                    "target",
                    "gold",
                    "reference",
                    "answer",
                    "output",
                    "completion",
                    "response");

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

    static ColumnGuess of(InputFile file, List<ColumnProfile> columns, NewOptions options) {
        List<ColumnProfile> free = new ArrayList<>(columns);
        Optional<ColumnProfile> namedInput = named(file, free, options.input());
        Optional<ColumnProfile> namedExpected = named(file, free, options.expected());
        Optional<ColumnProfile> namedGroup = named(file, free, options.group());
        Optional<String> id =
                take(
                        free,
                        column ->
                                column.isNamed(ID)
                                        && column.isFull()
                                        && column.distinct() == Math.min(column.rows(), 20_001));
        Optional<String> wide =
                namedGroup.isPresent()
                        ? Optional.empty()
                        : take(free, column -> column.isGroup(GROUP) && !column.hasSmallGroups());
        Optional<String> group =
                namedGroup
                        .map(ColumnProfile::name)
                        .or(() -> take(free, column -> column.isGroup(GROUP)));
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
        Optional<ColumnProfile> expected = namedExpected.or(() -> expectedByName(free));
        expected.ifPresent(free::remove);
        List<ColumnProfile> inputs = namedInput.map(List::of).orElseGet(() -> inputs(free));
        if (inputs.isEmpty()) {
            throw noColumn(file, columns, "a column with the text that the model is to read");
        }
        ColumnProfile input = inputs.getFirst();
        free.remove(input);
        if (input.namesImages()) {
            throw file.problem(
                    "column "
                            + Quoted.value(input.name())
                            + " names images, and images are not supported: an input is text. Name a column of text with --input.");
        }
        List<ColumnProfile> answers = answers(free, expected);
        if (answers.isEmpty()) {
            throw noColumn(file, columns, "a second column with the right answer");
        }
        ColumnProfile answer = answers.getFirst();
        return new ColumnGuess(
                input.name(),
                answer.name(),
                shape(answer),
                id,
                group,
                origin,
                verified,
                slices,
                inputs.stream()
                        .skip(1)
                        .map(ColumnProfile::name)
                        .filter(name -> !name.equals(answer.name()))
                        .toList(),
                answers.stream().skip(1).map(ColumnProfile::name).toList(),
                wide);
    }

    private static Optional<ColumnProfile> named(
            InputFile file, List<ColumnProfile> free, Optional<String> name) {
        return name.map(wanted -> {
            ColumnProfile column =
                    free.stream()
                            .filter(one -> one.name().equals(wanted))
                            .findFirst()
                            .orElseThrow(() -> {
                                List<String> names =
                                        free.stream().map(ColumnProfile::name).toList();
                                return file.problem(
                                        "there is no column "
                                                + Quoted.value(wanted)
                                                + Closest.hint(wanted, names)
                                                + "; the columns are "
                                                + Table.listed(names)
                                                + ". Name one of these.");
                            });
            free.remove(column);
            return column;
        });
    }

    private static Answer shape(ColumnProfile answer) {
        return answer.holdsLists()
                ? Answer.LABEL_LISTS
                : answer.holdsDocuments()
                        ? Answer.DOCUMENTS
                        : answer.looksLikeLabels() ? Answer.LABELS : Answer.TEXT;
    }

    /// By rank of the name: `category` says more than `answer`.
    private static Optional<ColumnProfile> expectedByName(List<ColumnProfile> free) {
        return EXPECTED.stream()
                .flatMap(name ->
                        free.stream()
                                .filter(column -> column.isNamed(Set.of(name)) && column.isFilled())
                                .limit(1))
                .findFirst();
    }

    /// The likeliest first: texts, long ones and those of a usual name before others.
    private static List<ColumnProfile> inputs(List<ColumnProfile> free) {
        return free.stream()
                .filter(column -> !column.isNested() && column.meanLetters() > 0)
                .sorted(
                        Comparator.comparingDouble(
                                column -> -(column.isNamed(INPUT) ? 3 : 1) * column.meanLetters()))
                .toList();
    }

    /// The likeliest first: the one that is named so, then closed sets, the fewest values first,
    /// then the longest text.
    private static List<ColumnProfile> answers(
            List<ColumnProfile> free, Optional<ColumnProfile> expected) {
        List<ColumnProfile> answers = new ArrayList<>(expected.stream().toList());
        free.stream()
                .filter(column -> column.isFull() && column.looksLikeLabels())
                .filter(column -> !column.isNested())
                .sorted(Comparator.comparingInt(ColumnProfile::distinct))
                .forEach(answers::add);
        if (answers.isEmpty()) {
            free.stream()
                    .filter(column -> column.isFull() && column.isNested())
                    .forEach(answers::add);
        }
        if (answers.isEmpty()) {
            longest(free).ifPresent(answers::add);
        }
        return answers;
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
                        + ". Save the data with one column for the input and one for the right answer, or name them with --input and --expected.");
    }

    /// With these answers.
    ColumnGuess with(Answer other) {
        return new ColumnGuess(
                input,
                expected,
                other,
                id,
                group,
                origin,
                verified,
                slices,
                otherInputs,
                otherExpected,
                wideGroup);
    }

    ExampleColumns columns() {
        return new ExampleColumns(
                input,
                expected,
                id,
                group,
                origin,
                verified,
                slices,
                List.of(),
                answer == Answer.DOCUMENTS || answer == Answer.LABEL_LISTS);
    }
}
