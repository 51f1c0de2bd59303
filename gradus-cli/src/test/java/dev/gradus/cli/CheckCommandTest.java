package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir private Path temporary = Path.of("");

    @Test
    void asks_a_model_only_where_ask_says_so() throws IOException {
        Path task = recorded();

        Cli checked = Cli.run("check", task);
        assertThat(checked.exitCode()).as(checked.err()).isZero();
        assertThat(checked.out())
                .contains("tokens (o200k_base, of")
                .contains("recorded/openai/gpt-5-mini)");
        assertThat(task.resolve(".gradus")).doesNotExist();

        Cli asked = Cli.run("check", task, "--ask");
        assertThat(asked.exitCode()).isEqualTo(4);
        assertThat(asked.err()).startsWith("recorded/openai/gpt-5-mini did not answer: ");
    }

    @Test
    void ask_needs_a_chat_model() {
        Cli asked = Cli.run("check", SmallTask.in(temporary.resolve("task")), "--ask");
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err())
                .startsWith(
                        "--ask puts the prompts to the task's last chat model, and models names none.");
    }

    private Path recorded() throws IOException {
        Path task = SmallTask.in(temporary.resolve("task"));
        Path file = task.resolve("gradus.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                                .replace(
                                        "models: [ embedded/minilm-l6-q, embedded/bge-small-q ]",
                                        "models: [ recorded/openai/gpt-5-mini ]")
                                .replace("local-only: true", "local-only: false")
                        + "providers: { recorded: { cassette: tape.jsonl } }\n");
        Files.writeString(task.resolve("tape.jsonl"), "");
        return task;
    }
}
