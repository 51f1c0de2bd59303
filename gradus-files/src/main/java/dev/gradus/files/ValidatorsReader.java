package dev.gradus.files;

import dev.gradus.task.Condition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads `validators`: what every answer of a chat model must satisfy besides its shape.
final class ValidatorsReader {
    private static final String WANTED =
            "a list, as in [ { regex: \"^[A-Z]\" }, { cel: \"answer.size() < 200\" } ]";
    private static final String ONE =
            "one of { regex: ... }, { cel: ... }, { schema: FILE } or { command: [ ... ] }";

    private final YamlMap root;
    private final Path folder;

    ValidatorsReader(YamlMap root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    List<Condition> read() {
        List<Condition> validators = new ArrayList<>();
        root.get("validators")
                .ifPresent(value -> value.list(WANTED).forEach(item -> validators.add(one(item))));
        return validators;
    }

    private Condition one(YamlValue item) {
        YamlMap map = item.map(ONE).only("regex", "cel", "schema", "command");
        if (map.keys().size() != 1) {
            throw item.wrong(ONE);
        }
        String word = map.keys().getFirst();
        YamlValue given = map.need(word, "");
        return switch (word) {
            case "regex" -> regex(given);
            case "cel" -> new Condition.Cel(given.text("an expression, as in \"answer != ''\""));
            case "schema" -> new Condition.Schema(NamedFile.of(given, folder).text());
            default -> command(given);
        };
    }

    private static Condition regex(YamlValue value) {
        String pattern = value.text("a regular expression, as in \"^[0-9]+$\"");
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw value.problem(
                    value.path()
                            + " is no regular expression: "
                            + e.getDescription()
                            + " at position "
                            + (e.getIndex() + 1)
                            + ". Fix it there.");
        }
        return new Condition.Regex(pattern);
    }

    private static Condition command(YamlValue value) {
        String wanted = "a program with its arguments, as in [ python3, valid.py ]";
        List<String> words = new ArrayList<>();
        value.list(wanted).forEach(item -> words.add(item.text("a word of the command")));
        if (words.isEmpty()) {
            throw value.wrong(wanted);
        }
        return new Condition.Command(words);
    }
}
