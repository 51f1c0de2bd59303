package dev.gradus.files.imports;

import dev.gradus.files.Books;
import dev.gradus.spi.GradusException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A configuration of promptfoo becomes a task folder.
public final class PromptfooImport {
    private static final Map<String, String> LEFT =
            Map.ofEntries(
                    Map.entry(
                            "outputPath",
                            "results are kept in the ledger; gradus report writes a page"),
                    Map.entry("derivedMetrics", "a task has one score"),
                    Map.entry("nunjucksFilters", "they are code, which is never run here"),
                    Map.entry("extensions", "they are code, which is never run here"),
                    Map.entry("env", "keys come from the environment; they are not copied"),
                    Map.entry("redteam", "attacks are no evaluation of a task"),
                    Map.entry("sharing", "nothing is sent anywhere"),
                    Map.entry("tags", "labels of the run"),
                    Map.entry("metadata", "labels of the run"),
                    Map.entry("tracing", "an option of promptfoo's runner alone"));

    private final Path source;
    private final SourceFolder folder;
    private final Findings findings = new Findings();
    private final TaskDraft draft = new TaskDraft();

    private PromptfooImport(Path source) {
        this.source = source;
        this.folder = SourceFolder.of(source);
    }

    /// Writes the task folder of a configuration.
    ///
    /// @param file `promptfooconfig.yaml`, or a folder that has one
    /// @param into the new folder
    /// @param models to climb with instead of the configuration's own; empty for these
    /// @throws GradusException.Usage where `into` has a task file already
    /// @throws GradusException.Data where the configuration cannot be read
    public static ImportReport write(Path file, Path into, List<String> models) {
        Path source = Files.isDirectory(file) ? file.resolve("promptfooconfig.yaml") : file;
        if (source.toString().matches(".*\\.(js|mjs|cjs|ts|py)")) {
            throw new GradusException.Data(
                    source
                            + " is code, which is never run here. Write it out first: promptfoo export, or as YAML.");
        }
        return new PromptfooImport(source).write(into, models);
    }

    private ImportReport write(Path into, List<String> models) {
        Node root = folder.yaml(source.toAbsolutePath().normalize());
        if (!(root instanceof Node.Fields)) {
            throw new GradusException.Data(
                    folder.shown(source)
                            + ": there are no keys in it. Name a promptfooconfig.yaml.");
        }
        PromptfooProviders providers = new PromptfooProviders(folder, findings, draft);
        root.get("providers").ifPresent(node -> providers.read(node, "providers"));
        root.get("targets").ifPresent(node -> providers.read(node, "targets"));
        if (!models.isEmpty()) {
            draft.models.clear();
            models.forEach(model -> draft.models.put(model, ""));
        }
        root.get("prompts")
                .ifPresent(node -> new PromptfooPrompts(folder, findings, draft).read(node));
        PromptfooTests tests = new PromptfooTests(folder, findings, root);
        root.get("tests").ifPresent(node -> tests.tests(node, "tests", Optional.empty()));
        root.get("scenarios").ifPresent(tests::scenarios);
        PromptfooScores scores = new PromptfooScores(findings, draft, providers::named);
        Map<PromptfooCase, Object> expected = scores.choose(tests.cases());
        others(root);
        new Columns(findings, draft).choose(expected);
        draft.brief = brief(root);
        draft.origin = "Made from " + source.getFileName() + " of promptfoo.";
        Optional<String> refusal = refusal(expected);
        List<Path> written = refusal.isPresent() ? List.of() : draft.write(into);
        if (refusal.isEmpty()) {
            findings.count(draft.rows.size());
        }
        return findings.report("promptfoo", source, written, refusal)
                .with(
                        new Books(
                                "tests",
                                tests.cases().size(),
                                expected.size(),
                                0,
                                scores.leftOut(),
                                Map.of(),
                                List.of()));
    }

    private Optional<String> refusal(Map<PromptfooCase, Object> expected) {
        if (expected.isEmpty()) {
            return Optional.of(
                    "Nothing was written: no test says what a right answer is in a way that can be scored here. Add assertions such as equals, icontains or llm-rubric.");
        }
        if (draft.models.isEmpty()) {
            return Optional.of(
                    "Nothing was written: none of the providers is a model that Gradus calls. Name one: --model openai/gpt-5-mini");
        }
        return Optional.empty();
    }

    private String brief(Node root) {
        String words =
                draft.prompts.isEmpty() ? "" : Templates.inWords(draft.prompts.getFirst().text());
        String description = root.text("description").orElse("");
        if (root.get("description").isPresent()) {
            findings.map(
                    root.at("description"),
                    "description",
                    words.isEmpty()
                            ? "brief"
                            : "nothing: the brief is taken from the first prompt");
        }
        return !words.isBlank() ? words : description.isBlank() ? "Answer the input." : description;
    }

    private void others(Node root) {
        Set<String> read =
                Set.of(
                        "description",
                        "providers",
                        "targets",
                        "prompts",
                        "tests",
                        "scenarios",
                        "defaultTest",
                        "assertionTemplates",
                        "evaluateOptions",
                        "commandLineOptions");
        for (String key : root.keys()) {
            if (!read.contains(key)) {
                findings.leave(
                        root.at(key), key, LEFT.getOrDefault(key, "no such key is known here"));
            }
        }
        for (String options : List.of("evaluateOptions", "commandLineOptions")) {
            root.get(options).ifPresent(node -> options(node, options));
        }
        root.get("assertionTemplates")
                .ifPresent(node ->
                        findings.map(
                                root.at("assertionTemplates"),
                                "assertionTemplates",
                                "what refers to them"));
    }

    private void options(Node node, String path) {
        for (String key : node.keys()) {
            Optional<Double> number = node.number(key);
            if (key.equals("repeat") && number.filter(n -> n >= 1 && n <= 100).isPresent()) {
                draft.repeats = number.get().intValue();
                findings.map(node.at(key), path + ".repeat", "repeats");
            } else {
                findings.leave(
                        node.at(key), path + "." + key, "calls are paced by the engine here");
            }
        }
    }
}
