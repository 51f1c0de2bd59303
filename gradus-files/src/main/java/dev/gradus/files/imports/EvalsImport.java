package dev.gradus.files.imports;

import dev.gradus.files.imports.TaskDraft.Message;
import dev.gradus.files.imports.TaskDraft.Prompt;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An evaluation of OpenAI's `evals` becomes a task folder: its registry entry, its samples, and
/// the specification of its judge.
public final class EvalsImport {
    private static final Set<String> ARGUMENTS =
            Set.of("samples_jsonl", "ignore_case", "modelgraded_spec", "eval_type", "max_tokens");

    /// A sample as it was read.
    ///
    /// @param system may be empty
    private record Sample(String input, String system, List<String> ideals, Node at) {}

    private final Path source;
    private final SourceFolder folder;
    private final Findings findings = new Findings();
    private final TaskDraft draft = new TaskDraft();

    private EvalsImport(Path source) {
        this.source = source;
        this.folder = SourceFolder.of(source);
    }

    /// Writes the task folder of an evaluation.
    ///
    /// @param file a registry file (`evals/registry/evals/NAME.yaml`), or samples (`.jsonl`), which
    ///   are then matched by their beginning
    /// @param into the new folder
    /// @param name of the evaluation in the registry file; its first where empty
    /// @param models to climb with: the registry names none
    /// @throws GradusException.Usage where `into` has a task file already
    /// @throws GradusException.Data where a file cannot be read
    public static ImportReport write(
            Path file, Path into, Optional<String> name, List<String> models) {
        return new EvalsImport(file).write(into, name, models);
    }

    private ImportReport write(Path into, Optional<String> name, List<String> models) {
        models.forEach(model -> draft.models.put(model, ""));
        Path path = source.toAbsolutePath().normalize();
        boolean plain = source.toString().endsWith(".jsonl");
        Node args =
                plain
                        ? new Node.Fields(folder.shown(path), 1, Map.of(), Map.of())
                        : registry(folder.yaml(path), name);
        String kind = plain ? "Match" : kind(args);
        List<Sample> samples = plain ? samples(path) : samples(args);
        Node arguments = args.get("args").orElse(args);
        Optional<String> refusal = score(kind, arguments, samples);
        prompt(samples);
        if (refusal.isEmpty() && models.isEmpty()) {
            refusal =
                    Optional.of(
                            "Nothing was written: the registry names no model. Name one: --model openai/gpt-5-mini");
        }
        draft.origin = "Made from " + source.getFileName() + " of OpenAI evals.";
        List<Path> written = refusal.isPresent() ? List.of() : draft.write(into);
        if (refusal.isEmpty()) {
            findings.count(draft.rows.size());
        }
        return findings.report("openai-evals", source, written, refusal);
    }

    /// The entry that names a class; the others are said to be left.
    private Node registry(Node root, Optional<String> wanted) {
        Optional<Node> chosen = Optional.empty();
        String id =
                wanted.flatMap(name -> root.get(name).flatMap(alias -> alias.text("id")))
                        .or(() -> wanted)
                        .orElse("");
        for (String key : root.keys()) {
            Node entry = root.get(key).orElse(root.at(key));
            if (entry.get("class").isEmpty()) {
                entry.text("description").ifPresent(text -> draft.brief = text);
                findings.map(
                        root.at(key), key, "the name of the task; its description is the brief");
            } else if (chosen.isEmpty() && (id.isEmpty() || id.equals(key))) {
                chosen = Optional.of(entry);
                findings.map(root.at(key), key, "the task");
            } else {
                findings.leave(root.at(key), key, "another evaluation of the file: --name " + key);
            }
        }
        return chosen.orElseThrow(() ->
                new GradusException.Data(
                        folder.shown(source.toAbsolutePath())
                                + ": no entry with a class"
                                + (id.isEmpty() ? "" : " is named " + id)
                                + ". Name a registry file, or another --name."));
    }

    private String kind(Node entry) {
        String name = entry.text("class").orElse("");
        return name.substring(name.indexOf(':') + 1);
    }

    private List<Sample> samples(Node entry) {
        Node args = entry.get("args").orElse(entry);
        String name = args.text("samples_jsonl").orElse("");
        for (String place :
                List.of(name, "../data/" + name, "data/" + name, "../../data/" + name)) {
            if (!name.isEmpty() && folder.has(place)) {
                findings.map(args.at("samples_jsonl"), "args.samples_jsonl", "examples.jsonl");
                return samples(folder.path(place));
            }
        }
        throw new GradusException.Data(
                args.file()
                        + ":"
                        + args.line()
                        + ": there are no samples at '"
                        + name
                        + "', nor under ../data. Put the file there.");
    }

    private List<Sample> samples(Path path) {
        List<Sample> samples = new ArrayList<>();
        String file = folder.shown(path);
        List<String> lines = folder.text(path).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                Node line = Nodes.json(lines.get(i), file, i + 1);
                sample(line, i + 1, file).ifPresent(samples::add);
            }
        }
        return samples;
    }

    private Optional<Sample> sample(Node line, int number, String file) {
        String construct = file + " line " + number;
        Optional<Node> input =
                line.get("input").or(() -> line.get("question")).or(() -> line.get("prompt"));
        if (input.isEmpty()) {
            findings.leave(line, construct, "it has no input");
            return Optional.empty();
        }
        List<String> ideals =
                line
                        .get("ideal")
                        .or(() -> line.get("answer"))
                        .map(Node::list)
                        .orElse(List.of())
                        .stream()
                        .map(Node::written)
                        .toList();
        if (!(input.get() instanceof Node.Items turns)) {
            return Optional.of(new Sample(input.get().written(), "", ideals, line));
        }
        List<String> system = new ArrayList<>();
        List<String> said = new ArrayList<>();
        boolean several = turns.items().size() > 2;
        for (Node turn : turns.items()) {
            String role = turn.text("role").orElse("user");
            String text = turn.get("content").map(Node::written).orElse("");
            boolean shown = turn.text("name").orElse("").startsWith("example_");
            if (role.equals("system") && !shown) {
                system.add(text);
            } else {
                String who = shown ? turn.text("name").orElse("").replace("example_", "") : role;
                said.add(
                        several && (shown || turns.items().size() - system.size() > 1)
                                ? who + ": " + text
                                : text);
            }
        }
        if (said.size() > 1) {
            findings.leave(
                    line,
                    construct + " input",
                    "its turns are written into one text: an example here is one turn");
        }
        return Optional.of(
                new Sample(String.join("\n", said), String.join("\n\n", system), ideals, line));
    }

    private Optional<String> score(String kind, Node args, List<Sample> samples) {
        findings.leaveOthers(args, "args", ARGUMENTS, "an option of the class " + kind + " alone");
        args.number("max_tokens")
                .ifPresent(most -> {
                    draft.sampling.put("max-tokens", most.longValue());
                    findings.map(args.at("max_tokens"), "args.max_tokens", "sampling.max-tokens");
                });
        boolean anyCase = args.text("ignore_case").filter("true"::equals).isPresent();
        switch (kind) {
            case "Match" -> matched(args, samples);
            case "Includes" ->
                    rows(args, kind, samples, anyCase ? "icontains-any" : "contains-any");
            case "FuzzyMatch" -> {
                findings.leave(
                        args,
                        "FuzzyMatch, the other way round",
                        "that the ideal contains the answer is not checked");
                rows(args, kind, samples, "icontains-any");
            }
            case "JsonMatch" -> rows(args, kind, samples, "json-fields");
            case "ModelBasedClassify" -> {
                return judged(args, samples);
            }
            default -> {
                findings.leave(
                        args, "class " + kind, "it is code of its own, which is never run here");
                return Optional.of(
                        "Nothing was written: the evaluation is scored by code. score: { command: [ ... ] } runs a command of yours.");
            }
        }
        return draft.rows.isEmpty()
                ? Optional.of("Nothing was written: no sample has an ideal answer. Add them.")
                : Optional.empty();
    }

    /// The answer begins with the ideal: labels where few ideals come again and again.
    private void matched(Node args, List<Sample> samples) {
        Set<String> ideals = new java.util.TreeSet<>();
        samples.forEach(sample -> ideals.addAll(sample.ideals()));
        boolean labels =
                samples.stream().allMatch(sample -> sample.ideals().size() == 1)
                        && ideals.size() > 1
                        && ideals.size() <= 100
                        && 2 * ideals.size() <= samples.size()
                        && ideals.stream().noneMatch(String::isBlank);
        if (!labels) {
            rows(args, "Match", samples, "starts-with");
            return;
        }
        draft.labels = Optional.of(List.copyOf(ideals));
        draft.score = "accuracy";
        samples.forEach(sample -> row(sample, sample.ideals().getFirst()));
        findings.map(args, "class Match", "score: accuracy, with the ideals as labels");
    }

    private void rows(Node args, String kind, List<Sample> samples, String check) {
        boolean single = samples.stream().allMatch(sample -> sample.ideals().size() == 1);
        boolean plain = single && check.equals("contains-any") || check.equals("json-fields");
        draft.score = plain ? check.replace("contains-any", "contains") : "checks";
        for (Sample sample : samples) {
            if (sample.ideals().stream().allMatch(String::isEmpty)) {
                findings.leave(
                        sample.at(),
                        sample.at().file() + " line " + sample.at().line(),
                        "it has no ideal answer");
            } else {
                row(
                        sample,
                        plain
                                ? sample.ideals().getFirst()
                                : List.of(check(check, sample.ideals())));
            }
        }
        findings.map(args, "class " + kind, "score: " + draft.score);
    }

    private static Map<String, Object> check(String check, List<String> ideals) {
        if (!check.equals("starts-with")) {
            return Map.of(check, ideals);
        }
        return ideals.size() == 1
                ? Map.of(check, ideals.getFirst())
                : Map.of(
                        "regex",
                        "^\\s*(?:"
                                + String.join("|", ideals.stream().map(Pattern::quote).toList())
                                + ")");
    }

    private Optional<String> judged(Node args, List<Sample> samples) {
        String name = args.text("modelgraded_spec").orElse("");
        Optional<Node> spec = Optional.empty();
        for (String place :
                List.of(
                        name + ".yaml",
                        "../modelgraded/" + name + ".yaml",
                        "modelgraded/" + name + ".yaml")) {
            if (spec.isEmpty() && !name.isEmpty() && folder.has(place)) {
                Node file = folder.yaml(folder.path(place));
                spec = file.get(name).or(() -> Optional.of(file));
            }
        }
        if (spec.isEmpty() || spec.get().text("prompt").isEmpty()) {
            findings.leave(
                    args.at("modelgraded_spec"),
                    "args.modelgraded_spec: " + name,
                    "there is no such specification beside the file");
            return Optional.of(
                    "Nothing was written: the judge's specification is not there. Put modelgraded/"
                            + name
                            + ".yaml beside the registry file.");
        }
        Node found = spec.get();
        String rubric =
                found.text("prompt")
                        .orElseThrow()
                        .replace("{input}", "(the input)")
                        .replace("{completion}", "(the answer)")
                        .replace("{ideal}", "(the expected answer)")
                        .replaceAll("\\{(\\w+)}", "(the $1)");
        Map<String, Object> judge = new LinkedHashMap<>();
        judge.put(
                "model",
                draft.models.keySet().stream()
                        .reduce((first, next) -> next)
                        .orElse("openai/gpt-5"));
        judge.put("rubric", rubric);
        draft.score = Map.of("judge", judge);
        draft.scoreNote =
                "add calibration: a judge without answers that people judged passes no goal";
        samples.forEach(
                sample -> row(sample, sample.ideals().isEmpty() ? "" : sample.ideals().getFirst()));
        findings.map(
                args.at("modelgraded_spec"),
                "args.modelgraded_spec: " + name,
                "score: { judge: ... }, its prompt as the rubric");
        found.get("choice_scores")
                .ifPresent(scores ->
                        findings.leave(
                                found.at("choice_scores"),
                                name + ".choice_scores",
                                "a judge here grades from 1 to 5"));
        findings.leaveOthers(
                found, name, Set.of("prompt", "choice_scores"), "an option of the class alone");
        return Optional.empty();
    }

    private void row(Sample sample, Object expected) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("input", sample.input());
        row.put("instruction", sample.system());
        row.put("expected", expected);
        draft.rows.add(row);
    }

    /// One system message for all is a prompt; different ones are a column that the prompt reads.
    private void prompt(List<Sample> samples) {
        Set<String> systems = new HashSet<>();
        samples.forEach(sample -> systems.add(sample.system()));
        boolean one = systems.size() <= 1;
        if (one) {
            draft.rows.forEach(row -> row.remove("instruction"));
        } else {
            draft.variables.add("instruction");
        }
        String system = one ? systems.stream().findFirst().orElse("") : "{{ instruction }}";
        if (!system.isBlank() && !samples.isEmpty()) {
            String words = one ? "{% raw %}" + system + "{% endraw %}" : system;
            String text =
                    one
                                    && !system.contains("{{")
                                    && !system.contains("{%")
                                    && !system.contains("{#")
                            ? system
                            : words;
            Node at = samples.getFirst().at();
            draft.prompts.add(
                    new Prompt(
                            "system",
                            List.of(
                                    new Message("system", text),
                                    new Message("user", "{{ input }}")),
                            at,
                            "input"));
            findings.map(
                    at,
                    "system messages",
                    one
                            ? "prompts/system.yaml"
                            : "column instruction, which prompts/system.yaml reads");
        }
        if (draft.brief.isBlank()) {
            draft.brief =
                    one && !system.isBlank() ? Templates.inWords(system) : "Answer the input.";
        }
    }
}
