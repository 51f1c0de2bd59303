package dev.gradus.tune.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.TuningPlan;
import dev.gradus.tune.open.OpenRecipes.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenRecipesTest {
    private final Task task = Tasks.intents();
    @TempDir private Path folder;

    @Test
    void writes_a_whole_recipe_for_trl() throws IOException {
        Path into = folder.resolve("it's here");

        OpenRecipes.Written written = OpenRecipes.write(task, Tasks.examples(100), Tool.TRL, into);

        assertThat(written.files())
                .containsExactly(
                        "train.jsonl",
                        "held.jsonl",
                        "train_trl.py",
                        "gradus_tune.py",
                        "requirements.txt",
                        "report.json",
                        "recipe.json");
        assertThat(written.files()).allMatch(name -> Files.isRegularFile(into.resolve(name)));
        assertThat(written.command())
                .isEqualTo(
                        "cd '"
                                + folder
                                + "/it'\\''s here' && pip install -r requirements.txt && python"
                                + " train_trl.py");
        JsonNode recipe = json(into.resolve("recipe.json"));
        assertThat(recipe.path("base").stringValue("")).isEqualTo("Qwen/Qwen3-4B");
        assertThat(recipe.path("learning_rate").doubleValue()).isEqualTo(2e-4);
        assertThat(recipe.path("rank").intValue()).isEqualTo(16);
        assertThat(recipe.path("micro_batch").intValue()).isEqualTo(4);
        assertThat(recipe.path("dataset").stringValue("")).isEqualTo(written.report().dataset());
        assertThat(json(into.resolve("report.json")).path("held").intValue())
                .isEqualTo(written.report().held())
                .isBetween(9, 11);
        try (var lines = Files.lines(into.resolve("train.jsonl"))) {
            assertThat(lines.count()).isEqualTo(written.report().learned());
        }
    }

    @Test
    void what_axolotl_is_given_reads_as_yaml_with_every_value_of_the_recipe() throws IOException {
        Recipe recipe =
                new Recipe(
                        Recipe.Kind.DORA,
                        8,
                        32,
                        0.05,
                        1e-5,
                        4,
                        12,
                        0.1,
                        0.01,
                        0.5,
                        3,
                        Recipe.Start.CENTROIDS,
                        1,
                        0.2);
        String base = "/models/a\": b #\u2028 'c' \\ {d}";
        OpenOptions options =
                OpenOptions.of(task)
                        .withBase("/models/x")
                        .withRecipe(recipe)
                        .withFourBit(true)
                        .withSeed(7)
                        .withMaxLength(512);
        assertThatThrownBy(() -> options.withBase("a\nb")).isInstanceOf(GradusException.Data.class);

        OpenRecipes.write(task, Tasks.examples(100), Tool.AXOLOTL, folder, options.withBase(base));

        Object read =
                new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(folder.resolve("axolotl.yaml")));
        assertThat(read).isInstanceOf(Map.class);
        Map<?, ?> yaml = (Map<?, ?>) read;
        assertThat(yaml.get("base_model")).isEqualTo(base);
        assertThat(yaml.get("adapter")).isEqualTo("qlora");
        assertThat(yaml.get("load_in_4bit")).isEqualTo(true);
        assertThat(yaml.get("lora_target_linear")).isEqualTo(true);
        assertThat(yaml.get("peft_use_dora")).isEqualTo(true);
        assertThat(yaml.get("lora_r")).isEqualTo(8);
        assertThat(yaml.get("lora_dropout")).isEqualTo(0.05);
        assertThat(yaml.get("learning_rate")).isEqualTo(0.00001);
        assertThat(yaml.get("sample_packing")).isEqualTo(false);
        assertThat(yaml.get("sequence_len")).isEqualTo(512);
        assertThat(yaml.get("seed")).isEqualTo(7);
        assertThat(yaml.get("num_epochs")).isEqualTo(4);
        assertThat(yaml.get("micro_batch_size")).isEqualTo(4);
        assertThat(yaml.get("gradient_accumulation_steps")).isEqualTo(3);
        assertThat(yaml.get("early_stopping_patience")).isEqualTo(3);
        // 80 rows in batches of 12
        assertThat(yaml.get("eval_steps")).isEqualTo(7).isEqualTo(yaml.get("save_steps"));
        assertThat(((Map<?, ?>) ((List<?>) yaml.get("test_datasets")).getFirst()).get("path"))
                .isEqualTo("held.jsonl");
    }

    @Test
    void scripts_are_the_same_bytes_whatever_the_task_says() throws IOException {
        Task hostile =
                Tasks.of(
                        "\"\"\"\nimport os; os.system('x') # {{ brief }}",
                        Tasks.LABELS,
                        ScoreName.ACCURACY,
                        "vllm/Qwen/Qwen3-4B");
        for (Tool tool : List.of(Tool.TRL, Tool.UNSLOTH)) {
            Path one = folder.resolve(tool + "1");
            Path two = folder.resolve(tool + "2");
            OpenRecipes.write(task, Tasks.examples(40), tool, one);
            OpenRecipes.write(hostile, Tasks.examples(40), tool, two);
            for (String name : List.of(tool.file(), "gradus_tune.py")) {
                assertThat(two.resolve(name)).hasSameBinaryContentAs(one.resolve(name));
                assertThat(one.resolve(name)).content().doesNotContain("Qwen");
            }
        }
    }

    @Test
    void the_versions_that_are_written_are_those_that_the_check_runs() throws IOException {
        OpenRecipes.write(task, Tasks.examples(40), Tool.TRL, folder);

        assertThat(pins(folder.resolve("requirements.txt")))
                .isNotEmpty()
                .isEqualTo(pins(Path.of("../bench/python/requirements.txt")));
    }

    private static List<String> pins(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.contains("==")).toList();
    }

    @Test
    void the_reward_is_the_tasks_own_score_where_python_can_compute_it() throws IOException {
        OpenOptions grpo = OpenOptions.of(task).withMethod(OpenOptions.Method.GRPO);
        OpenRecipes.write(task, Tasks.examples(40), Tool.TRL, folder.resolve("a"), grpo);
        Task text =
                Tasks.of("Say.", new AnswerShape.Text(), ScoreName.ROUGE_L, "vllm/Qwen/Qwen3-4B");

        assertThat(
                        json(folder.resolve("a/recipe.json"))
                                .path("reward")
                                .path("kind")
                                .stringValue(""))
                .isEqualTo("label");
        assertThatThrownBy(() ->
                        OpenRecipes.write(
                                text, Tasks.examples(40), Tool.TRL, folder.resolve("b"), grpo))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "score rouge-l cannot be the reward of a GRPO recipe, which knows accuracy,"
                                + " macro-f1 (as accuracy), exact, contains and command. Write it as"
                                + " score: { command: [ ... ] }, or tune by SFT.");
        assertThat(folder.resolve("b")).doesNotExist();
        assertThatThrownBy(() ->
                        OpenRecipes.write(
                                task, Tasks.examples(40), Tool.AXOLOTL, folder.resolve("c"), grpo))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "axolotl has no recipe for grpo: preference and reinforcement tuning are"
                                + " written for trl.");
    }

    @Test
    void a_folder_with_other_things_or_another_training_is_left_alone() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "mine");
        Path begun = folder.resolve("begun");
        OpenRecipes.write(task, Tasks.examples(40), Tool.TRL, begun);
        OpenRecipes.write(task, Tasks.examples(50), Tool.TRL, begun);
        Files.createDirectory(begun.resolve("checkpoints"));
        OpenRecipes.write(task, Tasks.examples(50), Tool.TRL, begun);

        assertThatThrownBy(() -> OpenRecipes.write(task, Tasks.examples(40), Tool.TRL, other))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "'"
                                + other
                                + "' holds other files ('thesis.txt'). Name an empty folder, or one"
                                + " that does not exist yet.");
        assertThatThrownBy(() -> OpenRecipes.write(task, Tasks.examples(40), Tool.TRL, begun))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(
                        "'" + begun + "' holds what was tuned on another training set");
    }

    @Test
    void the_base_is_the_plans_or_the_strongest_with_open_weights() {
        Task two =
                Tasks.of(
                        "Name it.",
                        Tasks.LABELS,
                        ScoreName.ACCURACY,
                        "vllm/Qwen/Qwen3-4B",
                        "huggingface/meta-llama/Llama-3.1-8B",
                        "openai/gpt-5");
        Task closed = Tasks.of("Name it.", Tasks.LABELS, ScoreName.ACCURACY, "openai/gpt-5");
        TuningPlan plan = TuningPlan.standard();
        TuningPlan named = plan.withBase(ModelName.parse("anthropic/claude"));

        assertThat(OpenOptions.of(two).base()).isEqualTo("meta-llama/Llama-3.1-8B");
        assertThatThrownBy(() -> OpenOptions.of(closed))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "the task names no base with open weights: none of 'openai/gpt-5' is"
                                + " vllm/ORG/NAME or huggingface/ORG/NAME. Set tuning.base to one.");
        assertThatThrownBy(() -> OpenOptions.of(two.withPlan(named)))
                .hasMessage(
                        "tuning.base is anthropic/claude, whose weights only its provider has. Name"
                                + " a base with open weights, as in vllm/ORG/NAME.");
    }

    @Test
    void a_recipe_that_the_task_gives_is_taken_and_full_tuning_refused() {
        Recipe own =
                new Recipe(
                        Recipe.Kind.LORA,
                        4,
                        8,
                        0,
                        5e-5,
                        2,
                        8,
                        0,
                        0,
                        1,
                        1,
                        Recipe.Start.CENTROIDS,
                        1,
                        0.1);
        Recipe full =
                new Recipe(
                        Recipe.Kind.FULL,
                        4,
                        8,
                        0,
                        5e-5,
                        2,
                        8,
                        0,
                        0,
                        1,
                        1,
                        Recipe.Start.CENTROIDS,
                        1,
                        0.1);

        assertThat(OpenOptions.of(task).recipe()).isEqualTo(Recipe.generative());
        assertThat(OpenOptions.of(planned(own)).recipe()).isEqualTo(own);
        assertThatThrownBy(() -> OpenOptions.of(planned(full)))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("tuning.kind is full");
    }

    private Task planned(Recipe recipe) {
        return task.withPlan(TuningPlan.standard().withRecipe(recipe));
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
