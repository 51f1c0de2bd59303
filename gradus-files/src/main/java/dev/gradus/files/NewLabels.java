package dev.gradus.files;

import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Writes the labels file of a task anew, from the column that its task file names: after the
/// column was corrected, or rows with other labels came.
public final class NewLabels {
    private NewLabels() {}

    /// What the file holds now.
    ///
    /// @param labels how many it lists
    /// @param added labels that it did not list before
    /// @param removed labels that no row has any more
    public record Written(Path file, int labels, List<String> added, List<String> removed) {
        public Written {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }

        /// For the screen.
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "wrote %s: %,d labels%s%s",
                    file,
                    labels,
                    added.isEmpty() ? "" : ", new: " + Table.listed(added),
                    removed.isEmpty() ? "" : ", gone: " + Table.listed(removed));
        }
    }

    /// @param folder of the task
    /// @throws GradusException.Usage where the task has no labels file
    /// @throws GradusException.Data where the examples cannot be read
    public static Written write(Path folder) {
        YamlMap root =
                YamlMap.of(
                        new InputFile(folder.resolve(TaskFile.NAME), TaskFile.NAME).checked(),
                        "a task file");
        YamlValue answer = root.need("answer", "answer: { labels: labels.yaml }");
        Optional<YamlValue> labels =
                answer.isMapping()
                        ? answer.map("{ labels: labels.yaml }").get("labels")
                        : Optional.empty();
        if (labels.isEmpty() || !labels.get().isScalar()) {
            throw new GradusException.Usage(
                    "this task has no labels file: answer of gradus.yaml names none. Write answer: { labels:"
                            + " labels.yaml }.");
        }
        Path file = folder.resolve(labels.get().text("a file"));
        Map<String, Label> before = new LinkedHashMap<>();
        if (Files.exists(file)) {
            LabelsFile.read(InputFile.at(file)).forEach(label -> before.put(label.name(), label));
        }
        ExamplesReader reader =
                new ExamplesReader(
                        root, folder, new AnswerKey(Optional.empty(), TaskFile.NAME, answer));
        reader.read();
        Map<String, Integer> now = new TreeMap<>();
        for (Example example : reader.examples()) {
            now.merge(example.expected(), 1, Integer::sum);
        }
        StringBuilder text = new StringBuilder("labels:\n");
        now.forEach((name, rows) -> {
            String described =
                    Optional.ofNullable(before.get(name))
                            .flatMap(Label::description)
                            .map(description -> " \"" + NewTaskText.escaped(description) + '"')
                            .orElse("");
            text.append("  ")
                    .append(NewTaskText.plain(name))
                    .append(':')
                    .append(described)
                    .append("  # ")
                    .append(String.format(Locale.ROOT, rows == 1 ? "%,d row" : "%,d rows", rows))
                    .append('\n');
        });
        replace(file, text.toString());
        List<String> added = new ArrayList<>(now.keySet());
        added.removeAll(before.keySet());
        List<String> removed = new ArrayList<>(before.keySet());
        removed.removeAll(now.keySet());
        return new Written(file, now.size(), added, removed);
    }

    private static void replace(Path file, String text) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GradusException.Data(
                    file + ": the file cannot be written: " + InputFile.reason(e) + ".");
        }
    }
}
