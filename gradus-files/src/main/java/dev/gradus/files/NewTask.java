package dev.gradus.files;

import dev.gradus.files.ColumnGuess.Answer;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the task file for a data file, by guessing what its columns are. What it writes can be
/// climbed as it stands; every guess is a line with a comment, to be read and changed.
public final class NewTask {
    private static final int SHORT = 500;
    private static final String IGNORE = ".gitignore";

    private final Path folder;
    private final NewOptions options;
    private final List<Path> made = new ArrayList<>();

    private NewTask(Path folder, NewOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /// What was written, and what was guessed.
    ///
    /// @param taskFile the new `gradus.yaml`
    /// @param files all files written, the task file first
    /// @param guesses one sentence each, for the screen
    /// @param books what became of the data file's records
    public record Written(Path taskFile, List<Path> files, List<String> guesses, Books books) {
        public Written {
            files = List.copyOf(files);
            guesses = List.copyOf(guesses);
        }
    }

    /// With everything guessed.
    public static Written write(Path folder, Path data) {
        return write(folder, data, NewOptions.none());
    }

    /// Writes `gradus.yaml`, `labels.yaml` for a label task, `answer.schema.json` for documents,
    /// and the data, into a folder that is made where it does not exist. The data is copied as it
    /// is, or written out as `examples.jsonl` where its records are not one example each.
    ///
    /// @throws GradusException.Usage where the folder has a `gradus.yaml`, or is a file
    /// @throws GradusException.Data where the data cannot be read, or the folder not be written
    public static Written write(Path folder, Path data, NewOptions options) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new GradusException.Usage(
                    folder + " is a file, and a folder is wanted. Name a new folder.");
        }
        for (String name : List.of(TaskFile.NAME, "labels.yaml")) {
            if (Files.exists(folder.resolve(name))) {
                throw new GradusException.Usage(
                        folder.resolve(name)
                                + " is there already, and is not overwritten. Change it by hand, or name another folder.");
            }
        }
        NewTask task = new NewTask(folder, options);
        try {
            return task.write(InputFile.at(data));
        } catch (IOException e) {
            task.takeBack();
            throw new GradusException.Data(
                    folder
                            + ": the folder cannot be written: "
                            + InputFile.reason(e)
                            + ". Name a folder that you may write, on a disk with room.");
        } catch (GradusException e) {
            task.takeBack();
            throw e;
        }
    }

    private Written write(InputFile data) throws IOException {
        try (NewExamples rows = NewExamples.of(data, options)) {
            return write(data, rows);
        }
    }

    private Written write(InputFile data, NewExamples rows) throws IOException {
        ColumnGuess guess = rows.guess();
        Map<String, Integer> labels = new TreeMap<>();
        AnswerSchema schema = new AnswerSchema();
        Set<String> answers = new HashSet<>();
        List<Example> examples = rows.examples();
        for (Example example : examples) {
            answers.add(example.expected());
            if (guess.answer() == Answer.LABELS) {
                labels.merge(example.expected(), 1, Integer::sum);
            } else if (guess.answer() != Answer.TEXT) {
                schema.add(document(rows, example));
            }
        }
        if (answers.size() < 2) {
            throw data.problem(
                    "the answers in column "
                            + Quoted.value(guess.expected())
                            + " are all "
                            + Quoted.value(answers.iterator().next())
                            + ". Save the data with at least 2 different answers"
                            + (guess.otherExpected().isEmpty()
                                    ? "."
                                    : ", or name another column with --expected: "
                                            + Table.listed(guess.otherExpected())
                                            + "."));
        }
        Files.createDirectories(folder);
        rows.write(folder, made);
        NewTaskText text =
                new NewTaskText(
                        name(),
                        rows,
                        examples.size(),
                        labels,
                        proposedMatters(examples.size()),
                        options);
        if (guess.answer() == Answer.LABELS) {
            put("labels.yaml", text.labelsFile());
        } else if (guess.answer() != Answer.TEXT) {
            put("answer.schema.json", JsonText.writePretty(schema.schema()));
        }
        boolean ignored = Files.exists(folder.resolve(IGNORE));
        if (!ignored) {
            put(IGNORE, "# The ledger: answers that were paid for.\n.gradus/\n");
        }
        put(TaskFile.NAME, text.taskFile());
        TaskFile.read(folder);
        List<String> guesses = new ArrayList<>(rows.notes());
        guesses.addAll(text.guesses());
        if (ignored && !Files.readString(folder.resolve(IGNORE)).contains(".gradus")) {
            guesses.add("Add .gradus/ to .gitignore: the ledger is no source.");
        }
        return new Written(folder.resolve(TaskFile.NAME), made.reversed(), guesses, rows.books());
    }

    private static @Nullable Object document(NewExamples rows, Example example) {
        return JsonText.parse(example.expected(), rows.name() + ":" + example.source().line());
    }

    /// One point; two where a file is so short that one point is less than a row of a dev split of
    /// a fifth. A proposal for the reader, who knows what matters; no run-time rule looks at the
    /// rows.
    public static double proposedMatters(int examples) {
        return examples < SHORT ? 0.02 : Goal.USUAL_MATTERS;
    }

    private void put(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
            made.add(path);
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// What a full disk cut short is not left behind: the next attempt would refuse to overwrite
    /// it.
    private void takeBack() {
        for (Path file : made) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException stays) {
                System.getLogger(NewTask.class.getName())
                        .log(System.Logger.Level.WARNING, "{0} could not be taken back", file);
            }
        }
    }

    private String name() {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name =
                last == null
                        ? ""
                        : last.toString()
                                .replaceAll("[^A-Za-z0-9._-]+", "-")
                                .replaceAll("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "task" : name.substring(0, Math.min(100, name.length()));
    }
}
