package dev.gradus.files.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.files.LoadedTask;
import dev.gradus.files.NewTask;
import dev.gradus.files.OutcomesFile;
import dev.gradus.files.TaskFile;
import dev.gradus.score.RecordedOutcome;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenAI's evals, TensorZero, recorded results, chat fine-tuning files.
class OtherImportsTest {
    private static final Path PROMPTFOO =
            Path.of("src/test/resources/dev/gradus/files/imports/promptfoo");
    private static final List<String> MODEL = List.of("openai/gpt-5-mini");

    @TempDir Path folder;

    private void registry() throws IOException {
        write(
                "evals/yn.yaml",
                """
                yn:
                  id: yn.dev.v0
                  description: Say Y or N.
                yn.dev.v0:
                  class: evals.elsuite.basic.match:Match
                  args: { samples_jsonl: yn/s.jsonl, num_few_shot: 2 }
                yn-includes.dev.v0:
                  class: evals.elsuite.basic.includes:Includes
                  args: { samples_jsonl: yn/more.jsonl, ignore_case: true }
                yn-fact.dev.v0:
                  class: evals.elsuite.modelgraded.classify:ModelBasedClassify
                  args: { samples_jsonl: yn/s.jsonl, modelgraded_spec: fact }
                yn-own.dev.v0:
                  class: evals.elsuite.own:Own
                  args: { samples_jsonl: yn/s.jsonl }
                """);
        write(
                "modelgraded/fact.yaml",
                "fact:\n  prompt: \"{input} {ideal} {completion}\"\n  choice_strings: AB\n");
        StringBuilder samples = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            samples.append(
                            "{\"input\": [{\"role\": \"system\", \"content\": \"Y or N.\"}, {\"role\": \"user\", \"content\": \"q")
                    .append(i)
                    .append("\"}], \"ideal\": \"")
                    .append(i % 2 == 0 ? "Y" : "N")
                    .append("\"}\n");
        }
        write("data/yn/s.jsonl", samples.toString());
        write(
                "data/yn/more.jsonl",
                "{\"input\": \"capital?\", \"ideal\": [\"Paris\", \"paris, France\"]}\n{\"input\": \"x\"}\n");
    }

    @Test
    void an_evaluation_that_matches_few_ideals_is_a_label_task() throws IOException {
        registry();

        ImportReport report =
                EvalsImport.write(
                        folder.resolve("evals/yn.yaml"),
                        folder.resolve("t"),
                        Optional.empty(),
                        MODEL);

        LoadedTask loaded = TaskFile.read(folder.resolve("t"));
        assertThat(loaded.task().brief()).isEqualTo("Say Y or N.");
        assertThat(loaded.task().answer().asLabels().orElseThrow().names())
                .containsExactly("N", "Y");
        assertThat(loaded.examples().get(1).input()).isEqualTo("q1");
        assertThat(loaded.task().calling().prompts().getFirst().system()).isEqualTo("Y or N.");
        assertThat(report.notMapped())
                .extracting(ImportReport.NotMapped::construct)
                .containsExactly(
                        "args.num_few_shot",
                        "yn-includes.dev.v0",
                        "yn-fact.dev.v0",
                        "yn-own.dev.v0");
    }

    @Test
    void an_evaluation_of_several_ideals_has_a_check_and_one_by_a_model_a_judge()
            throws IOException {
        registry();
        Path file = folder.resolve("evals/yn.yaml");

        ImportReport report =
                EvalsImport.write(
                        file, folder.resolve("i"), Optional.of("yn-includes.dev.v0"), MODEL);
        EvalsImport.write(file, folder.resolve("f"), Optional.of("yn-fact.dev.v0"), MODEL);
        ImportReport own =
                EvalsImport.write(file, folder.resolve("o"), Optional.of("yn-own.dev.v0"), MODEL);

        assertThat(TaskFile.read(folder.resolve("i")).examples().getFirst().expected())
                .isEqualTo("[{\"icontains-any\":[\"Paris\",\"paris, France\"]}]");
        assertThat(report.notMapped())
                .extracting(ImportReport.NotMapped::line, ImportReport.NotMapped::why)
                .contains(org.assertj.core.groups.Tuple.tuple(2, "it has no ideal answer"));
        assertThat(TaskFile.read(folder.resolve("f")).task().score())
                .isEqualTo(
                        new Scoring.Judge(
                                ModelName.parse("openai/gpt-5-mini"),
                                "(the input) (the expected answer) (the answer)",
                                false,
                                Optional.empty()));
        assertThat(own.refusal()).isPresent();
        assertThat(folder.resolve("o")).doesNotExist();
    }

    @Test
    void a_function_of_tensorzero_becomes_a_task_with_its_templates_and_schema()
            throws IOException {
        write(
                "tensorzero.toml",
                """
                gateway.debug = true   # a comment
                [models.mine]
                routing = [
                  "a", # first
                ]
                [models.mine.providers.a]
                type = "vllm"
                model_name = 'llama'
                api_base = "http://gpu:8000/v1/"
                [functions.extract]
                type = "json"
                output_schema = "f/out.json"
                [functions.extract.variants.base]
                type = "chat_completion"
                model = "openai::gpt-4o-mini"
                system_template = "f/system.minijinja"
                user_template = "f/user.minijinja"
                temperature = 0.2
                [functions.extract.variants.own]
                type = "chat_completion"
                model = "mine"
                templates = { user = { path = "f/user.minijinja" } }
                temperature = 0.7
                [functions.extract.variants.best]
                type = "experimental_best_of_n_sampling"
                [[rules]]
                note = \"""
                two
                lines\"""
                """);
        write("f/out.json", "{\"type\": \"object\"}");
        write("f/system.minijinja", "Extract the name.\n");
        write("f/user.minijinja", "Text: {{ text }} in {{ language | upper }}\n");
        write(
                "d.jsonl",
                "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"template\",\"arguments\":{\"text\":\"I am Bo\",\"language\":\"en\"}}]}]},\"output\":{\"raw\":\"{}\",\"parsed\":{\"name\":\"Bo\"}}}\n"
                        + "{\"text\": \"Ich bin Al\", \"language\": \"de\", \"expected\": \"{\\\"name\\\": \\\"Al\\\"}\"}\n");

        ImportReport report =
                TensorZeroImport.write(
                        folder.resolve("tensorzero.toml"),
                        folder.resolve("t"),
                        Optional.empty(),
                        Optional.of(folder.resolve("d.jsonl")),
                        List.of());

        LoadedTask loaded = TaskFile.read(folder.resolve("t"));
        assertThat(loaded.task().models())
                .containsExactly(
                        ModelName.parse("openai/gpt-4o-mini"), ModelName.parse("vllm/llama"));
        assertThat(loaded.task().calling().provider("vllm").baseUrl())
                .contains("http://gpu:8000/v1");
        assertThat(loaded.task().score()).isEqualTo(Scoring.of(ScoreName.JSON_FIELDS));
        assertThat(loaded.task().answer()).isInstanceOf(AnswerShape.Json.class);
        assertThat(loaded.task().calling().prompts().getFirst().user())
                .isEqualTo("Text: {{ input }} in {{ language | upper }}");
        assertThat(loaded.task().calling().prompts().getFirst().system())
                .isEqualTo("Extract the name.");
        assertThat(loaded.examples())
                .extracting(example ->
                        example.input() + " " + example.variables() + " " + example.expected())
                .containsExactly(
                        "I am Bo {language=en} {\"name\":\"Bo\"}",
                        "Ich bin Al {language=de} {\"name\": \"Al\"}");
        assertThat(report.notMapped())
                .extracting(one -> one.line() + " " + one.construct())
                .contains(
                        "1 gateway", "23 functions.extract.variants.own.temperature",
                        "24 functions.extract.variants.best", "26 rules");
    }

    @Test
    void toml_that_is_wrong_is_refused_with_its_line() {
        Map.of(
                        "a = 1\nb = \"x\n",
                                "f.toml:2:7: this is not TOML: a text in quotes does not end on its line. Fix the line.",
                        "a = 1\na = 2\n",
                                "f.toml:2:6: this is not TOML: key 'a' stands twice. Fix the line.",
                        "[a\n", "f.toml:1:3: this is not TOML: ']' is wanted here. Fix the line.",
                        "a = maybe\n",
                                "f.toml:1:10: this is not TOML: the value 'maybe' is none of TOML's. Fix the line.")
                .forEach((text, message) ->
                        assertThatThrownBy(() -> TomlNodes.read(text, "f.toml"))
                                .isInstanceOf(GradusException.Data.class)
                                .hasMessage(message));
    }

    @Test
    void results_of_promptfoo_become_outcomes() throws IOException {
        Path csv = folder.resolve("o.csv");

        OutcomesImport.write(List.of(PROMPTFOO.resolve("simple-csv/output.json")), csv);

        List<RecordedOutcome> outcomes = OutcomesFile.read(csv).outcomes();
        assertThat(outcomes).hasSize(8);
        assertThat(outcomes).extracting(RecordedOutcome::arm).containsOnly("prompt 1", "prompt 2");
        assertThatThrownBy(() ->
                        OutcomesImport.write(
                                List.of(PROMPTFOO.resolve("simple-csv/output.json")), csv))
                .isInstanceOf(GradusException.Usage.class);
    }

    @Test
    void an_error_of_the_infrastructure_is_an_empty_score_and_never_0() throws IOException {
        write(
                "p.json",
                """
                {"results": {"version": 3, "results": [
                 {"testIdx": 0, "promptIdx": 0, "provider": {"id": "openai:gpt-5", "label": ""}, "score": 0.5, "success": false, "latencyMs": 812, "cost": 0.0004,
                  "response": {"output": {"a": 1}, "tokenUsage": {"prompt": 10, "completion": 3}}, "testCase": {"assert": [{"type": "equals", "value": "x"}]}},
                 {"testIdx": 1, "promptIdx": 0, "provider": {"id": "openai:gpt-5"}, "score": 0, "success": false, "failureReason": 2, "error": "429"}]}}
                """);
        write(
                "i.json",
                """
                {"version": 2, "status": "success", "eval": {"task": "sum", "model": "openai/gpt-5", "solver": "cot"}, "samples": [
                 {"id": 1, "epoch": 1, "target": "4", "scores": {"match": {"value": "C", "answer": "4"}, "other": {"value": 1}}, "model_usage": {"openai/gpt-5": {"input_tokens": 7, "output_tokens": 2}}, "total_time": 1.25},
                 {"id": 1, "epoch": 2, "target": ["4", "four"], "output": {"choices": [{"message": {"content": "5"}}]}, "scores": {"match": {"value": "I"}}},
                 {"id": 2, "epoch": 1, "target": "6", "error": {"message": "reset"}}]}
                """);
        write(
                "l.jsonl",
                """
                {"id": "a", "runName": "v1", "input": "q", "output": "yes", "expectedOutput": "yes", "latency": 0.5, "totalCost": 0.001, "scores": [{"name": "ok", "value": 1}], "usage": {"input": 5, "output": 1}}
                {"id": "b", "runName": "v1", "output": "no", "level": "ERROR", "scores": [{"name": "ok", "value": 0}]}
                """);
        for (String name : List.of("p.json", "i.json", "l.jsonl")) {
            OutcomesImport.write(List.of(folder.resolve(name)), folder.resolve(name + ".csv"));
        }

        assertThat(Files.readAllLines(folder.resolve("p.json.csv")))
                .contains(
                        "promptfoo,test 0,prompt 1,prompt,openai:gpt-5,x,\"{\"\"a\"\":1}\",0.5,10,3,812,0.0004",
                        "promptfoo,test 1,prompt 1,prompt,openai:gpt-5,,,,,,,");
        assertThat(Files.readAllLines(folder.resolve("i.json.csv")))
                .contains("sum,1,cot,,openai/gpt-5,4,4,0.5,,,,", "sum,2,cot,,openai/gpt-5,6,,,,,,");
        assertThat(Files.readAllLines(folder.resolve("l.jsonl.csv")))
                .contains("langfuse,a,v1,,,yes,yes,1,5,1,500,0.001", "langfuse,b,v1,,,,,,,,,");
    }

    @Test
    void a_chat_fine_tuning_file_is_data_for_a_new_task() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append(
                            "{\"messages\": [{\"role\": \"system\", \"content\": \"Clean up.\"}, {\"role\": \"user\", \"content\": \"uh text ")
                    .append(i)
                    .append("\"}, {\"role\": \"assistant\", \"content\": \"Text ")
                    .append(i)
                    .append(".\"}]}\n");
        }
        write("chat.jsonl", lines.toString());

        NewTask.write(folder.resolve("t"), folder.resolve("chat.jsonl"));

        LoadedTask loaded = TaskFile.read(folder.resolve("t"));
        assertThat(loaded.task().prompt()).contains("Clean up.\n");
        assertThat(loaded.examples()).hasSize(30);
        assertThat(loaded.examples().get(7).input()).isEqualTo("uh text 7");
        assertThat(loaded.examples().get(7).expected()).isEqualTo("Text 7.");

        write(
                "turns.jsonl",
                lines
                        + "{\"messages\": [{\"role\": \"system\", \"content\": \"Other.\"}, {\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": \"b\"}, {\"role\": \"user\", \"content\": \"c\"}, {\"role\": \"assistant\", \"content\": \"d\"}]}\n");
        NewTask.write(folder.resolve("u"), folder.resolve("turns.jsonl"));

        LoadedTask several = TaskFile.read(folder.resolve("u"));
        assertThat(several.examples().getLast().input())
                .isEqualTo("user: a\nassistant: b\nuser: c");
        assertThat(several.examples().getLast().variables())
                .isEqualTo(Map.of("system_message", "Other."));
        assertThat(several.task().calling().prompts().getFirst().system())
                .isEqualTo("{{ system_message }}");
    }

    private void write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
