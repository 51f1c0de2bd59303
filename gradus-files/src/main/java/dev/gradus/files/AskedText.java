package dev.gradus.files;

import dev.gradus.spi.GradusException;
import dev.gradus.task.Asked;
import dev.gradus.task.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a task file asks, from texts of any day: only brief, labels and prompt are read, so that a
/// version with settings of another release is understood too.
public final class AskedText {
    private static final String EXAMPLE = "brief: Name the topic of the message";
    private final InputFile file;
    private final YamlMap root;

    private AskedText(InputFile file, YamlMap root) {
        this.file = file;
        this.root = root;
    }

    /// @param text of a task file
    /// @return empty where it is no task file that can be read
    public static Optional<AskedText> of(String text) {
        InputFile file = InputFile.at(Path.of(TaskFile.NAME));
        try {
            AskedText asked = new AskedText(file, YamlMap.of(file, text, EXAMPLE));
            return asked.brief().isBlank() ? Optional.empty() : Optional.of(asked);
        } catch (GradusException unreadable) {
            return Optional.empty();
        }
    }

    private String brief() {
        return root.need("brief", EXAMPLE).text(EXAMPLE);
    }

    /// The files that it names for labels and prompt, relative to its folder.
    public List<String> files() {
        List<String> files = new ArrayList<>();
        labels().filter(YamlValue::isScalar).ifPresent(name -> files.add(name.text(EXAMPLE)));
        prompt().ifPresent(files::add);
        return files;
    }

    private Optional<YamlValue> labels() {
        return root.get("answer")
                .filter(YamlValue::isMapping)
                .flatMap(answer -> answer.map(EXAMPLE).get("labels"));
    }

    private Optional<String> prompt() {
        return root.get("prompt").map(value -> value.text(EXAMPLE));
    }

    /// @param named the text of each of `files`
    /// @return empty where one of them is missing or cannot be read
    public Optional<Asked> asked(Function<String, Optional<String>> named) {
        try {
            Optional<List<Label>> labels = labels(named);
            Optional<String> prompt = prompt();
            Optional<String> words = prompt.flatMap(named);
            return labels.isEmpty() || prompt.isPresent() && words.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Asked.of(brief(), labels.get(), words));
        } catch (GradusException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<List<Label>> labels(Function<String, Optional<String>> named) {
        Optional<YamlValue> labels = labels();
        if (labels.isEmpty()) {
            return Optional.of(List.of());
        }
        return labels.get().isScalar()
                ? named.apply(labels.get().text(EXAMPLE))
                        .map(text ->
                                LabelsFile.of(
                                        YamlMap.of(file, text, EXAMPLE).need("labels", EXAMPLE)))
                : Optional.of(LabelsFile.of(labels.get()));
    }
}
