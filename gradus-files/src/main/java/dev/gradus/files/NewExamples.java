package dev.gradus.files;

import dev.gradus.files.ColumnGuess.Answer;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    private InputFile file;
    private Optional<MadeRows> made;
    private ColumnGuess guess;
    private final List<FileNote> notes = new ArrayList<>();
    private Optional<InputFile> test = Optional.empty();

    private NewExamples(InputFile source, NewOptions options) throws IOException {
        this.source = source;
        this.options = options;
        this.made = made(source, options);
        this.file = made.isPresent() ? temporary(made.get().lines(), MadeRows.NAME) : source;
        List<ColumnProfile> profiles = profiles();
        this.guess =
                ColumnGuess.of(
                        file,
                        profiles,
                        options.or(
                                made.flatMap(MadeRows::input), made.flatMap(MadeRows::expected)));
        if (guess.answer() == Answer.LABEL_LISTS) {
            lists(profiles);
        }
        if (options.test().isPresent()) {
            test = Optional.of(test(InputFile.at(options.test().get())));
        }
    }

    /// @throws GradusException.Data where the file cannot be read, or is no table with an input and
    ///   a right answer
    static NewExamples of(InputFile source, NewOptions options) throws IOException {
        return new NewExamples(source, options);
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
                columns.stream().map(name -> new Table.Column(name, false, true, "")).toList(),
                (line, cells) -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 0; i < cells.length; i++) {
                        row.put(columns.get(i), cells[i]);
                    }
                    lines.append(JsonText.write(row)).append('\n');
                    rows[0]++;
                });
        return new MadeRows(
                lines.toString(),
                rows[0],
                rows[0],
                0,
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private List<ColumnProfile> profiles() {
        Table table = Table.open(file);
        List<String> names = table.columns();
        List<ColumnProfile> profiles = names.stream().map(ColumnProfile::new).toList();
        table.rows(
                names.stream().map(name -> new Table.Column(name, false, true, "")).toList(),
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
            throw file.problem("the file has a header and 0 examples. Write one example a row.");
        }
        if (table instanceof CsvTable || table instanceof TsvTable || table instanceof XlsxTable) {
            profiles.stream()
                    .filter(NewExamples::isValue)
                    .findFirst()
                    .ifPresent(profile -> {
                        throw file.problem(
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

    private void lists(List<ColumnProfile> profiles) throws IOException {
        ColumnProfile lists =
                profiles.stream()
                        .filter(profile -> profile.name().equals(guess.expected()))
                        .findFirst()
                        .orElseThrow();
        MadeRows rows = ListRows.of(Table.open(file), guess.input(), lists, made);
        made = Optional.of(rows);
        file = temporary(rows.lines(), MadeRows.NAME);
        guess =
                ColumnGuess.of(
                        file,
                        profiles(),
                        options.or(Optional.of(guess.input()), Optional.of(guess.expected())));
        if (lists.longestList() > 1) {
            guess = guess.with(Answer.LABEL_LISTS);
        }
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
        return ExamplesFile.read(file, guess.columns(), new LabelCheck(List.of(), TaskFile.NAME));
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

    long held() {
        return made.map(MadeRows::held).orElseGet(() -> (long) examples().size());
    }

    long taken() {
        return made.map(MadeRows::taken).orElseGet(this::held);
    }

    long merged() {
        return made.map(MadeRows::merged).orElse(0L);
    }

    Map<String, Long> leftOut() {
        return made.map(MadeRows::leftOut).orElse(Map.of());
    }

    /// What became of the records, where not each is an example, and what else should be known.
    List<String> notes() {
        List<String> said = new ArrayList<>();
        if (taken() != held()) {
            StringBuilder books = new StringBuilder();
            books.append(
                    "%,d of %,d records of %s make examples"
                            .formatted(taken(), held(), source.shown()));
            if (merged() > 0) {
                books.append("; %,d are further annotations of the same items".formatted(merged()));
            }
            if (!leftOut().isEmpty()) {
                books.append("; left out: ")
                        .append(
                                String.join(
                                        ", ",
                                        leftOut().entrySet().stream()
                                                .map(left ->
                                                        "%,d %s"
                                                                .formatted(
                                                                        left.getValue(),
                                                                        left.getKey()))
                                                .toList()));
            }
            said.add(books.append('.').toString());
        }
        made.ifPresent(rows -> said.addAll(rows.notes()));
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
            Files.writeString(
                    prompt, prompt().get().text(), java.nio.file.StandardOpenOption.CREATE_NEW);
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
        try (var out = Files.newOutputStream(copy, java.nio.file.StandardOpenOption.CREATE_NEW)) {
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
