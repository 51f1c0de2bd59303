package dev.gradus.files.imports;

import dev.gradus.files.Books;
import dev.gradus.files.imports.TaskDraft.Message;
import dev.gradus.files.imports.TaskDraft.Prompt;
import dev.gradus.spi.GradusException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A function of TensorZero becomes a task folder: its variants are prompts and models, its schema
/// the answer's. The examples come from a file beside it: datapoints, or rows with the template's
/// variables and `expected`.
public final class TensorZeroImport {
    private static final Set<String> PROVIDERS =
            Set.of(
                    "openai",
                    "anthropic",
                    "groq",
                    "together",
                    "mistral",
                    "deepseek",
                    "fireworks",
                    "openrouter",
                    "azure");
    private static final Map<String, String> SAMPLING =
            Map.of(
                    "temperature", "temperature",
                    "top_p", "top-p",
                    "max_tokens", "max-tokens",
                    "seed", "seed",
                    "stop_sequences", "stop",
                    "reasoning_effort", "effort");
    private static final Set<String> EXPECTED =
            Set.of("expected", "output", "label", "answer", "completion");
    private static final Set<String> VARIANT =
            Set.of(
                    "type",
                    "model",
                    "weight",
                    "system_template",
                    "user_template",
                    "templates",
                    "assistant_template");

    private final Path source;
    private final SourceFolder folder;
    private final Findings findings = new Findings();
    private final TaskDraft draft = new TaskDraft();
    private final Node root;
    private final Map<String, Long> leftOut = new LinkedHashMap<>();
    private long held;

    private TensorZeroImport(Path source) {
        this.source = source;
        this.folder = SourceFolder.of(source);
        Path path = source.toAbsolutePath().normalize();
        this.root = TomlNodes.read(folder.text(path), folder.shown(path));
    }

    /// Writes the task folder of a function.
    ///
    /// @param file `tensorzero.toml`
    /// @param into the new folder
    /// @param name of the function; its first where empty
    /// @param data the examples (`.jsonl`); without them the report is made, and nothing is written
    /// @param models to climb with instead of those of the variants; empty for these
    /// @throws GradusException.Usage where `into` has a task file already
    /// @throws GradusException.Data where a file cannot be read
    public static ImportReport write(
            Path file, Path into, Optional<String> name, Optional<Path> data, List<String> models) {
        return new TensorZeroImport(file).write(into, name, data, models);
    }

    private ImportReport write(
            Path into, Optional<String> name, Optional<Path> data, List<String> models) {
        Node functions = root.get("functions").orElse(root.at("functions"));
        String wanted = name.or(() -> functions.keys().stream().findFirst()).orElse("");
        Node function =
                functions
                        .get(wanted)
                        .orElseThrow(() ->
                                new GradusException.Data(
                                        root.file()
                                                + ": there is no function '"
                                                + wanted
                                                + "'. The functions are "
                                                + String.join(", ", functions.keys())
                                                + "."));
        functions.keys().stream()
                .filter(other -> !other.equals(wanted))
                .forEach(other ->
                        findings.leave(
                                functions.at(other),
                                "functions." + other,
                                "another task: --name " + other));
        function(function, "functions." + wanted);
        findings.map(functions.at(wanted), "functions." + wanted, "the task");
        others();
        if (!models.isEmpty()) {
            draft.models.clear();
            models.forEach(model -> draft.models.put(model, ""));
        }
        draft.brief =
                function.text("description")
                        .or(() ->
                                draft.prompts.stream()
                                        .findFirst()
                                        .map(prompt -> prompt.messages().getFirst().text())
                                        .map(Templates::inWords))
                        .filter(words -> !words.isBlank())
                        .orElse("Answer the input.");
        draft.origin = "Made from " + source.getFileName() + " of TensorZero.";
        Map<PromptfooCase, Object> rows = data.map(path -> rows(path, wanted)).orElse(Map.of());
        Optional<String> refusal = refusal(data, rows);
        if (refusal.isEmpty()) {
            new Columns(findings, draft).choose(rows);
        }
        List<Path> written = refusal.isPresent() ? List.of() : draft.write(into);
        if (refusal.isEmpty()) {
            findings.count(draft.rows.size());
        }
        return findings.report("tensorzero", source, written, refusal)
                .with(new Books("datapoints", held, rows.size(), 0, leftOut, Map.of(), List.of()));
    }

    private Optional<String> refusal(Optional<Path> data, Map<PromptfooCase, Object> rows) {
        if (data.isEmpty()) {
            return Optional.of(
                    "Nothing was written: the configuration has no examples. Name them: --data datapoints.jsonl");
        }
        if (rows.isEmpty()) {
            return Optional.of(
                    "Nothing was written: no row of the data has an expected output. Add them.");
        }
        return draft.models.isEmpty()
                ? Optional.of(
                        "Nothing was written: no variant has a model that Gradus calls. Name one: --model openai/gpt-5-mini")
                : Optional.empty();
    }

    private void function(Node function, String path) {
        for (String key : function.keys()) {
            Node at = function.at(key);
            switch (key) {
                case "type" ->
                        findings.map(
                                at,
                                path + ".type",
                                "json".equals(function.text("type").orElse(""))
                                        ? "answer: { schema: ... }"
                                        : "answer: text");
                case "description" -> findings.map(at, path + ".description", "brief");
                case "output_schema" -> schema(function, at, path);
                case "system_schema", "user_schema", "assistant_schema", "schemas" ->
                        findings.leave(
                                at,
                                path + "." + key,
                                "the columns that templates read are checked by their names alone");
                case "tools", "tool_choice", "parallel_tool_calls" ->
                        findings.leave(
                                at,
                                path + "." + key,
                                "tools are the rung `tools`, which takes MCP servers: tools: [ { mcp: ... } ]");
                case "variants" -> {
                    Node variants = function.get("variants").orElseThrow();
                    variants.keys()
                            .forEach(name ->
                                    variant(
                                            variants.get(name).orElseThrow(),
                                            variants.at(name),
                                            path + ".variants." + name,
                                            name));
                }
                default -> findings.leave(at, path + "." + key, "an option of the gateway");
            }
        }
    }

    private void schema(Node function, Node at, String path) {
        String name = function.text("output_schema").orElse("");
        if (!folder.has(name)) {
            findings.leave(at, path + ".output_schema", "there is no file " + name);
            return;
        }
        draft.schema = Optional.of(Json.write(folder.yaml(folder.path(name)).json()) + "\n");
        draft.score = "json-fields";
        draft.scoreNote = "F1 of the fields";
        findings.map(at, path + ".output_schema", "answer: { schema: answer.schema.json }");
    }

    private void variant(Node variant, Node at, String path, String name) {
        String type = variant.text("type").orElse("chat_completion");
        if (!type.equals("chat_completion")) {
            findings.leave(
                    at,
                    path,
                    "a variant of type "
                            + type
                            + " is several calls in one; the ladder has rungs for that");
            return;
        }
        model(variant, path);
        prompt(variant, at, path, name);
        for (String key : variant.keys()) {
            String sampling = SAMPLING.get(key);
            if (sampling != null) {
                sampling(variant, key, sampling, path);
            } else if (key.equals("weight")) {
                findings.leave(
                        variant.at(key),
                        path + ".weight",
                        "every variant is measured; what is served is a release");
            } else if (key.equals("assistant_template")) {
                findings.leave(
                        variant.at(key),
                        path + "." + key,
                        "a prompt here has system and user messages");
            } else if (!VARIANT.contains(key)) {
                findings.leave(variant.at(key), path + "." + key, "an option of the gateway");
            }
        }
    }

    private void sampling(Node variant, String key, String sampling, String path) {
        Object value = variant.get(key).orElseThrow().json();
        Object known = draft.sampling.get(sampling);
        if (value == null || known != null && !known.equals(value)) {
            findings.leave(
                    variant.at(key),
                    path + "." + key,
                    "sampling is one for all models, and another variant says otherwise");
        } else {
            draft.sampling.put(sampling, value);
            findings.map(variant.at(key), path + "." + key, "sampling." + sampling);
        }
    }

    private void model(Node variant, String path) {
        String name = variant.text("model").orElse("");
        Optional<String> model = named(name);
        if (model.isEmpty()) {
            findings.leave(
                    variant.at("model"),
                    path + ".model: " + name,
                    "Gradus does not call its provider; where it speaks OpenAI's language, name it under providers with api: openai-chat");
        } else {
            draft.models.putIfAbsent(model.get(), "");
            findings.map(variant.at("model"), path + ".model: " + name, "models: " + model.get());
        }
    }

    /// `openai::gpt-5`, `openai::responses::gpt-5`, or a name under `models`.
    private Optional<String> named(String name) {
        int cut = name.indexOf("::");
        if (cut > 0) {
            String rest = name.substring(cut + 2);
            return provider(name.substring(0, cut))
                    .map(provider -> provider + "/" + rest.replaceFirst("^responses::", ""));
        }
        Optional<Node> model = root.get("models").flatMap(models -> models.get(name));
        Optional<String> first =
                model.flatMap(one -> one.get("routing"))
                        .flatMap(routing -> routing.list().stream().findFirst())
                        .flatMap(Node::text);
        Optional<Node> provider =
                model.flatMap(one -> one.get("providers")).flatMap(all -> first.flatMap(all::get));
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        String type = provider.get().text("type").orElse("");
        String own = provider.get().text("model_name").orElse(name);
        Optional<String> base =
                provider.get().text("api_base").filter(url -> url.matches("https?://[^@\\s]+"));
        Optional<String> known =
                provider(
                        type.equals("vllm") || type.equals("sglang") || type.equals("tgi")
                                ? ""
                                : type);
        if (base.isPresent()) {
            String at = type.isEmpty() ? "own" : type;
            Map<String, Object> settings =
                    draft.providers.computeIfAbsent(at, key -> new LinkedHashMap<>());
            settings.put("api", "openai-chat");
            settings.put("base-url", base.get().replaceAll("/$", ""));
            return Optional.of(at + "/" + own);
        }
        return known.map(one -> one + "/" + own);
    }

    private static Optional<String> provider(String type) {
        return switch (type) {
            case "google_ai_studio_gemini" -> Optional.of("gemini");
            default -> PROVIDERS.contains(type) ? Optional.of(type) : Optional.empty();
        };
    }

    private void prompt(Node variant, Node at, String path, String name) {
        Optional<String> system = template(variant, "system", path);
        Optional<String> user = template(variant, "user", path);
        if (system.isEmpty() && user.isEmpty()) {
            return;
        }
        List<Message> messages = new ArrayList<>();
        system.ifPresent(text -> messages.add(new Message("system", text)));
        messages.add(new Message("user", user.orElse("{{ input }}")));
        String whole = system.orElse("") + user.orElse("");
        Set<String> foreign = Templates.foreign(whole);
        if (!foreign.isEmpty()) {
            findings.leave(
                    at,
                    path + " templates",
                    "they use "
                            + String.join(", ", foreign)
                            + ", which the templates here do not have");
            return;
        }
        String file = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        boolean known =
                draft.prompts.stream()
                        .anyMatch(prompt ->
                                prompt.messages().equals(messages) || prompt.name().equals(file));
        if (!known) {
            draft.prompts.add(new Prompt(file, messages, at, path));
        }
        findings.map(
                at, path, known ? "a prompt that stands already" : "prompts/" + file + ".yaml");
    }

    private Optional<String> template(Node variant, String role, String path) {
        Optional<String> file =
                variant.text(role + "_template")
                        .or(() ->
                                variant.get("templates")
                                        .flatMap(all -> all.get(role))
                                        .flatMap(one -> one.text("path")));
        if (file.isPresent() && !folder.has(file.get())) {
            findings.leave(
                    variant.at(role + "_template"),
                    path + "." + role + "_template",
                    "there is no file " + file.get());
            return Optional.empty();
        }
        return file.map(name -> folder.text(folder.path(name)).stripTrailing());
    }

    private void others() {
        for (String key : root.keys()) {
            switch (key) {
                case "functions" -> {}
                case "models" ->
                        findings.map(root.at(key), key, "models, as far as variants name them");
                case "metrics" ->
                        findings.leave(
                                root.at(key),
                                key,
                                "feedback on served answers; a task has a score");
                case "evaluations" ->
                        findings.leave(
                                root.at(key),
                                key,
                                "choose score: exact, json-fields or { judge: ... }");
                case "tools" ->
                        findings.leave(
                                root.at(key),
                                key,
                                "tools are the rung `tools`, which takes MCP servers");
                default -> findings.leave(root.at(key), key, "an option of the gateway");
            }
        }
    }

    private Map<PromptfooCase, Object> rows(Path data, String function) {
        SourceFolder place = SourceFolder.of(data);
        String file = String.valueOf(data.getFileName());
        List<String> lines = place.text(data.toAbsolutePath().normalize()).lines().toList();
        Map<PromptfooCase, Object> rows = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                held++;
                Node line = Nodes.json(lines.get(i), file, i + 1);
                Optional<String> state = state(line, function);
                if (state.isPresent()) {
                    leftOut.merge(state.get(), 1L, Long::sum);
                } else {
                    row(line, file + " line " + (i + 1), rows);
                }
            }
        }
        return rows;
    }

    /// Why a datapoint does not count: it was deleted, replaced by a newer one, or is another
    /// function's.
    private static Optional<String> state(Node line, String function) {
        if (line.text("is_deleted").filter("true"::equals).isPresent()) {
            return Optional.of("deleted");
        }
        if (line.get("staled_at").isPresent()) {
            return Optional.of("stale");
        }
        return line.text("function_name").filter(name -> !name.equals(function)).isPresent()
                ? Optional.of("of another function")
                : Optional.empty();
    }

    private void row(Node line, String construct, Map<PromptfooCase, Object> rows) {
        Map<String, String> vars = new LinkedHashMap<>();
        Optional<Node> input = line.get("input").filter(node -> node.get("messages").isPresent());
        if (input.isPresent()) {
            input.get().get("system").ifPresent(system -> arguments(system, vars));
            for (Node message : input.get().get("messages").orElseThrow().list()) {
                if (message.text("role").filter("user"::equals).isPresent()) {
                    message.get("content")
                            .ifPresent(content -> content.list().forEach(part -> part(part, vars)));
                }
            }
        } else {
            line.keys().stream()
                    .filter(key -> !EXPECTED.contains(key))
                    .forEach(key -> vars.put(key, line.get(key).map(Node::written).orElse("")));
        }
        Optional<String> expected =
                EXPECTED.stream()
                        .flatMap(key -> line.get(key).stream())
                        .findFirst()
                        .map(TensorZeroImport::output)
                        .filter(text -> !text.isBlank());
        if (expected.isEmpty()) {
            findings.leave(line, construct, "it has no expected output");
            leftOut.merge("without an expected output", 1L, Long::sum);
            return;
        }
        rows.put(
                new PromptfooCase(line, construct, "", vars, List.of(), Optional.empty(), 0),
                expected.get());
    }

    private static void part(Node part, Map<String, String> vars) {
        if (part.get("arguments").isPresent()) {
            arguments(part.get("arguments").get(), vars);
        } else if (part instanceof Node.Fields && part.get("text").isEmpty()) {
            part.get("value").ifPresent(value -> arguments(value, vars));
        } else {
            part.text()
                    .or(() -> part.text("text"))
                    .ifPresent(text ->
                            vars.merge("input", text, (first, next) -> first + "\n" + next));
        }
    }

    private static void arguments(Node arguments, Map<String, String> vars) {
        if (arguments instanceof Node.Fields fields) {
            fields.fields().forEach((key, value) -> vars.put(key, value.written()));
        }
    }

    /// Text of a chat function, or the JSON of a json function.
    private static String output(Node output) {
        if (output.get("parsed").isPresent()) {
            return output.get("parsed").get().written();
        }
        if (output.get("raw").isPresent()) {
            return output.text("raw").orElse("");
        }
        if (output instanceof Node.Items items) {
            return String.join(
                    "\n",
                    items.items().stream()
                            .flatMap(item -> item.text().or(() -> item.text("text")).stream())
                            .toList());
        }
        return output.written();
    }
}
