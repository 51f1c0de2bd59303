package dev.gradus.files;

import dev.gradus.spi.GradusException;
import java.util.List;
import java.util.Optional;

/// A mapping of a task file. It knows its keys: one that nobody asked for is refused with the
/// closest known.
record YamlMap(InputFile file, String path, YamlNode.Mapping mapping) {

    /// The mapping that a file consists of.
    static YamlMap of(InputFile file, String example) {
        return of(file, file.text(), example);
    }

    /// The mapping that a text consists of.
    static YamlMap of(InputFile file, String text, String example) {
        YamlNode root =
                YamlTree.read(file, text)
                        .orElseThrow(
                                () -> file.problem("the file is empty. Write " + example + "."));
        if (root instanceof YamlNode.Mapping mapping) {
            return new YamlMap(file, "", mapping);
        }
        String what = root instanceof YamlNode.Sequence ? "a list" : "one piece of text";
        throw file.problem(
                root.line(), root.column(), "the file is " + what + ". Write " + example + ".");
    }

    /// Refuses every other key.
    YamlMap only(String... known) {
        List<String> words = List.of(known);
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (!words.contains(key)) {
                String inside = path.isEmpty() ? "" : " in " + path;
                String text =
                        Closest.to(key, words)
                                .map(near ->
                                        " (closest: "
                                                + Quoted.value(near)
                                                + "). Rename it, or take it out.")
                                .orElse(". The keys here are " + String.join(", ", words) + ".");
                throw file.problem(
                        entry.key().line(),
                        entry.key().column(),
                        "unknown key " + Quoted.value(key) + inside + text);
            }
        }
        return this;
    }

    List<String> keys() {
        return mapping.entries().stream().map(entry -> entry.key().text()).toList();
    }

    Optional<YamlValue> get(String key) {
        return mapping.entries().stream()
                .filter(entry -> entry.key().text().equals(key))
                .map(entry -> new YamlValue(file, pathOf(key), entry.value()))
                .findFirst();
    }

    /// The value of a key that must be there.
    YamlValue need(String key, String wanted) {
        return get(key).orElseThrow(
                        () -> problem(pathOf(key) + " is missing. Write " + wanted + "."));
    }

    GradusException problem(String text) {
        return file.problem(mapping.line(), mapping.column(), text);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
