package dev.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Calling.PromptText;
import dev.gradus.task.Condition;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.Recipe;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import dev.gradus.task.TuningPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TaskFileTest {
    private static final Path EXAMPLE = Path.of("../examples/card-support");
    private static final Path EVERY_KEY = Path.of("src/test/resources/dev/gradus/files/every-key");

    @TempDir Path folder;

    @Test
    void reads_the_example_with_all_its_rows() {
        LoadedTask loaded = TaskFile.read(EXAMPLE);

        Task task = loaded.task();
        assertThat(task.name()).isEqualTo("card-support");
        assertThat(task.answer().asLabels().orElseThrow().names()).hasSize(77);
        assertThat(task.answer().asLabels().orElseThrow().described()).isTrue();
        assertThat(loaded.examples()).hasSize(10_003);
        assertThat(loaded.test().orElseThrow()).hasSize(3_080);
        assertThat(loaded.examples().get(14))
                .isEqualTo(
                        new Example(
                                "train-00014",
                                "It's been a week since I ordered my card and it's not here. Please help?",
                                "card_arrival",
                                Example.Origin.HUMAN,
                                true,
                                Map.of(),
                                Optional.empty(),
                                new Example.Source("train.csv", 16)));
        assertThat(loaded.place("goal.matters")).isEqualTo("gradus.yaml:19:12");
        assertThat(loaded.place("documents")).isEqualTo("gradus.yaml");
    }

    @Test
    void one_point_matters_where_it_is_not_written_and_the_tolerance_is_what_matters()
            throws IOException {
        assertThat(goal("score: 0.9")).isEqualTo(Goal.of(0.9, 0.01).withTolerance(0.01));
        assertThat(goal("score: 0.9, matters: 0.03").tolerance()).isEqualTo(0.03);
        assertThat(goal("score: 0.9, matters: 0.03, tolerance: 0"))
                .extracting(Goal::matters, Goal::tolerance)
                .containsExactly(0.03, 0.0);
    }

    private Goal goal(String written) throws IOException {
        write("t.csv", "text,label\na,refund\nb,card\n");
        write("gradus.yaml", minimal("text").replace("score: 0.9, matters: 0.02", written));
        return TaskFile.read(folder).task().goal();
    }

    @Test
    void reads_every_key() {
        LoadedTask loaded = TaskFile.read(EVERY_KEY.resolve("gradus.yaml"));

        assertThat(loaded.task())
                .isEqualTo(
                        new Task(
                                "every-key",
                                "Name the topic of the message.\n",
                                new AnswerShape.Labels(
                                        List.of(
                                                Label.of(
                                                        "refund", "The customer wants money back."),
                                                Label.of("no"))),
                                Scoring.of(ScoreName.MACRO_F1),
                                new Goal(
                                        0.92,
                                        0.01,
                                        Optional.of(euro(0.50)),
                                        Optional.of(Duration.ofMillis(1500))),
                                Optional.of(new Traffic(50_000, -0.03, Optional.of(euro(0.20)))),
                                new Policy(Policy.Stage.PROTOTYPE, false, 24),
                                List.of(
                                        new ModelName("embedded", "minilm-l6-q"),
                                        new ModelName("openai", "org/gpt-5-mini")),
                                Optional.of("Say the topic.\n"),
                                Optional.of(euro(0.05)),
                                new TuningCosts(
                                        Optional.of(euro(50)),
                                        Optional.of(euro(0.40)),
                                        Optional.of(euro(200)),
                                        OptionalDouble.of(2),
                                        Optional.of(euro(0.01))),
                                Optional.of(euro(20)),
                                "EUR",
                                everyCallingKey(),
                                everyTuningKey()));
        assertThat(loaded.documents()).contains("handbook/");
        assertThat(loaded.tools()).containsExactly("mcp: npx -y some-server");
        assertThat(loaded.folder()).isEqualTo(EVERY_KEY.toAbsolutePath().normalize());
    }

    private static TuningPlan everyTuningKey() {
        return new TuningPlan(
                Optional.of(new ModelName("embedded", "bge-small-q")),
                new Recipe(
                        Recipe.Kind.DORA,
                        16,
                        32,
                        0.05,
                        5e-4,
                        5,
                        8,
                        0,
                        0.1,
                        0.5,
                        2,
                        Recipe.Start.CONTRASTIVE,
                        3,
                        0.2),
                List.of("../mail", "../faq"),
                0.03,
                Optional.of(Duration.ofMinutes(30)));
    }

    private static Calling everyCallingKey() {
        ProviderSettings standard = ProviderSettings.standard();
        return new Calling(
                Map.of(
                        "openai",
                        new ProviderSettings(
                                Optional.empty(),
                                Optional.of("http://127.0.0.1:9110/v1"),
                                Optional.of("TEAM_KEY"),
                                Optional.empty(),
                                Map.of("X-Team", "a", "Authorization", "Bearer ${TOKEN}"),
                                Optional.of("http://proxy.example:3128"),
                                Optional.of("corp.pem"),
                                Map.of()),
                        "my-vllm",
                        new ProviderSettings(
                                Optional.of("openai-chat"),
                                Optional.of("http://gpu:8000/v1"),
                                Optional.empty(),
                                Optional.of("vllm.key"),
                                Map.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()),
                        "recorded",
                        new ProviderSettings(
                                standard.api(),
                                standard.baseUrl(),
                                standard.keyVariable(),
                                standard.keyFile(),
                                Map.of(),
                                standard.proxy(),
                                standard.caFile(),
                                Map.of("cassette", "replies.jsonl"))),
                List.of(
                        new PromptText("prompt.txt", "Say the topic.\n", "{{ input }}"),
                        new PromptText(
                                "user.txt", "", "Topic of {{ input }} given {{ context }}?\n"),
                        new PromptText(
                                "chat.yaml",
                                "Answer with one of {% for label in labels %}{{ label.name }} {% endfor %}",
                                "{{ input }}"),
                        new PromptText(
                                "user.txt 4",
                                "Say the topic.\n",
                                "Topic of {{ input }} given {{ context }}?\n")),
                new Sampling(
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(0.9),
                        OptionalInt.of(99),
                        OptionalLong.of(7),
                        Optional.of(Sampling.Effort.LOW),
                        List.of("\n"),
                        false),
                3,
                OptionalLong.of(5_000_000),
                true,
                2,
                Optional.of(ModelName.parse("my-vllm/big")),
                List.of(Sampling.Effort.LOW, Sampling.Effort.HIGH),
                List.of(
                        new Condition.Regex("^[a-z]+$"),
                        new Condition.Cel("answer.size() < 99"),
                        new Condition.Command(List.of("python3", "valid.py"))));
    }

    @Test
    void reads_ids_groups_origins_and_slices_row_by_row() {
        LoadedTask loaded = TaskFile.read(EVERY_KEY);

        assertThat(loaded.examples())
                .containsExactly(
                        new Example(
                                "a",
                                "money\nback",
                                "refund",
                                Example.Origin.PRODUCTION,
                                true,
                                Map.of("language", "en", "channel", "web"),
                                Optional.of("c1"),
                                new Example.Source("rows.jsonl", 1),
                                Map.of("context", "web is new")),
                        new Example(
                                "7",
                                "n/a",
                                "no",
                                Example.Origin.SYNTHETIC,
                                false,
                                Map.of("language", "de", "channel", ""),
                                Optional.empty(),
                                new Example.Source("rows.jsonl", 3),
                                Map.of("context", "")));
        assertThat(loaded.test().orElseThrow())
                .containsExactly(
                        new Example(
                                "t1",
                                "a \"quoted\",\ntwo-line text",
                                "refund",
                                Example.Origin.HUMAN,
                                true,
                                Map.of("language", "en", "channel", "mail"),
                                Optional.empty(),
                                new Example.Source("test.csv", 2),
                                Map.of("context", "old, \"x\"")),
                        new Example(
                                "t2",
                                "b",
                                "no",
                                Example.Origin.HUMAN,
                                false,
                                Map.of("language", "en", "channel", "mail"),
                                Optional.of("c9"),
                                new Example.Source("test.csv", 4),
                                Map.of("context", "b")));
    }

    @Test
    void knows_little_of_a_task_that_says_little() throws IOException {
        write("gradus.yaml", minimal("text"));
        write("t.csv", "text,label\na,x\n");

        Task task = TaskFile.read(folder).task();

        assertThat(task.score()).isEqualTo(Scoring.of(ScoreName.EXACT));
        assertThat(task.traffic()).isEmpty();
        assertThat(task.goal()).isEqualTo(Goal.of(0.9, 0.02));
        assertThat(task.policy()).isEqualTo(Policy.standard());
        assertThat(task.tuning()).isEqualTo(TuningCosts.unknown());
        assertThat(task.plan()).isEqualTo(TuningPlan.standard());
        assertThat(task.machineRatePerCoreHour()).isEmpty();
        assertThat(task.currency()).isEqualTo("USD");
    }

    @Test
    void takes_the_labels_from_the_examples() throws IOException {
        write("gradus.yaml", minimal("labels"));
        write("t.csv", "text,label\na,x\nb,y\nc,x\n");

        assertThat(TaskFile.read(folder).task().answer())
                .isEqualTo(new AnswerShape.Labels(List.of(Label.of("x"), Label.of("y"))));
    }

    @Test
    void does_not_take_free_texts_for_labels() throws IOException {
        write("gradus.yaml", minimal("labels"));
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 30; i++) {
            rows.append("question,answer ").append(i).append('\n');
        }
        write("t.csv", rows.toString());

        assertRefused(
                "gradus.yaml:4:9: answer takes its labels from t.csv, which has 30 different answers in 30 rows. Name the column with the labels in examples.expected, list them, or write answer: text.");
    }

    @Test
    void keeps_a_json_answer_as_it_stands() throws IOException {
        write("gradus.yaml", minimal("{ schema: answer.json }").replace("t.csv", "t.jsonl"));
        write("answer.json", "{\"type\": \"object\"}");
        write("t.jsonl", "{\"text\": \"a\", \"label\": {\"x\": [1, 2]}}\n");

        LoadedTask loaded = TaskFile.read(folder);

        assertThat(loaded.task().answer())
                .isEqualTo(new AnswerShape.Json("{\"type\": \"object\"}"));
        assertThat(loaded.examples().get(0).expected()).isEqualTo("{\"x\": [1, 2]}");
    }

    @Test
    void gives_the_test_other_ids_where_both_files_have_the_same() throws IOException {
        Files.createDirectory(folder.resolve("sealed"));
        write(
                "gradus.yaml",
                minimal("labels").replace("file: t.csv,", "file: t.csv, test: sealed/t.csv,"));
        write("t.csv", "text,label\na,x\nb,y\n");
        write("sealed/t.csv", "text,label\nc,x\n");

        LoadedTask loaded = TaskFile.read(folder);

        assertThat(loaded.test().orElseThrow().get(0).id()).isEqualTo("test:t-00000");
        assertThat(loaded.notes())
                .containsExactly(
                        new FileNote(
                                "sealed/t.csv",
                                "some of its ids stand in the examples too; here they are read as test:ID."));
    }

    @Test
    void takes_one_origin_for_all_rows_where_no_column_has_that_name() throws IOException {
        write(
                "gradus.yaml",
                minimal("labels")
                        .replace(
                                "expected: label",
                                "expected: label, origin: synthetic, verified: false"));
        write("t.csv", "text,label\na,x\nb,y\n");

        assertThat(TaskFile.read(folder).examples())
                .allSatisfy(example -> {
                    assertThat(example.origin()).isEqualTo(Example.Origin.SYNTHETIC);
                    assertThat(example.verified()).isFalse();
                });
    }

    @Test
    void names_an_unknown_label_as_the_house_style_says() throws IOException {
        write(
                "gradus.yaml",
                minimal("{ labels: [ refund, card ] }").replace("t.csv", "tickets.jsonl"));
        write(
                "tickets.jsonl",
                "{\"text\": \"a\", \"label\": \"card\"}\n{\"text\": \"b\", \"label\": \"refnd\"}\n");

        assertRefused(
                "tickets.jsonl:2: label 'refnd' is not one of the 2 labels (closest: 'refund'). Fix the row, or add the label to gradus.yaml.");
    }

    static final List<Map.Entry<String, Scoring>> scores =
            List.of(
                    Map.entry("rouge-l", Scoring.of(ScoreName.ROUGE_L)),
                    Map.entry("numeric", Scoring.of(ScoreName.NUMERIC)),
                    Map.entry("{ regex: \"^{{expected}}$\" }", new Scoring.Regex("^{{expected}}$")),
                    Map.entry("{ numeric: { tolerance: 0.01 } }", new Scoring.Numeric(0.01, 0)),
                    Map.entry(
                            "{ similarity: embedded/minilm-l6-q }",
                            new Scoring.Similarity(ModelName.parse("embedded/minilm-l6-q"))),
                    Map.entry(
                            "{ judge: { model: openai/gpt-5, rubric: Kind., pairwise: true, calibration: t.csv } }",
                            new Scoring.Judge(
                                    ModelName.parse("openai/gpt-5"),
                                    "Kind.",
                                    true,
                                    Optional.of("t.csv"))),
                    Map.entry("{ checks: { calibration: t.csv } }", new Scoring.Checks("t.csv")),
                    Map.entry(
                            "{ cel: \"answer == expected\" }",
                            new Scoring.Cel("answer == expected")),
                    Map.entry(
                            "{ command: [ python3, score.py ] }",
                            new Scoring.Command(List.of("python3", "score.py"))));

    @ParameterizedTest
    @FieldSource("scores")
    void reads_the_score(Map.Entry<String, Scoring> score) throws IOException {
        write("gradus.yaml", minimal("text\nscore: " + score.getKey()));
        write("t.csv", "text,label\na,x\n");

        assertThat(TaskFile.read(folder).task().score()).isEqualTo(score.getValue());
    }

    @Test
    void lets_models_of_this_machine_stand_in_a_task_that_is_local_only() throws IOException {
        write(
                "gradus.yaml",
                minimal("labels")
                                .replace(
                                        "[ embedded/minilm-l6-q ]",
                                        "[ embedded/minilm-l6-q, ollama/llama3.2, local/q.gguf, recorded/openai/gpt-5, mine/big ]")
                        + "policy: { local-only: true }\nproviders: { mine: { api: openai-chat, base-url: \"http://127.0.0.1:8000/v1\" } }\n");
        write("t.csv", "text,label\na,x\nb,y\n");

        assertThat(TaskFile.read(folder).task().models()).hasSize(5);
    }

    @Test
    void refuses_a_remote_judge_in_a_task_that_is_local_only() throws IOException {
        write(
                "gradus.yaml",
                minimal("text\nscore: { judge: { model: openai/gpt-5, rubric: Kind. } }")
                        + "policy: { local-only: true }\nproviders: { openai: { base-url: \"https://api.example/v1\" } }\n");
        write("t.csv", "text,label\na,x\nb,y\n");

        assertRefused(
                "gradus.yaml:5:26: policy.local-only is true, and 'openai/gpt-5' is reached at 'https://api.example/v1'. Take it out, give providers.openai a base-url on this machine, or write local-only: false.");
    }

    @Test
    void reads_a_prompt_by_the_variables_it_names() throws IOException {
        write(
                "gradus.yaml",
                minimal("labels")
                                .replace("[ embedded/minilm-l6-q ]", "[ openai/gpt-5 ]")
                                .replace(
                                        "expected: label",
                                        "expected: label, variables: [ context ]")
                        + "prompts: [ a.txt, b.md, c.json ]\n");
        write("t.csv", "text,label,context\na,x,c\nb,y,d\n");
        write(
                "a.txt",
                "{% raw %}{{ nobody }}{% endraw %} {# {{ none }} #}{% for l in labels %}{{ l.name | upper }}{% endfor %} {x}");
        write("b.md", "{% if context and input != \"{{ x }}\" %}{{ context|trim }}{% endif %}");
        write(
                "c.json",
                "[{\"role\": \"system\", \"content\": \"S\"}, {\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"U\"}]}]");

        LoadedTask loaded = TaskFile.read(folder);

        assertThat(loaded.task().calling().prompts())
                .extracting(prompt -> prompt.system().isEmpty() + " " + prompt.user())
                .containsExactly(
                        "false {{ input }}",
                        "true {% if context and input != \"{{ x }}\" %}{{ context|trim }}{% endif %}",
                        "false {{ input }}");
        assertThat(loaded.task().calling().prompts().get(2).system()).isEqualTo("S\n\nU");
        assertThat(loaded.task().prompt()).isEmpty();
    }

    static final List<List<String>> faults =
            List.of(
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { metod: lora }",
                            "7:11: unknown key 'metod' in tuning (closest: 'method'). Rename it, or take it out."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { method: lore }",
                            "7:19: tuning.method is 'lore' (closest: 'lora'). Write lora, dora or full."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { start: random }",
                            "7:18: tuning.start is 'random'. Write centroids or contrastive."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { base: minilm }",
                            "7:17: tuning.base is 'minilm'. Write provider/model, as in embedded/minilm-l6-q."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { rank: 0 }",
                            "7:17: tuning.rank is '0'. Write a whole number, 1 to 256, as in 8."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { rank: 8.5 }",
                            "7:17: tuning.rank is '8.5'. Write a whole number, 1 to 256, as in 8."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { alpha: 0 }",
                            "7:18: tuning.alpha is '0'. Write a number above 0 and up to 4096, as in 16."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { dropout: 0.95 }",
                            "7:20: tuning.dropout is '0.95'. Write a number from 0 to 0.9, as in 0.1."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { learning-rate: .inf }",
                            "7:26: tuning.learning-rate is '.inf'. Write a number above 0 and up to 1, as in 2e-3."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { epochs: 1001 }",
                            "7:19: tuning.epochs is '1001'. Write a whole number, 1 to 1000, as in 5."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { batch: -1 }",
                            "7:18: tuning.batch is '-1'. Write a whole number, 1 to 1024, as in 16."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { warmup: 1 }",
                            "7:19: tuning.warmup is '1'. Write a share from 0 and below 1, as in 0.1."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { weight-decay: 2 }",
                            "7:25: tuning.weight-decay is '2'. Write a number from 0 to 1, as in 0.01."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { clip: 0 }",
                            "7:17: tuning.clip is '0'. Write a number above 0 and up to 1000, as in 1."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { patience: never }",
                            "7:21: tuning.patience is 'never'. Write a whole number, 1 to 1000, as in 3."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { seeds: 21 }",
                            "7:18: tuning.seeds is '21'. Write a whole number, 1 to 20, as in 3."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { held: 0.5 }",
                            "7:17: tuning.held is '0.5'. Write a share above 0 and below 0.5, as in 0.1."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { forgetting: ../mail }",
                            "7:23: tuning.forgetting is '../mail'. Write a list of folders, each with a task file, as in [ ../mail, ../faq ]."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { forgetting: [ ../mail, ../mail ] }",
                            "7:34: folder '../mail' stands twice. Take one out."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/minilm-l6-q ]\ntuning: { forgetting-margin: 0 }",
                            "7:30: tuning.forgetting-margin is '0'. Write a difference above 0 and up to 0.5, as in 0.02."),
                    List.of(
                            "score: 0.9,",
                            "score: \"0.9\",",
                            "5:16: goal.score is '0.9' in quotes. Write a share above 0 and up to 1, as in 0.92."),
                    List.of(
                            "score: 0.9,",
                            "score: [ 0.9 ],",
                            "5:16: goal.score is a list. Write a share above 0 and up to 1, as in 0.92."),
                    List.of(
                            "score: 0.9,",
                            "score: ,",
                            "5:15: goal.score is empty. Write a share above 0 and up to 1, as in 0.92."),
                    List.of(
                            "matters: 0.02",
                            "matters: 0.02, tolerance: 0.9",
                            "5:47: goal.tolerance is '0.9'. Write how far below goal.score is still good enough, 0 to 0.5 and less than the score, as in 0.01."),
                    List.of(
                            "matters: 0.02",
                            "matters: 0.02, cost-per-1k: 0.5 EUR",
                            "5:49: goal.cost-per-1k is in EUR, and the currency of this file is USD. Convert the amount, or change currency."),
                    List.of(
                            "matters: 0.02",
                            "matters: 0.02, p95: 0s",
                            "5:41: goal.p95 is '0s'. Write a time with its unit, as in 800ms or 2s."),
                    List.of(
                            "matters: 0.02",
                            "<<: x",
                            "5:21: unknown key '<<' in goal. The keys here are score, matters, tolerance, cost-per-1k, p95."),
                    List.of(
                            "answer: labels",
                            "answer: label",
                            "4:9: answer is 'label'. Write { labels: labels.yaml }, { labels: [ refund, card ] }, { schema: answer.schema.json }, labels, or text."),
                    List.of(
                            "answer: labels",
                            "answer: { labels: [ a, b ], schema: s }",
                            "4:9: answer wants one of labels and schema, and has 2. Write { labels: labels.yaml }, { labels: [ refund, card ] }, { schema: answer.schema.json }, labels, or text."),
                    List.of(
                            "answer: labels",
                            "answer: text\nscore: accuracy",
                            "5:8: score accuracy needs a task whose answers are labels. Give answer: { labels: ... }, or write score: exact."),
                    List.of(
                            "answer: labels",
                            "answer: labels\nscore: bleu",
                            "5:8: score is 'bleu'. Write one of accuracy, exact, macro-f1, contains, json-fields, token-f1, rouge-l, checks, numeric, or a mapping, as in { regex: \"^[0-9]+$\" }."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "[ embedded/a, embedded/a ]",
                            "6:23: model 'embedded/a' stands twice. Take one out."),
                    List.of(
                            "[ embedded/minilm-l6-q ]",
                            "embedded/minilm-l6-q",
                            "6:9: models is 'embedded/minilm-l6-q'. Write a list of models, the cheapest first, as in [ embedded/minilm-l6-q, embedded/bge-small-q ]."),
                    List.of(
                            "expected: label",
                            "expected: label, origin: robots",
                            "t.csv:1: there is no column 'robots'; the columns are 'text', 'label'. Fix examples.origin in gradus.yaml, or the name in the file."),
                    List.of(
                            "expected: label",
                            "expected: label, origin: text",
                            "t.csv:2: origin 'a' is not known. Write human, production or synthetic."),
                    List.of(
                            "expected: label",
                            "expected: label, verified: text",
                            "t.csv:2: verified is 'a'. Write true or false."),
                    List.of(
                            "expected: label",
                            "expected: label, id: label",
                            "t.csv:4: id 'x' stands already on line 2. Give every row an id of its own."),
                    List.of(
                            "task: tickets",
                            "task: *name",
                            "1:7: alias '*name' names an anchor that does not stand above it. Write the value out."),
                    List.of(
                            "task: tickets",
                            "? [ a ]\n: b\ntask: tickets",
                            "1:3: a key is a word, not a list or a mapping. Put it in quotes if it begins with a bracket."));

    @ParameterizedTest
    @FieldSource("faults")
    void refuses(List<String> fault) throws IOException {
        String text = fault.get(2);
        write("gradus.yaml", minimal("labels").replace(fault.get(0), fault.get(1)));
        write("t.csv", "text,label\na,x\nb,y\nc,x\n");

        assertRefused(text.startsWith("t.csv") ? text : "gradus.yaml:" + text);
    }

    @Test
    void refuses_a_file_that_is_nested_without_end() throws IOException {
        write("gradus.yaml", "[".repeat(100_000));

        assertRefused(
                "gradus.yaml:1:51: values are nested more than 50 deep. Write the file flatter.");
    }

    @Test
    void refuses_a_task_file_of_more_than_a_megabyte() throws IOException {
        write("gradus.yaml", "task: " + "x".repeat(1 << 21));

        assertRefused(
                "gradus.yaml: the file has 2048 KB, and at most 1,024 are read. Make it shorter.");
    }

    @Test
    void names_the_line_where_more_suites_stand_than_are_read() throws IOException {
        String many =
                IntStream.rangeClosed(0, 100)
                        .mapToObj(i -> "../t" + i)
                        .collect(Collectors.joining(", "));
        write("gradus.yaml", minimal("labels") + "tuning: { forgetting: [ " + many + " ] }\n");
        write("t.csv", "text,label\na,x\nb,y\n");

        assertRefused(
                "gradus.yaml:7:23: tuning.forgetting names 101 folders, and at most 100 are read. Take some out.");
    }

    @Test
    void a_base_that_another_machine_serves_is_refused_where_all_is_local() throws IOException {
        write(
                "gradus.yaml",
                minimal("labels")
                        + "policy: { local-only: true }\ntuning: { base: openai/gpt-5 }\n");
        write("t.csv", "text,label\na,x\nb,y\n");

        assertRefused(
                "gradus.yaml:8:17: policy.local-only is true, and 'openai/gpt-5' is served by another machine. Take it out, give providers.openai a base-url on this machine, or write local-only: false.");
    }

    @Test
    void the_defaults_of_tuning_are_those_of_its_method_and_base() throws IOException {
        write("t.csv", "text,label\na,x\nb,y\nc,x\n");

        assertThat(recipe("base: openai/gpt-4.1-mini, epochs: 2"))
                .extracting(Recipe::rank, Recipe::learningRate, Recipe::epochs)
                .containsExactly(16, 2e-4, 2);
        assertThat(recipe("method: full"))
                .isEqualTo(Recipe.standard(Recipe.Kind.FULL))
                .extracting(Recipe::learningRate)
                .isEqualTo(1e-4);
        assertThat(recipe("seeds: 1")).isEqualTo(Recipe.standard());
    }

    private Recipe recipe(String tuning) throws IOException {
        write("gradus.yaml", minimal("labels") + "\ntuning: { " + tuning + " }\n");
        return TaskFile.read(folder).task().plan().recipe();
    }

    @Test
    void refuses_a_folder_that_is_not_there() {
        assertThatThrownBy(() -> TaskFile.read(folder.resolve("nowhere")))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "there is no file or folder '%s'. Name a folder with a gradus.yaml in it.",
                        folder.resolve("nowhere"));
    }

    private void assertRefused(String text) {
        assertThatThrownBy(() -> TaskFile.read(folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("%s", text);
    }

    private static Money euro(double amount) {
        return Money.of(amount, "EUR");
    }

    private static String minimal(String answer) {
        return """
        task: tickets
        brief: Name the topic.
        examples: { file: t.csv, input: text, expected: label }
        answer: %s
        goal: { score: 0.9, matters: 0.02 }
        models: [ embedded/minilm-l6-q ]
        """
                .formatted(answer);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
