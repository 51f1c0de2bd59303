package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.Checker;
import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.task.Example;
import dev.gradus.task.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneExportTest {
    @TempDir private Path temporary;
    private Path task = Path.of("");

    @BeforeEach
    void write() throws IOException {
        task = SmallTask.in(temporary.resolve("task"));
        Path file = task.resolve("gradus.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("local-only: true", "local-only: false")
                        + "tuning: { base: vllm/Qwen/Qwen3-0.6B }\n");
    }

    @Test
    void a_recipe_holds_the_train_examples_of_the_climb_and_no_dev_or_test_example()
            throws IOException {
        Path into = temporary.resolve("recipe");
        Cli cli = Cli.run("tune", task, "--export", "trl", "--into", into);

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.out().replaceAll("\\s+", " "))
                .contains("dev and test are not in it")
                .contains("no climb is in the ledger")
                .contains("python train_trl.py");
        LoadedTask loaded = TaskFile.read(task);
        Splits splits = Checker.splits(Requests.quiet(loaded));
        String written =
                Files.readString(into.resolve("train.jsonl"))
                        + Files.readString(into.resolve("held.jsonl"));
        assertThat(written.lines())
                .hasSizeBetween(splits.train().size() - 5, splits.train().size());
        assertThat(Stream.of(splits.dev(), splits.test()).flatMap(List::stream))
                .extracting(Example::input)
                .noneMatch(input -> written.contains("\"" + input.strip() + "\""));
        assertThat(splits.train())
                .extracting(Example::input)
                .filteredOn(input -> !input.contains("\"") && !input.contains("\n"))
                .allMatch(input -> written.contains(input.strip()));
    }

    @Test
    void as_json_it_names_tool_method_files_and_command() {
        Cli cli =
                Cli.run(
                        "tune",
                        task,
                        "--export",
                        "trl",
                        "--method",
                        "dpo",
                        "--into",
                        temporary.resolve("recipe"),
                        "--json");

        assertThat(cli.exitCode()).as(cli.err()).isZero();
        assertThat(cli.document().text("schema")).contains("gradus.tune-export/1");
        assertThat(cli.document().text("method")).contains("dpo");
        assertThat(cli.document().texts("files")).contains("train.jsonl", "train_trl.py");
        assertThat(cli.document().text("command").orElse("")).contains("python train_trl.py");
        assertThat(cli.document().text("gates")).isEmpty();
    }

    @Test
    void half_an_export_and_an_unknown_tool_are_refused_with_what_to_write() {
        Cli without = Cli.run("tune", task, "--export", "trl");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("--export needs a folder to write into");

        Cli alone = Cli.run("tune", task, "--method", "dpo");
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("--method belongs to --export");

        Path into = temporary.resolve("recipe");
        Cli unknown = Cli.run("tune", task, "--export", "peft", "--into", into);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("axolotl, trl, unsloth");
        assertThat(into).doesNotExist();
    }
}
