package dev.gradus.files;

import dev.gradus.task.AnswerShape;
import dev.gradus.task.ModelName;
import dev.gradus.task.Policy;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads one task file, key by key. The wanted values in the messages are those of
/// `docs/gradus.schema.json`.
final class TaskReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String MODELS =
            "a list of models, the cheapest first, as in [ embedded/minilm-l6-q, embedded/bge-small-q ]";

    private final Path path;
    private final Path folder;
    private final YamlMap root;

    TaskReader(Path path) {
        this.path = path;
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        this.folder = parent == null ? absolute : parent;
        this.root =
                YamlMap.of(InputFile.at(path), "the task file's keys, beginning with task: NAME")
                        .only(
                                "task",
                                "brief",
                                "examples",
                                "answer",
                                "score",
                                "goal",
                                "traffic",
                                "policy",
                                "models",
                                "prompt",
                                "prompts",
                                "providers",
                                "sampling",
                                "efforts",
                                "validators",
                                "repeats",
                                "rewrites",
                                "batch",
                                "machine",
                                "tuning",
                                "budget",
                                "currency",
                                "documents",
                                "tools");
    }

    LoadedTask read() {
        String name = name();
        String brief =
                root.need(
                                "brief",
                                "what the model must do, as in brief: Name the topic of the message")
                        .text("what the model must do, in one or a few sentences");
        AnswerKey answerKey = AnswerKey.of(root, folder);
        Scoring score = new ScoreReader(root, answerKey, folder).read();
        FiguresReader figures = new FiguresReader(root);
        CallingReader calling = new CallingReader(root, folder);
        TuningReader tuning = new TuningReader(root, figures.currency());
        List<ModelName> models = models(calling.providers());
        Optional<String> documents =
                root.get("documents").map(value -> value.text("a folder, as in handbook/"));
        List<String> tools = root.get("tools").map(TaskReader::tools).orElse(List.of());
        ExamplesReader examples = new ExamplesReader(root, folder, answerKey);
        examples.read();
        AnswerShape answer = examples.answer();
        boolean chats = models.stream().anyMatch(model -> !model.inProcess());
        PromptsReader prompts = new PromptsReader(root, folder, examples.variables(), chats);
        Policy policy = figures.policy();
        if (policy.localOnly()) {
            calling.refuseRemote();
        }
        Task task =
                new Task(
                        name,
                        brief,
                        answer,
                        score,
                        figures.goal(),
                        figures.traffic(),
                        policy,
                        models,
                        prompts.linted(),
                        figures.machineRate(),
                        tuning.costs(),
                        figures.budget(),
                        figures.currency(),
                        calling.read(prompts.texts(), figures.tokenBudget()),
                        tuning.plan(calling.providers()::model, models));
        Map<String, String> places = new HashMap<>();
        places(root, places);
        return new LoadedTask(
                task,
                examples.examples(),
                examples.test(),
                path,
                folder,
                documents,
                tools,
                Stream.concat(examples.notes().stream(), prompts.notes().stream()).toList(),
                places);
    }

    private String name() {
        String wanted = "1 to 100 letters, digits, dots, dashes or underscores, as in card-support";
        YamlValue value = root.need("task", "the task's name, as in task: card-support");
        String name = value.text(wanted);
        if (!NAME.matcher(name).matches()) {
            throw value.wrong(wanted);
        }
        return name;
    }

    private List<ModelName> models(ProvidersReader providers) {
        YamlValue value =
                root.need("models", "models: [ embedded/minilm-l6-q, embedded/bge-small-q ]");
        List<ModelName> models = new ArrayList<>();
        Set<ModelName> seen = new HashSet<>();
        for (YamlValue item : value.list(MODELS)) {
            ModelName model = providers.model(item);
            if (!seen.add(model)) {
                throw item.problem(
                        "model " + Quoted.value(model.toString()) + " stands twice. Take one out.");
            }
            models.add(model);
        }
        if (models.isEmpty()) {
            throw value.wrong(MODELS);
        }
        return models;
    }

    /// Each tool as it stands: `mcp: npx -y some-server`.
    private static List<String> tools(YamlValue value) {
        String wanted = "a list of tools, as in [ { mcp: \"npx -y some-server\" } ]";
        List<String> tools = new ArrayList<>();
        for (YamlValue item : value.list(wanted)) {
            if (item.isMapping()) {
                YamlMap tool = item.map(wanted).only("mcp");
                tools.add(
                        "mcp: "
                                + tool.need("mcp", "the command of an MCP server")
                                        .text("the command of an MCP server"));
            } else {
                tools.add(item.text(wanted));
            }
        }
        return tools;
    }

    private static void places(YamlMap map, Map<String, String> places) {
        for (String key : map.keys()) {
            YamlValue value = map.need(key, "");
            places.put(value.path(), value.place());
            if (value.isMapping()) {
                places(value.map(""), places);
            }
        }
    }
}
