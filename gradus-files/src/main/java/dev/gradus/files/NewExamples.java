package dev.gradus.files;

import dev.gradus.files.ColumnGuess.Answer;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The data of a new task: the file as it is, or examples that were made of its records.
final class NewExamples implements AutoCloseable {
    private static final int LONGEST_NAME = 80;
    private static final String TEST = "test.jsonl";

    private final InputFile source;
    private final NewOptions options;
    private final List<Path> temporary = new ArrayList<>();
    private final List<FileNote> notes = new ArrayList<>();
    private final Optional<MadeRows> made;
    private final InputFile file;
    private final ColumnGuess guess;
    private final Optional<InputFile> test;
    private final List<Example> examples;
    private final Books books;

    private NewExamples(InputFile source, NewOptions options) throws IOException {
        this.source = source;
        this.options = options;
        try {
            Optional<MadeRows> rows = made(source, options);
            InputFile read = written(rows, source, MadeRows.NAME);
            List<ColumnProfile> profiles = profiles(read);
            ColumnGuess first =
                    ColumnGuess.of(
                            read,
                            profiles,
                            options.or(
                                    rows.flatMap(MadeRows::input),
                                    rows.flatMap(MadeRows::expected)));
            if (first.answer() == Answer.LABEL_LISTS) {
                ColumnProfile lists =
                        profiles.stream()
                                .filter(profile -> profile.name().equals(first.expected()))
                                .findFirst()
                                .orElseThrow();
                rows = Optional.of(ListRows.of(Table.open(read), first.input(), lists, rows));
                read = written(rows, source, MadeRows.NAME);
                this.guess = listed(read, first, lists.longestList() > 1);
            } else {
                this.guess = first;
            }
            this.made = rows;
            this.file = read;
            this.test =
                    options.test().isPresent()
                            ? Optional.of(test(InputFile.at(options.test().get())))
                            : Optional.empty();
            this.examples =
                    ExamplesFile.read(
                            file, guess.columns(), new LabelCheck(List.of(), TaskFile.NAME));
            this.books =
                    made.map(MadeRows::books)
                            .orElseGet(() -> Books.whole(MadeRows.RECORDS, examples.size()));
        } catch (IOException | RuntimeException wrong) {
            close();
            throw wrong;
        }
    }

    /// @throws GradusException.Data where the file cannot be read, or is no table with an input and
    ///   a right answer
    static NewExamples of(InputFile source, NewOptions options) throws IOException {
        return new NewExamples(source, options);
    }

    /// What was made, as a file; the file itself where nothing was.
    private InputFile written(Optional<MadeRows> rows, InputFile otherwise, String shown)
            throws IOException {
        return rows.isPresent() ? temporary(rows.get().lines(), shown) : otherwise.checked();
    }

    /// The guess on rows whose lists were taken apart.
    private ColumnGuess listed(InputFile rows, ColumnGuess first, boolean several) {
        ColumnGuess again =
                ColumnGuess.of(
                        rows,
                        profiles(rows),
                        options.or(Optional.of(first.input()), Optional.of(first.expected())));
        return several ? again.with(Answer.LABEL_LISTS) : again;
    }

    private static Optional<MadeRows> made(InputFile file, NewOptions options) {
        return ChatRows.of(file)
                .or(() -> AnnotationRows.of(table(file, options)))
                .or(() -> options.delimiter().map(delimiter -> plain(table(file, options))));
    }

    private static Table table(InputFile file, NewOptions options) {
        return options.delimiter().isPresent()
                ? new CsvTable(file.checked(), options.delimiter().get())
                : Table.open(file);
    }

    /// The cells as they are, where the file alone does not say what separates them.
    private static MadeRows plain(Table table) {
        List<String> columns = table.columns();
        StringBuilder lines = new StringBuilder();
        long[] rows = {0};
        table.rows(
                Table.every(columns),
                (line, cells) -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 0; i < cells.length; i++) {
                        row.put(columns.get(i), cells[i]);
                    }
                    lines.append(JsonText.write(row)).append('\n');
                    rows[0]++;
                });
        return MadeRows.of(
                lines.toString(), Books.whole(MadeRows.RECORDS, rows[0]), Optional.empty());
    }

    private List<ColumnProfile> profiles(InputFile rows) {
        Table table = Table.open(rows);
        List<String> names = table.columns();
        List<ColumnProfile> profiles = names.stream().map(ColumnProfile::new).toList();
        table.rows(
                Table.every(names),
                new Table.Rows() {
                    @Override
                    public void row(long line, String[] cells) {
                        for (int i = 0; i < cells.length; i++) {
                            profiles.get(i).add(cells[i]);
                        }
                    }

                    @Override
                    public void note(FileNote note) {
                        notes.add(note);
                    }
                });
        if (profiles.stream().allMatch(profile -> profile.rows() == 0)) {
            throw rows.problem("the file has a header and 0 examples. Write one example a row.");
        }
        if (table instanceof CsvTable || table instanceof TsvTable || table instanceof XlsxTable) {
            profiles.stream()
                    .filter(NewExamples::isValue)
                    .findFirst()
                    .ifPresent(profile -> {
                        throw rows.problem(
                                1,
                                "the first line looks like a row, not like names: "
                                        + Quoted.value(profile.name())
                                        + " stands in it. Write a first line that names the columns, such as text"
                                        + ",label.");
                    });
        }
        return profiles;
    }

    /// A name that is a sentence, or a value of its own column.
    private static boolean isValue(ColumnProfile profile) {
        return profile.name().length() > LONGEST_NAME
                || profile.looksLikeLabels() && profile.has(profile.name());
    }

    /// The test as the examples are: made in the same way where they were made.
    private InputFile test(InputFile given) throws IOException {
        Optional<MadeRows> rows = made(given, options);
        InputFile same = rows.isPresent() ? temporary(rows.get().lines(), TEST) : given.checked();
        if (made.isPresent() && guess.answer() != Answer.TEXT) {
            ColumnProfile lists = new ColumnProfile(guess.expected());
            Table.open(same)
                    .rows(
                            List.of(new Table.Column(guess.expected(), false, true, "Name it so.")),
                            (line, cells) -> lists.add(cells[0]));
            if (lists.holdsLists()) {
                same =
                        temporary(
                                ListRows.of(Table.open(same), guess.input(), lists, rows).lines(),
                                TEST);
            }
        }
        return same;
    }

    private InputFile temporary(String lines, String shown) throws IOException {
        Path path = Files.createTempFile("gradus-new", ".jsonl");
        temporary.add(path);
        Files.writeString(path, lines);
        return new InputFile(path, shown);
    }

    ColumnGuess guess() {
        return guess;
    }

    List<Example> examples() {
        return examples;
    }

    Books books() {
        return books;
    }

    /// What the examples are called in the folder.
    String name() {
        return file.shown();
    }

    Optional<String> testName() {
        return test.map(InputFile::shown);
    }

    Optional<MadeRows.PromptFile> prompt() {
        return made.flatMap(MadeRows::prompt);
    }

    List<String> variables() {
        return made.map(MadeRows::variables).orElse(List.of());
    }

    /// What became of the records, where not each is an example, and what else should be known.
    List<String> notes() {
        List<String> said = new ArrayList<>();
        if (books.taken() != books.held()) {
            said.add(
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d records of %s make examples%s%s.",
                            books.taken(),
                            books.held(),
                            source.shown(),
                            books.merged() == 0
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            "; %,d are further annotations of the same items",
                                            books.merged()),
                            books.leftOut().isEmpty()
                                    ? ""
                                    : "; left out: " + Books.words(books.leftOut())));
        }
        said.addAll(books.notes());
        notes.forEach(note -> said.add(note.toString()));
        return said;
    }

    /// Writes the examples, the test and the prompt into the folder.
    ///
    /// @param written takes the files, as they are written
    void write(Path folder, List<Path> written) throws IOException {
        copy(file, folder, written);
        if (test.isPresent()) {
            copy(test.get(), folder, written);
        }
        if (prompt().isPresent()) {
            Path prompt = folder.resolve(prompt().get().name());
            Files.writeString(prompt, prompt().get().text(), StandardOpenOption.CREATE_NEW);
            written.add(prompt);
        }
    }

    private static void copy(InputFile from, Path folder, List<Path> written) throws IOException {
        Path copy = folder.resolve(from.shown());
        if (Files.exists(copy)) {
            if (Files.isSameFile(copy, from.path()) || Files.mismatch(copy, from.path()) < 0) {
                return;
            }
            throw new GradusException.Usage(
                    copy
                            + " is there already with other content, and is not overwritten. Rename one of the two, or name another folder.");
        }
        try (var out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            written.add(copy);
            Files.copy(from.path(), out);
        }
    }

    @Override
    public void close() throws IOException {
        for (Path path : temporary) {
            Files.deleteIfExists(path);
        }
    }
}
