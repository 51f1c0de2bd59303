package dev.gradus.tune.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.spi.GradusException;
import dev.gradus.tune.open.OpenRecipes.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake Python is a shell script")
class OpenTrainerTest {
    private static final String LEAVE_ADAPTER =
            "mkdir -p adapter; cp ../good.safetensors adapter/adapter_model.safetensors;"
                    + " echo '{\"peft_type\": \"LORA\"}' > adapter/adapter_config.json\n";

    @TempDir private Path temp;
    private Path folder = Path.of("");
    private final List<OpenProgress> told = new ArrayList<>();

    @BeforeEach
    void recipe() throws IOException {
        folder = temp.resolve("run");
        OpenRecipes.write(Tasks.intents(), Tasks.examples(40), Tool.TRL, folder);
        Files.write(temp.resolve("good.safetensors"), tensors(64));
    }

    @Test
    void follows_a_run_and_collects_its_adapter() throws IOException {
        python(
                "echo '  0%|          | 0/40 [00:00<?, ?it/s]'\n"
                        + "echo '{\"step\": 1, \"steps\": 40, \"loss\": 2.5}'\nsleep 0.5\n"
                        + "echo '{\"step\": 20, \"steps\": 40, \"loss\": 1.25, \"eval_loss\": 1.5}'\n"
                        + "sleep 1\n"
                        + LEAVE_ADAPTER
                        + "echo \"args $*\"");

        OpenTrainer.Tuned tuned = run(Optional.empty());

        assertThat(tuned.adapter()).isEqualTo(folder.resolve("adapter"));
        assertThat(tuned.note()).isEmpty();
        assertThat(tuned.last().step()).isEqualTo(20);
        assertThat(tuned.last().steps()).isEqualTo(40);
        assertThat(tuned.last().loss()).hasValue(1.25);
        assertThat(tuned.last().heldLoss()).hasValue(1.5);
        assertThat(tuned.last().stepsPerSecond()).isPresent();
        assertThat(tuned.last().left()).isPresent();
        assertThat(told.getLast().step()).isEqualTo(20);
        assertThat(folder.resolve("training.log")).content().contains("args train_trl.py");
    }

    @Test
    void a_run_that_fails_is_told_with_its_last_words_and_without_secrets() throws IOException {
        python(
                "for i in $(seq 200); do echo line $i of a long log; done\n"
                        + "echo 'token hf_abcdefghijklmnop was refused, Authorization: Bearer xyz123'\n"
                        + "echo 'OutOfMemoryError: CUDA out of memory' >&2\nexit 1");

        assertThatThrownBy(() -> run(Optional.empty()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageStartingWith(
                        "the training in '"
                                + folder
                                + "' left no adapter: it ended with code 1; it wrote '…")
                .hasMessageContaining("token *** was refused, Authorization: *** |")
                .hasMessageContaining("OutOfMemoryError: CUDA out of memory'. The whole log is")
                .hasMessageNotContaining("hf_abc")
                .hasMessageNotContaining("xyz123")
                .satisfies(error -> assertThat(error.getMessage().length()).isLessThan(800));
        assertThat(folder.resolve("training.log")).content().doesNotContain("hf_abc");
    }

    @Test
    void an_adapter_that_is_cut_off_missing_or_old_is_none() throws IOException {
        byte[] good = tensors(64);
        Files.write(temp.resolve("good.safetensors"), Arrays.copyOf(good, good.length - 1));
        python(LEAVE_ADAPTER);
        assertThatThrownBy(() -> run(Optional.empty()))
                .hasMessageContaining("adapter_model.safetensors' is cut off or damaged;");

        Files.write(temp.resolve("good.safetensors"), new byte[] {9, 9, 9});
        assertThatThrownBy(() -> run(Optional.empty())).hasMessageContaining("is cut off");

        python("rm -r adapter; echo nothing done");
        assertThatThrownBy(() -> run(Optional.empty()))
                .hasMessageContaining("left no adapter: there is no '")
                .hasMessageContaining("it wrote 'nothing done'");

        Files.write(temp.resolve("good.safetensors"), good);
        python(LEAVE_ADAPTER);
        run(Optional.empty());
        Files.setLastModifiedTime(
                folder.resolve("adapter/adapter_model.safetensors"),
                FileTime.from(Instant.now().minusSeconds(60)));
        python("true");
        assertThatThrownBy(() -> run(Optional.empty()))
                .hasMessageContaining("is from an earlier run");
    }

    @Test
    void at_its_limit_a_run_is_asked_to_end_and_leaves_what_it_has() throws IOException {
        python(
                "trap '"
                        + LEAVE_ADAPTER.replace("'", "'\\''")
                        + "exit 0' TERM\nwhile :; do sleep 0.1; done");

        OpenTrainer.Tuned tuned = run(Optional.of(Duration.ofSeconds(1)));

        assertThat(tuned.note()).isEqualTo("stopped at its limit of 1 s");
        assertThat(tuned.seconds()).isBetween(1.0, 20.0);
    }

    @Test
    void a_run_that_does_not_end_when_asked_to_is_killed() throws Exception {
        python("echo $$ > pid\ntrap '' TERM\nwhile :; do sleep 0.1; done");

        assertThatThrownBy(() -> run(Optional.of(Duration.ofSeconds(1))))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("(stopped at its limit of 1 s)");
        assertThat(isRunning()).isFalse();
    }

    @Test
    void a_loss_that_is_no_number_is_a_failed_run() throws IOException {
        python("echo \"{'loss': nan, 'epoch': 1.0}\"\n" + LEAVE_ADAPTER);

        assertThatThrownBy(() -> run(Optional.empty()))
                .hasMessageContaining("the loss became no number: lower the learning rate");
    }

    @Test
    void without_the_tool_the_command_for_elsewhere_is_said() throws IOException {
        OpenTrainer none = new OpenTrainer(name -> Optional.empty());

        assertThat(none.found(Tool.TRL)).isEmpty();
        assertThat(none.found(Tool.AXOLOTL)).isEmpty();
        assertThatThrownBy(() -> none.run(folder, Optional.empty(), told::add))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "there is no trl here: set GRADUS_PYTHON to a Python that has trl, or take"
                                + " the folder to a machine with a GPU and run: cd '"
                                + folder
                                + "' && pip install -r requirements.txt && python train_trl.py");
        assertThat(none.command(folder)).startsWith("cd '").endsWith("python train_trl.py");
        assertThatThrownBy(() -> none.command(temp))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageContaining("holds no recipe that can be read");
    }

    @Test
    void finds_programs_where_the_environment_says() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("venv/bin"));
        for (String program : List.of("python", "axolotl")) {
            Files.writeString(bin.resolve(program), "#!/bin/sh\n");
            assertThat(bin.resolve(program).toFile().setExecutable(true)).isTrue();
        }
        OpenTrainer virtual = with(Map.of("VIRTUAL_ENV", temp.resolve("venv").toString()));
        OpenTrainer path = with(Map.of("PATH", "/nonexistent:" + bin));

        assertThat(virtual.found(Tool.UNSLOTH))
                .contains(List.of(bin.resolve("python").toString(), "train_unsloth.py"));
        assertThat(path.found(Tool.AXOLOTL))
                .contains(List.of(bin.resolve("axolotl").toString(), "train", "axolotl.yaml"));
        assertThat(path.found(Tool.TRL)).isEmpty();
    }

    @Test
    void ends_when_our_process_is_killed() throws Exception {
        python("echo $$ > pid\nwhile :; do sleep 0.1; done");
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RunAndWait.class.getName(),
                                folder.toString(),
                                temp.resolve("python").toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("running");
            for (int i = 0; i < 300 && !isRunning(); i++) {
                Thread.sleep(100);
            }
            assertThat(isRunning()).isTrue();

            parent.destroyForcibly().waitFor();

            for (int i = 0; i < 300 && isRunning(); i++) {
                Thread.sleep(100);
            }
            assertThat(isRunning()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void reads_the_lines_of_the_hugging_face_trainer() {
        ProgressLines lines = new ProgressLines(InstantSource.system());

        lines.read("Loading weights: 100%|██████████| 21/21 [00:00<00:00, 6403.05it/s]");
        lines.read("  3%|▎         | 5/170 [00:02<01:10,  2.35it/s]");
        lines.read(
                "{'loss': '0.6931', 'grad_norm': '1.5', 'learning_rate': '1e-05', 'epoch': '0.06'}");
        lines.read(" 50%|█████     | 4/8 [00:00<00:00, 30.1it/s]");
        lines.read("{'eval_loss': 5.5e-1, 'eval_runtime': 0.2, 'epoch': 1.0}");
        lines.read("a text with 12/300 [brackets and {'loss': 'much'}");

        OpenProgress now = lines.now();
        assertThat(now.step()).isEqualTo(5);
        assertThat(now.steps()).isEqualTo(170);
        assertThat(now.loss().orElseThrow()).isEqualTo(0.6931, within(1e-12));
        assertThat(now.heldLoss().orElseThrow()).isEqualTo(0.55, within(1e-12));
        assertThat(lines.isBroken()).isFalse();
    }

    private OpenTrainer.Tuned run(Optional<Duration> limit) {
        return new OpenTrainer(
                        name ->
                                name.equals("GRADUS_PYTHON")
                                        ? Optional.of(temp.resolve("python").toString())
                                        : Optional.empty(),
                        InstantSource.system(),
                        Duration.ofSeconds(2))
                .run(folder, limit, told::add);
    }

    private static OpenTrainer with(Map<String, String> environment) {
        return new OpenTrainer(name -> Optional.ofNullable(environment.get(name)));
    }

    private void python(String script) throws IOException {
        Path python = temp.resolve("python");
        Files.writeString(python, "#!/bin/sh\n" + script + "\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
    }

    private boolean isRunning() throws IOException {
        Path pid = folder.resolve("pid");
        if (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    /// One tensor of zeros, as the format's page describes it.
    private static byte[] tensors(int bytes) {
        byte[] header =
                ("{\"a.lora_A.weight\":{\"dtype\":\"F32\",\"shape\":["
                                + bytes / 4
                                + "],\"data_offsets\":[0,"
                                + bytes
                                + "]},\"__metadata__\":{\"format\":\"pt\"}}")
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }
}
