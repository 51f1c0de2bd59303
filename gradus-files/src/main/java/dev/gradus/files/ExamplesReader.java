package dev.gradus.files;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the files that `examples` names, and takes the labels from them where the task file says
/// so.
final class ExamplesReader {
    private static final String WANTED =
            "a mapping, as in examples: { file: train.csv, input: text, expected: label }";
    private static final Set<String> RESERVED =
            Set.of("input", "expected", "brief", "labels", "shots", "schema", "loop");
    private static final int MOST_LABELS = 2_000;

    /// Scores that read `expected` as JSON.
    private static final Set<String> DOCUMENTS = Set.of("checks", "json-fields");

    /// Scores that can do without `expected`.
    private static final Set<String> WITHOUT_EXPECTED = Set.of("judge", "regex", "cel", "command");

    private final YamlMap map;
    private final boolean emptyIsRight;
    private final boolean documentScore;
    private final Path folder;
    private final AnswerKey answerKey;
    private final List<FileNote> notes = new ArrayList<>();
    private List<Example> examples = List.of();
    private Optional<List<Example>> test = Optional.empty();
    private Optional<AnswerShape> answer;

    ExamplesReader(YamlMap root, Path folder, AnswerKey answerKey) {
        this.map =
                root.need("examples", "examples: { file: train.csv, input: text, expected: label }")
                        .map(WANTED)
                        .only(
                                "file",
                                "test",
                                "input",
                                "expected",
                                "id",
                                "group",
                                "origin",
                                "verified",
                                "slices",
                                "variables");
        this.documentScore =
                root.get("score")
                        .filter(YamlValue::isScalar)
                        .map(value -> DOCUMENTS.contains(value.text("a score")))
                        .orElse(false);
        this.emptyIsRight =
                root.get("score")
                        .filter(YamlValue::isMapping)
                        .map(value -> value.map("a score").keys())
                        .map(keys -> keys.stream().allMatch(WITHOUT_EXPECTED::contains))
                        .orElse(false);
        this.folder = folder;
        this.answerKey = answerKey;
        this.answer = answerKey.shape();
    }

    void read() {
        YamlValue fileKey = map.need("file", "the file with the examples, as in file: train.csv");
        ExampleColumns columns = columns();
        InputFile file = NamedFile.of(fileKey, folder);
        Optional<InputFile> testFile = map.get("test").map(value -> testFile(value, file));
        examples =
                ExamplesFile.read(
                        file,
                        columns,
                        new LabelCheck(
                                answerKey.labelNames(),
                                answerKey.home(),
                                emptyIsRight && !answerKey.ofLabels()),
                        notes::add);
        if (answer.isEmpty()) {
            answer = Optional.of(derived(file));
        }
        List<String> labels =
                answer.flatMap(AnswerShape::asLabels)
                        .map(AnswerShape.Labels::names)
                        .orElse(List.of());
        test =
                testFile.map(given ->
                        distinct(
                                given,
                                ExamplesFile.read(
                                        given,
                                        columns,
                                        new LabelCheck(labels, answerKey.home(), emptyIsRight),
                                        notes::add)));
    }

    private ExampleColumns columns() {
        String column = "the name of a column";
        YamlValue expectedKey =
                map.need("expected", "the column with the right answer, as in expected: label");
        String input =
                map.need("input", "the column with the input, as in input: text").text(column);
        String expected = expectedKey.text(column);
        if (input.equals(expected)) {
            throw expectedKey.problem(
                    "examples.expected is the column of examples.input, "
                            + Quoted.value(input)
                            + ". Name the column with the right answer.");
        }
        return new ExampleColumns(
                input,
                expected,
                optional("id", column),
                optional("group", column),
                optional("origin", "a column, or one of human, production and synthetic"),
                optional("verified", "a column, or true or false"),
                List.copyOf(names("slices", "a list of columns, as in [ language ]")),
                List.copyOf(variables()),
                answerKey.shape().filter(AnswerShape.Json.class::isInstance).isPresent()
                        || documentScore);
    }

    private Set<String> names(String key, String wanted) {
        Set<String> names = new LinkedHashSet<>();
        map.get(key)
                .ifPresent(value ->
                        value.list(wanted)
                                .forEach(item -> names.add(item.text("the name of a column"))));
        return names;
    }

    /// The further columns that prompts may read.
    Set<String> variables() {
        Set<String> names = names("variables", "a list of columns, as in [ context, locale ]");
        for (String name : names) {
            if (RESERVED.contains(name)) {
                throw map.need("variables", "")
                        .problem(
                                "examples.variables names "
                                        + Quoted.value(name)
                                        + ", which means something else in a template. Rename the column.");
            }
        }
        return names;
    }

    private Optional<String> optional(String key, String wanted) {
        return map.get(key).map(value -> value.text(wanted));
    }

    private InputFile testFile(YamlValue value, InputFile file) {
        InputFile given = NamedFile.of(value, folder);
        try {
            if (Files.isSameFile(given.path(), file.path())) {
                throw value.problem(
                        "examples.test is the file of examples.file, "
                                + Quoted.value(given.shown())
                                + ": what teaches would also judge. Name another file, or leave test out: one is then cut from the examples.");
            }
        } catch (IOException e) {
            throw given.unreadable(e);
        }
        return given;
    }

    private AnswerShape derived(InputFile file) {
        Set<String> names = new TreeSet<>();
        examples.forEach(example -> names.add(example.expected()));
        if (names.size() < 2) {
            throw answerKey
                    .value()
                    .problem(
                            "answer takes its labels from "
                                    + file.shown()
                                    + ", which has only "
                                    + Quoted.value(examples.get(0).expected())
                                    + ". Name the column with the labels in examples.expected, or list at least 2 labels.");
        }
        if (names.size() > MOST_LABELS || names.size() > 20 && 2 * names.size() > examples.size()) {
            throw answerKey
                    .value()
                    .problem(
                            "answer takes its labels from "
                                    + file.shown()
                                    + ", which has "
                                    + names.size()
                                    + " different answers in "
                                    + examples.size()
                                    + " rows. Name the column with the labels in examples.expected, list them, or write answer: text.");
        }
        return new AnswerShape.Labels(names.stream().map(Label::of).toList());
    }

    /// Ids are known within the whole task: where the two files share one, those of the test get a
    /// prefix.
    private List<Example> distinct(InputFile file, List<Example> given) {
        Set<String> ids = new HashSet<>();
        examples.forEach(example -> ids.add(example.id()));
        if (given.stream().noneMatch(example -> ids.contains(example.id()))) {
            return given;
        }
        notes.add(
                new FileNote(
                        file.shown(),
                        "some of its ids stand in the examples too; here they are read as test:ID."));
        return given.stream()
                .map(one ->
                        new Example(
                                "test:" + one.id(),
                                one.input(),
                                one.expected(),
                                one.origin(),
                                one.verified(),
                                one.slices(),
                                one.group(),
                                one.source(),
                                one.variables()))
                .toList();
    }

    List<Example> examples() {
        return examples;
    }

    Optional<List<Example>> test() {
        return test;
    }

    AnswerShape answer() {
        return answer.orElseThrow();
    }

    List<FileNote> notes() {
        return List.copyOf(notes);
    }
}
