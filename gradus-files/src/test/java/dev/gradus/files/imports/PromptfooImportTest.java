package dev.gradus.files.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.Sampling;
import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.spi.GradusException;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptfooImportTest {
    private static final Path CONFIGS =
            Path.of("src/test/resources/dev/gradus/files/imports/promptfoo");
    private static final Path GOLDEN =
            Path.of("src/test/resources/dev/gradus/files/imports/promptfoo.txt");

    @TempDir Path folder;

    /// Every construct of 15 real configurations. After a wanted change: `./mvnw -pl gradus-files
    /// -am test -Dgradus.golden=rewrite`, then read the difference.
    @Test
    void says_of_each_construct_what_it_became_or_why_not() throws IOException {
        StringBuilder texts = new StringBuilder();
        for (Path config : configs()) {
            Path into = folder.resolve(config.toString().replace('/', '_'));
            ImportReport report = PromptfooImport.write(config, into, List.of());
            texts.append("# ").append(CONFIGS.relativize(config)).append('\n');
            report.mapped()
                    .forEach(one ->
                            texts.append(line(one.file(), one.line()))
                                    .append(one.construct())
                                    .append(" -> ")
                                    .append(one.as())
                                    .append('\n'));
            report.notMapped()
                    .forEach(one ->
                            texts.append(line(one.file(), one.line()))
                                    .append(one.construct())
                                    .append(" NOT ")
                                    .append(one.why())
                                    .append('\n'));
            report.refusal().ifPresent(why -> texts.append(why).append('\n'));
            texts.append('\n');
        }
        if ("rewrite".equals(System.getProperty("gradus.golden"))) {
            Files.writeString(GOLDEN, texts);
        }
        assertThat(texts.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void writes_tasks_that_are_read_as_they_stand() throws IOException {
        int tasks = 0;
        for (Path config : configs()) {
            Path into = folder.resolve(config.toString().replace('/', '_'));
            ImportReport report = PromptfooImport.write(config, into, List.of());
            if (report.refusal().isPresent()) {
                assertThat(into).doesNotExist();
            } else {
                assertThat(TaskFile.read(into).examples()).isNotEmpty();
                assertThat(report.written().getFirst()).isEqualTo(into.resolve("gradus.yaml"));
                tasks++;
            }
        }
        assertThat(tasks).isEqualTo(13);
    }

    @Test
    void gives_each_example_its_own_checks() {
        LoadedTask loaded = imported("simple-test/promptfooconfig.yaml");

        assertThat(loaded.folder().resolve("gradus.yaml"))
                .content()
                .contains(
                        "no goal rests on those a model judges without { checks: { calibration: FILE } }");

        assertThat(loaded.task().score()).isEqualTo(Scoring.of(ScoreName.CHECKS));
        assertThat(loaded.examples().get(3).expected())
                .isEqualTo("[{\"similar\":\"Ahoy, world\",\"threshold\":0.75}]");
        assertThat(loaded.examples().get(4).expected())
                .isEqualTo(
                        "[{\"llm-rubric\":\"Is spoken like a pirate\",\"model\":\"openai/gpt-5-mini\"},{\"icontains\":\"arrr\"}]");
        assertThat(loaded.task().calling().prompts())
                .extracting(prompt -> prompt.user())
                .containsExactly(
                        "Rephrase this from English to Pirate: {{input}}\n",
                        "Pretend you're a pirate and speak these words: {{input}}\n");
    }

    @Test
    void crosses_lists_of_values_and_fills_rubrics_with_them() {
        LoadedTask loaded = imported("multiple-translations/promptfooconfig.yaml");

        assertThat(loaded.examples()).hasSize(25);
        assertThat(loaded.examples().get(7).input()).isEqualTo("How are you?");
        assertThat(loaded.examples().get(7).variables()).isEqualTo(Map.of("language", "German"));
        assertThat(loaded.examples().get(7).expected())
                .contains("correct translation of \\\"How are you?\\\" into German?");
    }

    @Test
    void takes_one_rubric_of_all_tests_as_a_judge() {
        assertThat(imported("self-grading/promptfooconfig.yaml").task().score().name())
                .isEqualTo(ScoreName.JUDGE);
    }

    @Test
    void maps_a_configuration_with_everything_around_the_tests() throws IOException {
        write(
                "chat.json",
                "[{\"role\": \"system\", \"content\": \"Be {{tone}}.\"}, {\"role\": \"user\", \"content\": {{ question | dump }}}]");
        write("docs/a.md", "About A");
        write(
                "tests.jsonl",
                "{\"vars\": {\"question\": \"q3\", \"tone\": \"dry\", \"labels\": \"x\"}, \"assert\": [{\"type\": \"equals\", \"value\": \"no\"}]}\n");
        write(
                "tests.csv",
                "question,tone,labels,__expected,__metadata:x\nq4,warm,y,no,m\nq5,warm,y,yes,m\n");
        write(
                "promptfooconfig.yaml",
                """
                prompts: [ file://chat.json, "{{ question }} {{ labels }} {{ nobody }}", file://code.py ]
                providers:
                  - id: openai:chat:gpt-5
                    config: { apiBaseUrl: "http://127.0.0.1:9/v1", apiKey: sk-secret-000, temperature: 0, reasoning_effort: low }
                  - localai:chat:llama
                  - python:provider.py
                defaultTest: { options: { provider: "anthropic:messages:claude-opus-4" } }
                evaluateOptions: { repeat: 3, maxConcurrency: 4 }
                tests:
                  - vars: &v { question: q1, tone: kind, labels: file://docs/a.md }
                    assert: [ { type: equals, value: "yes" } ]
                  - vars: { <<: *v, question: q2 }
                    assert:
                      - type: assert-set
                        threshold: 0.5
                        assert: [ { type: equals, value: "yes" } ]
                  - file://tests.jsonl
                  - file://tests.csv
                  - https://docs.google.com/spreadsheets/x
                """);

        ImportReport report = PromptfooImport.write(folder, folder.resolve("task"), List.of());

        LoadedTask loaded = TaskFile.read(folder.resolve("task"));
        assertThat(loaded.task().answer().asLabels().orElseThrow().names())
                .containsExactly("no", "yes");
        assertThat(loaded.examples()).hasSize(5);
        assertThat(loaded.examples().get(1).input()).isEqualTo("q2");
        assertThat(loaded.examples().get(1).variables()).containsEntry("tone", "kind");
        assertThat(loaded.task().models())
                .containsExactly(ModelName.parse("openai/gpt-5"), ModelName.parse("localai/llama"));
        assertThat(loaded.task().calling().provider("localai").api()).contains("openai-chat");
        assertThat(loaded.task().calling().provider("openai").baseUrl())
                .contains("http://127.0.0.1:9/v1");
        assertThat(loaded.task().calling().sampling().effort()).contains(Sampling.Effort.LOW);
        assertThat(loaded.task().calling().repeats()).isEqualTo(3);
        assertThat(loaded.task().calling().prompts()).hasSize(1);
        assertThat(loaded.task().calling().prompts().getFirst().user()).isEqualTo("{{ input }}");
        assertThat(report.notMapped())
                .extracting(ImportReport.NotMapped::construct)
                .contains(
                        "prompts[1]",
                        "prompts[2]",
                        "providers[2]: python:provider.py",
                        "providers[0].config.apiKey",
                        "tests[1].assert[0]: assert-set threshold",
                        "tests[4]",
                        "tests.csv column __metadata:x");
        assertThat(report.toString()).doesNotContain("sk-secret");
        assertThat(Files.readString(folder.resolve("task/gradus.yaml")))
                .doesNotContain("sk-secret");
    }

    @Test
    void maps_a_schema_to_a_check_and_a_bound_to_the_goal() throws IOException {
        write(
                "promptfooconfig.yaml",
                """
                prompts: [ "{{ q }}" ]
                providers: [ openai:gpt-5 ]
                tests:
                  - vars: { q: a }
                    assert:
                      - { type: is-json, value: { type: object } }
                      - { type: equals, value: { x: 1 }, weight: 2 }
                      - { type: latency, threshold: 1500 }
                      - { type: not-icontains-any, value: [ a, 7 ] }
                      - { type: contains-al, value: [ a ] }
                  - vars: { q: b }
                    assert: [ { type: latency, threshold: 1500 }, { type: g-eval, value: [ Kind., Short. ], threshold: 0.7 } ]
                """);

        ImportReport report =
                PromptfooImport.write(folder, folder.resolve("task"), List.of("ollama/llama3.2"));

        LoadedTask loaded = TaskFile.read(folder.resolve("task"));
        assertThat(loaded.examples().getFirst().expected())
                .isEqualTo(
                        "[{\"schema\":{\"type\":\"object\"}},{\"json-fields\":{\"x\":1},\"threshold\":1,\"weight\":2.0},{\"not-icontains-any\":[\"a\",\"7\"]}]");
        assertThat(loaded.examples().get(1).expected())
                .isEqualTo(
                        "[{\"llm-rubric\":\"Kind. Short.\",\"model\":\"ollama/llama3.2\",\"threshold\":0.7}]");
        assertThat(loaded.task().goal().p95()).contains(java.time.Duration.ofMillis(1500));
        assertThat(loaded.task().answer()).isInstanceOf(AnswerShape.Text.class);
        assertThat(report.notMapped())
                .contains(
                        new ImportReport.NotMapped(
                                "tests[0].assert[4]: contains-al",
                                "promptfooconfig.yaml",
                                10,
                                "no assertion of this type is known (closest: 'contains-all')"));
    }

    @Test
    void runs_no_code_and_overwrites_no_task() throws IOException {
        assertThatThrownBy(() ->
                        PromptfooImport.write(
                                folder.resolve("promptfooconfig.ts"), folder, List.of()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageEndingWith(
                        "promptfooconfig.ts is code, which is never run here. Write it out first: promptfoo export, or as YAML.");
        write("gradus.yaml", "task: mine\n");
        assertThatThrownBy(() ->
                        PromptfooImport.write(CONFIGS.resolve("simple-csv"), folder, List.of()))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("is not overwritten");
        assertThat(Files.readString(folder.resolve("gradus.yaml"))).isEqualTo("task: mine\n");
    }

    private LoadedTask imported(String config) {
        PromptfooImport.write(CONFIGS.resolve(config), folder.resolve("task"), List.of());
        return TaskFile.read(folder.resolve("task"));
    }

    private static String line(String file, int line) {
        return "  " + file + ":" + line + " ";
    }

    private static List<Path> configs() throws IOException {
        try (Stream<Path> paths = Files.walk(CONFIGS)) {
            return paths.filter(path -> path.getFileName().toString().startsWith("promptfooconfig"))
                    .sorted()
                    .toList();
        }
    }

    private void write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
