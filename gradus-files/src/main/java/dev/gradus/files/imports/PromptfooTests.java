package dev.gradus.files.imports;

import dev.gradus.files.imports.PromptfooCase.Assertion;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `tests`, `scenarios` and `defaultTest` of promptfoo as cases with one value for each variable.
final class PromptfooTests {
    private static final int MOST = 200_000;
    private static final Pattern CODE = Pattern.compile(".*\\.(js|mjs|cjs|ts|py|rb)(:\\w+)?");
    private static final Pattern EXPECTED = Pattern.compile("__expected\\d*");
    private static final String CODE_WHY = "it is code, which is never run here";
    private static final String RUNNER = "an option of promptfoo's runner alone";

    private final SourceFolder folder;
    private final Findings findings;
    private final PromptfooAssertions assertions;
    private final Node defaults;
    private final List<PromptfooCase> cases = new ArrayList<>();

    PromptfooTests(SourceFolder folder, Findings findings, Node root) {
        this.folder = folder;
        this.findings = findings;
        this.assertions = new PromptfooAssertions(folder, findings, root);
        this.defaults = defaults(root);
    }

    List<PromptfooCase> cases() {
        return cases;
    }

    private Node defaults(Node root) {
        Node none = new Node.Fields(root.file(), root.line(), Map.of(), Map.of());
        Optional<Node> given = root.get("defaultTest");
        if (given.isEmpty()) {
            return none;
        }
        Optional<String> file = given.get().text();
        if (file.isEmpty()) {
            options(given.get(), "defaultTest");
            return given.get();
        }
        if (CODE.matcher(file.get()).matches() || !folder.has(file.get())) {
            findings.leave(
                    root.at("defaultTest"),
                    "defaultTest",
                    CODE.matcher(file.get()).matches()
                            ? CODE_WHY
                            : "there is no file " + file.get());
            return none;
        }
        Node read = folder.yaml(folder.path(file.get()));
        findings.map(root.at("defaultTest"), "defaultTest", "its parts stand in every example");
        options(read, "defaultTest");
        return read;
    }

    void scenarios(Node scenarios) {
        List<Node> items = scenarios.list();
        for (int i = 0; i < items.size(); i++) {
            Node scenario = items.get(i);
            String path = "scenarios[" + i + "]";
            List<Node> configs = scenario.get("config").map(Node::list).orElse(List.of());
            for (int c = 0; c < configs.size(); c++) {
                options(configs.get(c), path + ".config[" + c + "]");
                tests(
                        scenario.get("tests").orElse(scenario.at("tests")),
                        path + ".tests",
                        Optional.of(configs.get(c)));
            }
            findings.map(scenario, path, configs.size() + " configurations times its tests");
            findings.leaveOthers(scenario, path, Set.of("config", "tests", "description"), RUNNER);
        }
    }

    void tests(Node tests, String path, Optional<Node> shared) {
        if (tests.text().isPresent()) {
            file(tests, path, tests.text().get(), shared);
            return;
        }
        if (tests instanceof Node.Fields fields && fields.get("path").isPresent()) {
            findings.leave(tests, path, "a generator of tests is code, which is never run here");
            return;
        }
        List<Node> items = tests.list();
        for (int i = 0; i < items.size(); i++) {
            String construct = path + "[" + i + "]";
            Node item = items.get(i);
            if (item.text().isPresent()) {
                file(item, construct, item.text().get(), shared);
            } else {
                test(item, construct, shared);
            }
        }
    }

    private void file(Node at, String construct, String name, Optional<Node> shared) {
        if (name.matches("(?!file:)[a-z]+://.*")) {
            findings.leave(
                    at,
                    construct,
                    "the tests lie in a service; nothing is fetched. Save them as CSV");
            return;
        }
        if (CODE.matcher(name).matches()) {
            findings.leave(at, construct, CODE_WHY);
            return;
        }
        List<Path> paths = name.contains("*") ? folder.glob(name) : List.of(folder.path(name));
        for (Path path : paths) {
            String shown = folder.shown(path);
            if (!folder.has(shown)) {
                findings.leave(at, construct, "there is no file " + shown);
            } else if (shown.endsWith(".csv")) {
                csv(path, shown, shared);
                findings.map(at, construct, "one example a row of " + shown);
            } else if (shown.endsWith(".jsonl")) {
                lines(path, shown, shared);
                findings.map(at, construct, "one example a line of " + shown);
            } else if (shown.matches(".*\\.(json|ya?ml)")) {
                tests(folder.yaml(path), shown, shared);
                findings.map(at, construct, "the tests of " + shown);
            } else {
                findings.leave(at, construct, "tests are read from .csv, .json, .jsonl and .yaml");
            }
        }
    }

    private void lines(Path path, String shown, Optional<Node> shared) {
        List<String> lines = folder.text(path).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                test(NodeReader.yaml(lines.get(i), shown), shown + " line " + (i + 1), shared);
            }
        }
    }

    private void test(Node test, String construct, Optional<Node> shared) {
        options(test, construct);
        Map<String, List<String>> vars = new LinkedHashMap<>();
        vars(defaults, "defaultTest", vars);
        shared.ifPresent(one -> vars(one, construct + " config", vars));
        vars(test, construct, vars);
        Optional<String> grader =
                grader(test)
                        .or(() -> shared.flatMap(PromptfooTests::grader))
                        .or(() -> grader(defaults));
        for (Map<String, String> values : product(vars)) {
            int before = assertions.dropped();
            List<Assertion> all = new ArrayList<>();
            all.addAll(assertions.read(defaults.get("assert"), "defaultTest.assert", values));
            shared.ifPresent(one ->
                    all.addAll(
                            assertions.read(
                                    one.get("assert"), construct + " config.assert", values)));
            all.addAll(assertions.read(test.get("assert"), construct + ".assert", values));
            add(
                    new PromptfooCase(
                            test,
                            construct,
                            test.text("description").orElse(""),
                            values,
                            all,
                            grader,
                            assertions.dropped() - before));
        }
    }

    private void add(PromptfooCase one) {
        if (cases.size() >= MOST) {
            throw new GradusException.Data(
                    one.at().file()
                            + ":"
                            + one.at().line()
                            + ": the lists of values give more than 200,000 examples. Take some out.");
        }
        cases.add(one);
    }

    private static Optional<String> grader(Node test) {
        return test.get("options")
                .flatMap(options -> options.get("provider"))
                .flatMap(provider ->
                        provider.text()
                                .or(() -> provider.text("text"))
                                .or(() -> provider.text("id")));
    }

    private void vars(Node test, String construct, Map<String, List<String>> into) {
        Optional<Node> given = test.get("vars");
        if (given.isEmpty()) {
            return;
        }
        Node vars = given.get();
        if (vars.text().isPresent()) {
            String name = vars.text().get();
            if (!name.matches(".*\\.(json|ya?ml)") || !folder.has(name)) {
                findings.leave(
                        vars, construct + ".vars", "variables are read from .json and .yaml files");
                return;
            }
            vars = folder.yaml(folder.path(name));
        }
        List<String> taken = new ArrayList<>();
        for (String name : vars.keys()) {
            List<String> values =
                    values(vars.at(name), vars.get(name), construct + ".vars." + name);
            if (!values.isEmpty()) {
                into.put(name, values);
                taken.add(name + (values.size() > 1 ? " (" + values.size() + " values)" : ""));
            }
        }
        if (!taken.isEmpty()) {
            findings.map(vars, construct + ".vars", "columns " + String.join(", ", taken));
        }
    }

    /// All values of a variable: a list gives one example for each.
    private List<String> values(Node at, Optional<Node> value, String construct) {
        if (value.isEmpty()) {
            return List.of("");
        }
        List<String> values = new ArrayList<>();
        for (Node item : value.get().list()) {
            Optional<String> file = item.text().filter(text -> text.startsWith("file://"));
            if (file.isEmpty()) {
                values.add(item.written());
            } else if (CODE.matcher(file.get()).matches()) {
                findings.leave(at, construct, CODE_WHY);
            } else if (!file.get().matches(".*\\.(txt|md|json|ya?ml|csv|html?|xml|[*])")) {
                findings.leave(at, construct, "only texts are read, not " + file.get());
            } else {
                List<Path> paths =
                        file.get().contains("*")
                                ? folder.glob(file.get())
                                : List.of(folder.path(file.get()));
                if (paths.stream().noneMatch(path -> folder.has(folder.shown(path)))) {
                    findings.leave(at, construct, "there is no file " + file.get());
                    continue;
                }
                paths.forEach(path -> values.add(folder.text(path)));
            }
        }
        return values;
    }

    private static List<Map<String, String>> product(Map<String, List<String>> vars) {
        List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
        for (Map.Entry<String, List<String>> one : vars.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> so : all) {
                for (String value : one.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(so);
                    next.put(one.getKey(), value);
                    more.add(next);
                    if (more.size() > MOST) {
                        throw new GradusException.Data(
                                "the lists of values give more than 200,000 examples. Take some out.");
                    }
                }
            }
            all = more;
        }
        return all.stream().map(PromptfooTests::nested).toList();
    }

    /// Values that name other variables, filled in.
    private static Map<String, String> nested(Map<String, String> values) {
        Map<String, String> filled = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> filled.put(name, Templates.filled(value, values).orElse(value)));
        return filled;
    }

    private void options(Node test, String construct) {
        for (String key : test.keys()) {
            Node at = test.at(key);
            String path = construct + "." + key;
            switch (key) {
                case "vars", "assert", "description" -> {}
                case "threshold" ->
                        findings.leave(
                                at,
                                path,
                                "an example's score is the weighted share itself, not whether it passes a threshold");
                case "assertScoringFunction" -> findings.leave(at, path, CODE_WHY);
                case "metadata" ->
                        findings.leave(
                                at,
                                path,
                                "labels of the run; name a column in examples.slices to report by");
                case "options" -> testOptions(test.get("options").orElse(at), path);
                case "provider", "providers", "prompts" ->
                        findings.leave(at, path, "every example is answered by every candidate");
                default -> findings.leave(at, path, RUNNER);
            }
        }
    }

    private void testOptions(Node options, String construct) {
        for (String key : options.keys()) {
            Node at = options.at(key);
            String path = construct + "." + key;
            switch (key) {
                case "provider" -> findings.map(at, path, "the judge, where a judge scores");
                case "transform", "postprocess", "transformVars" ->
                        findings.leave(at, path, CODE_WHY);
                case "rubricPrompt" ->
                        findings.leave(
                                at,
                                path,
                                "the judge has a prompt of its own; put what matters into the rubric");
                case "prefix", "suffix" -> findings.leave(at, path, "write it into the prompt");
                default -> findings.leave(at, path, RUNNER);
            }
        }
    }

    private void csv(Path path, String shown, Optional<Node> shared) {
        CsvRows rows = CsvRows.read(folder.text(path), shown);
        Node head = new Node.Text(shown, 1, "", true);
        for (String name : rows.header()) {
            if (name.startsWith("__")
                    && !EXPECTED.matcher(name).matches()
                    && !name.equals("__description")) {
                findings.leave(head, shown + " column " + name, RUNNER);
            } else if (!name.startsWith("__")) {
                findings.map(head, shown + " column " + name, "column " + name);
            }
        }
        for (CsvRows.Row row : rows.rows()) {
            row(rows.header(), row, shown, shared);
        }
    }

    private void row(List<String> header, CsvRows.Row row, String shown, Optional<Node> shared) {
        Node at = new Node.Text(shown, row.line(), "", true);
        Map<String, List<String>> vars = new LinkedHashMap<>();
        vars(defaults, "defaultTest", vars);
        shared.ifPresent(one -> vars(one, shown + " config", vars));
        Set<Integer> expected = new LinkedHashSet<>();
        String description = "";
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (EXPECTED.matcher(name).matches()) {
                expected.add(i);
            } else if (name.equals("__description")) {
                description = row.cells().get(i);
            } else if (!name.startsWith("__")) {
                vars.put(name, List.of(row.cells().get(i)));
            }
        }
        for (Map<String, String> values : product(vars)) {
            int before = assertions.dropped();
            List<Assertion> all =
                    new ArrayList<>(
                            assertions.read(defaults.get("assert"), "defaultTest.assert", values));
            for (int column : expected) {
                String cell = row.cells().get(column);
                if (!cell.isBlank()) {
                    assertions.cell(at, shown + " " + header.get(column), cell, values, all);
                }
            }
            add(
                    new PromptfooCase(
                            at,
                            shown,
                            description,
                            values,
                            all,
                            grader(defaults),
                            assertions.dropped() - before));
        }
    }
}
