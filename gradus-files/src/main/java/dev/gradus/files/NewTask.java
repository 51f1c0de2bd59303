package dev.gradus.files;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes the task file for a data file, by guessing what its columns are. What it writes can be
/// climbed as it stands; every guess is a line with a comment, to be read and changed.
public final class NewTask {
    private static final int SHORT = 500;

    private final Path folder;
    private final InputFile data;
    private final Optional<ChatRows> chat;

    private NewTask(Path folder, InputFile data, Optional<ChatRows> chat) {
        this.folder = folder;
        this.data = data;
        this.chat = chat;
    }

    /// What was written, and what was guessed.
    ///
    /// @param taskFile the new `gradus.yaml`
    /// @param files all files written, the task file first
    /// @param guesses one sentence each, for the screen
    public record Written(Path taskFile, List<Path> files, List<String> guesses) {
        public Written {
            files = List.copyOf(files);
            guesses = List.copyOf(guesses);
        }
    }

    /// Writes `gradus.yaml`, `labels.yaml` for a label task, and a copy of the data, into a folder
    /// that is made where it does not exist.
    ///
    /// @throws GradusException.Usage where the folder has a `gradus.yaml`, or is a file
    /// @throws GradusException.Data where the data cannot be read, or the folder not be written
    public static Written write(Path folder, Path data) {
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
        InputFile file = InputFile.at(data);
        return ChatRows.of(file)
                .map(rows -> chat(folder, rows))
                .orElseGet(() -> new NewTask(folder, file, Optional.empty()).write());
    }

    /// Chat messages are written out as examples first, with their system message as the prompt.
    private static Written chat(Path folder, ChatRows rows) {
        Path examples = folder.resolve(ChatRows.NAME);
        List<Path> made = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            Files.writeString(examples, rows.lines(), StandardOpenOption.CREATE_NEW);
            made.add(examples);
            if (rows.prompt().isPresent()) {
                Path prompt = folder.resolve(rows.prompt().get().name());
                Files.writeString(
                        prompt, rows.prompt().get().text(), StandardOpenOption.CREATE_NEW);
                made.add(prompt);
            }
            Written written =
                    new NewTask(folder, InputFile.at(examples), Optional.of(rows)).write();
            List<Path> files = new ArrayList<>(written.files());
            files.addAll(made);
            return new Written(written.taskFile(), files, written.guesses());
        } catch (IOException e) {
            takeBack(made);
            throw new GradusException.Data(
                    folder
                            + ": the folder cannot be written: "
                            + InputFile.reason(e)
                            + ". Name a new folder, on a disk with room.");
        } catch (GradusException e) {
            takeBack(made);
            throw e;
        }
    }

    private Written write() {
        ColumnGuess guess = guess();
        List<Example> examples =
                ExamplesFile.read(data, guess.columns(), new LabelCheck(List.of(), TaskFile.NAME));
        Map<String, Integer> labels = new TreeMap<>();
        if (guess.labels()) {
            examples.forEach(example -> labels.merge(example.expected(), 1, Integer::sum));
        }
        if (examples.stream().map(Example::expected).distinct().limit(2).count() < 2) {
            throw data.problem(
                    "the answers in column "
                            + Quoted.value(guess.expected())
                            + " are all "
                            + Quoted.value(examples.get(0).expected())
                            + ". Save the data with at least 2 different answers.");
        }
        NewTaskText text =
                new NewTaskText(
                        name(),
                        data.shown(),
                        guess,
                        examples.size(),
                        labels,
                        proposedMatters(examples.size()),
                        chat.flatMap(ChatRows::prompt).map(ChatRows.PromptFile::name),
                        chat.map(ChatRows::variables).orElse(List.of()));
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            copyData(files);
            if (guess.labels()) {
                put(files, "labels.yaml", text.labelsFile());
            }
            put(files, TaskFile.NAME, text.taskFile());
        } catch (IOException e) {
            takeBack(files);
            throw new GradusException.Data(
                    folder
                            + ": the folder cannot be written: "
                            + InputFile.reason(e)
                            + ". Name a folder that you may write, on a disk with room.");
        }
        return new Written(folder.resolve(TaskFile.NAME), files.reversed(), text.guesses());
    }

    private ColumnGuess guess() {
        Table table = Table.open(data);
        List<String> names = table.columns();
        List<ColumnProfile> profiles = names.stream().map(ColumnProfile::new).toList();
        List<Table.Column> columns =
                names.stream().map(name -> new Table.Column(name, false, true, "")).toList();
        table.rows(
                columns,
                (line, cells) -> {
                    for (int i = 0; i < cells.length; i++) {
                        profiles.get(i).add(cells[i]);
                    }
                });
        return ColumnGuess.of(data, profiles);
    }

    /// One point; two where a file is so short that one point is less than a row of a dev split of
    /// a fifth. A proposal for the reader, who knows what matters; no run-time rule looks at the
    /// rows.
    public static double proposedMatters(int examples) {
        return examples < SHORT ? 0.02 : Goal.USUAL_MATTERS;
    }

    private void copyData(List<Path> files) throws IOException {
        Path copy = folder.resolve(data.shown());
        if (Files.exists(copy)) {
            if (Files.isSameFile(copy, data.path()) || Files.mismatch(copy, data.path()) < 0) {
                return;
            }
            throw new GradusException.Usage(
                    copy
                            + " is there already with other content, and is not overwritten. Rename one of the two, or name another folder.");
        }
        try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
            files.add(copy);
            Files.copy(data.path(), out);
        }
    }

    private void put(List<Path> files, String name, String text) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
            files.add(path);
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// What a full disk cut short is not left behind: the next attempt would refuse to overwrite
    /// it.
    private static void takeBack(List<Path> files) {
        for (Path file : files) {
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
