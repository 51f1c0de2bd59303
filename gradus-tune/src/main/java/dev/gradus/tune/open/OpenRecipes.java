package dev.gradus.tune.open;

import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import dev.gradus.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes all that another machine needs to tune a generative model with open weights: the training
/// set, the held-out set, the recipe of a tool, and a report of what went in. Nothing is called.
public final class OpenRecipes {
    static final String TRAIN = "train.jsonl";
    static final String HELD = "held.jsonl";
    static final String REPORT = "report.json";

    /// Folder of the adapter, inside the recipe's.
    static final String ADAPTER = "adapter";

    static final String CHECKPOINTS = "checkpoints";
    private static final long MOST_JSON_BYTES = 1 << 20;

    private OpenRecipes() {}

    /// What tunes.
    public enum Tool {
        /// A YAML file for `axolotl train`.
        AXOLOTL("axolotl.yaml"),
        /// A Python script on TRL and PEFT.
        TRL("train_trl.py"),
        /// A Python script on Unsloth.
        UNSLOTH("train_unsloth.py");

        private final String file;

        Tool(String file) {
            this.file = file;
        }

        /// The file that the tool is given.
        public String file() {
            return file;
        }

        /// As in `--export trl`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What was written.
    ///
    /// @param folder that holds it
    /// @param files names in the folder, in the order of their writing
    /// @param report what went into the training set
    /// @param command the one command that tunes, for a machine with a GPU
    public record Written(Path folder, List<String> files, TrainingReport report, String command) {
        public Written {
            files = List.copyOf(files);
        }
    }

    /// With the defaults of [OpenOptions#of(Task)].
    public static Written write(Task task, List<Example> train, Tool tool, Path into) {
        return write(task, train, tool, into, OpenOptions.of(task));
    }

    /// Writes into a folder, which is made; an earlier recipe there is replaced.
    ///
    /// @param train what is learned from, never dev or test
    /// @throws GradusException.Data where too few verified examples remain, or the folder holds
    ///   something else or checkpoints of another training set
    /// @throws GradusException.Usage where the tool has no recipe for the method
    public static Written write(
            Task task, List<Example> train, Tool tool, Path into, OpenOptions options) {
        if (tool != Tool.TRL && options.method() != OpenOptions.Method.SFT) {
            throw new GradusException.Usage(
                    "%s has no recipe for %s: preference and reinforcement tuning are written for trl."
                            .formatted(tool.word(), word(options.method())));
        }
        TrainingSet set = TrainingSet.of(task, train, options);
        String recipe =
                OpenFiles.prettyJson(RecipeJson.fields(task.score(), tool, options, set.report()));
        refuseForeign(into, set.report());
        TrainingShape shape =
                switch (options.method()) {
                    case SFT -> TrainingShape.CHAT;
                    case DPO -> TrainingShape.DPO;
                    case GRPO -> TrainingShape.GRPO;
                };
        set.write(shape, TrainingSet.Part.LEARNED, into.resolve(TRAIN));
        set.write(shape, TrainingSet.Part.HELD, into.resolve(HELD));
        if (tool == Tool.AXOLOTL) {
            OpenFiles.write(into.resolve(tool.file()), AxolotlYaml.of(options, set.report()));
        }
        for (String script : scripts(tool)) {
            OpenFiles.write(into.resolve(script), script(script));
        }
        OpenFiles.write(into.resolve(REPORT), OpenFiles.prettyJson(set.report().fields()));
        OpenFiles.write(into.resolve(RecipeJson.FILE), recipe);
        return new Written(
                into,
                Stream.concat(
                                Stream.concat(
                                        Stream.of(TRAIN, HELD, tool.file()),
                                        scripts(tool).stream()),
                                Stream.of(REPORT, RecipeJson.FILE))
                        .distinct()
                        .toList(),
                set.report(),
                command(tool, into));
    }

    /// What is copied as it stands.
    private static List<String> scripts(Tool tool) {
        return switch (tool) {
            case AXOLOTL -> List.of();
            case TRL -> List.of(tool.file(), "gradus_tune.py", "requirements.txt");
            case UNSLOTH -> List.of(tool.file(), "gradus_tune.py");
        };
    }

    static String word(OpenOptions.Method method) {
        return method.name().toLowerCase(Locale.ROOT);
    }

    /// The one command that tunes, where the folder was taken to a machine with the tool.
    static String command(Tool tool, Path folder) {
        String there = "cd '" + folder.toString().replace("'", "'\\''") + "' && ";
        return there
                + switch (tool) {
                    case AXOLOTL -> "pip install axolotl && axolotl train " + tool.file();
                    case TRL -> "pip install -r requirements.txt && python " + tool.file();
                    case UNSLOTH -> "pip install unsloth && python " + tool.file();
                };
    }

    /// The tool of the recipe in a folder.
    ///
    /// @throws GradusException.Data where there is none
    static Tool toolIn(Path folder) {
        String word = recipeIn(folder).path("tool").stringValue("");
        return Stream.of(Tool.values())
                .filter(tool -> tool.word().equals(word))
                .findFirst()
                .orElseThrow(() -> noRecipe(folder));
    }

    private static JsonNode recipeIn(Path folder) {
        Path file = folder.resolve(RecipeJson.FILE);
        try {
            if (Files.size(file) <= MOST_JSON_BYTES) {
                JsonNode recipe = JsonMapper.shared().readTree(Files.readString(file));
                if (recipe.path("schema").stringValue("").equals(RecipeJson.SCHEMA)) {
                    return recipe;
                }
            }
        } catch (IOException | JacksonException e) {
            throw noRecipe(folder);
        }
        throw noRecipe(folder);
    }

    private static GradusException noRecipe(Path folder) {
        return new GradusException.Data(
                "'"
                        + folder
                        + "' holds no recipe that can be read: "
                        + RecipeJson.FILE
                        + " is missing or damaged. Write the recipe again.");
    }

    private static void refuseForeign(Path into, TrainingReport report) {
        if (!Files.exists(into)) {
            return;
        }
        try (Stream<Path> inside = Files.list(into)) {
            List<String> names = inside.map(path -> path.getFileName().toString()).toList();
            if (names.isEmpty()) {
                return;
            }
            if (!names.contains(RecipeJson.FILE)) {
                throw new GradusException.Data(
                        "'"
                                + into
                                + "' holds other files ("
                                + Shown.value(names.getFirst())
                                + "). Name an empty folder, or one that does not exist yet.");
            }
            boolean begun = names.contains(CHECKPOINTS) || names.contains(ADAPTER);
            if (begun && !recipeIn(into).path("dataset").stringValue("").equals(report.dataset())) {
                throw new GradusException.Data(
                        "'"
                                + into
                                + "' holds what was tuned on another training set, and training"
                                + " would go on from it. Name another folder, or delete this one.");
            }
        } catch (IOException e) {
            throw new GradusException.Data(
                    "'" + into + "' cannot be read: " + e.getMessage() + ". Name a folder.");
        }
    }

    private static String script(String name) {
        try (InputStream in = OpenRecipes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from gradus-tune");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
