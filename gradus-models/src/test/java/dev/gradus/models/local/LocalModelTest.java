package dev.gradus.models.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Usage;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake server is started by a shell script")
class LocalModelTest {
    @TempDir private Path folder;
    private Path server = Path.of("");
    private final List<String> told = new ArrayList<>();
    private final LocalModelSource source = new LocalModelSource(told::add);

    @BeforeEach
    void script() throws IOException {
        server = folder.resolve("llama-server");
        Files.writeString(
                server,
                "#!/bin/sh\nexec '"
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -Xmx64m -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path")
                        + "' "
                        + FakeLlamaServer.class.getName()
                        + " \"$@\"\n");
        assertThat(server.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void starts_a_server_asks_it_and_ends_it_when_closed() throws Exception {
        model("slow.gguf");

        ChatReply reply;
        try (Model opened = open("local/slow.gguf", Map.of("context", "4096", "gpu-layers", "0"))) {
            reply = opened.answer(call());
            assertThat(isRunning("slow.gguf")).isTrue();
        }

        assertThat(reply.text()).isEqualTo("refund");
        assertThat(reply.usage()).isEqualTo(Usage.of(12, 2));
        assertThat(started("slow.gguf").getFirst())
                .contains("--ctx-size 4096 --n-gpu-layers 0 --host 127.0.0.1 --port ");
        assertThat(told.getLast()).matches("local/slow\\.gguf: llama-server is ready after .* s");
        assertThat(isRunning("slow.gguf")).isFalse();
    }

    @Test
    void models_of_one_file_share_a_server_until_the_last_is_closed() throws Exception {
        model("m.gguf");
        Model first = open("local/m.gguf", Map.of());
        Model second = open("local/m.gguf", Map.of());

        first.close();
        first.close();

        assertThat(second.answer(call()).text()).isEqualTo("refund");
        assertThat(started("m.gguf")).hasSize(1);
        second.close();
        assertThat(isRunning("m.gguf")).isFalse();
    }

    @Test
    void a_server_that_cannot_load_the_model_is_told_with_its_last_words() throws IOException {
        model("broken.gguf");

        assertThatThrownBy(() -> open("local/broken.gguf", Map.of()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "local/broken.gguf: llama-server ended with code 1; it wrote 'build: 1"
                                + " (fake) | error: unable to load model'. Mend the cause (memory? a"
                                + " model that this version cannot read?) and run the command"
                                + " again.");
    }

    @Test
    void one_that_takes_too_long_is_ended() throws Exception {
        model("stuck.gguf");

        assertThatThrownBy(() -> open("local/stuck.gguf", Map.of("wait", "2")))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "local/stuck.gguf: llama-server has not loaded the model within 2 s; it"
                                + " wrote 'build: 1 (fake)'. Give it longer: providers: { local: {"
                                + " wait: SECONDS } }.");
        assertThat(isRunning("stuck.gguf")).isFalse();
    }

    @Test
    void one_that_dies_while_it_answers_ends_the_climb_and_says_how() throws IOException {
        model("dies.gguf");

        try (Model opened = open("local/dies.gguf", Map.of())) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 20; i++) {
                                    try {
                                        opened.answer(call());
                                    } catch (dev.gradus.spi.CallFailure again) {
                                        Thread.sleep(100);
                                    }
                                }
                            })
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("llama-server ended with code 137")
                    .hasMessageContaining("ggml: out of memory");
        }
    }

    @Test
    void what_is_missing_is_said_with_what_to_do() throws IOException {
        model("m.gguf");
        Files.writeString(folder.resolve("text.gguf"), "no model");

        assertThatThrownBy(() -> open("local/none.gguf", Map.of()))
                .hasMessage(
                        "local/none.gguf: there is no model file '"
                                + folder.resolve("none.gguf")
                                + "'. Put a GGUF file there, fix the name, or say where it lies:"
                                + " providers: { local: { folder: DIR } }.");
        assertThatThrownBy(() -> open("local/text.gguf", Map.of()))
                .hasMessageStartingWith("local/text.gguf: '")
                .hasMessageEndingWith(
                        "' is no GGUF file. llama.cpp reads no other: fetch the model in that format.");
        assertThatThrownBy(() -> open("local/m.gguf", Map.of("server", "nowhere/llama")))
                .hasMessage(
                        "providers.local.server is 'nowhere/llama', and there is no program of that"
                                + " name that may be run. Name the llama-server of llama.cpp.");
        assertThatThrownBy(() ->
                        source.open(
                                ModelName.parse("local/m.gguf"),
                                ProviderSettings.standard(),
                                new ModelSource.Place(folder, name -> Optional.of("/nonexistent"))))
                .hasMessage(
                        "local/m.gguf needs llama.cpp, and there is no llama-server on PATH. Install"
                                + " llama.cpp, or say where it is: providers: { local: { server:"
                                + " /path/to/llama-server } }. A server that runs already is reached"
                                + " by providers: { local: { api: openai-chat, base-url:"
                                + " \"http://127.0.0.1:8080/v1\" } }.");
        assertThatThrownBy(() -> open("local/m.gguf", Map.of("contxt", "1")))
                .hasMessageStartingWith(
                        "providers.local has the unknown key 'contxt' (closest: 'context').");
    }

    @Test
    void is_found_on_path_and_in_the_folder_that_was_named() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        Files.writeString(models.resolve("named.gguf"), "GGUF");

        try (Model opened =
                source.open(
                        ModelName.parse("local/named.gguf"),
                        settings(Map.of("folder", "models")),
                        new ModelSource.Place(
                                folder,
                                name ->
                                        name.equals("PATH")
                                                ? Optional.of("/nonexistent:" + folder)
                                                : Optional.empty()))) {
            assertThat(opened.answer(call()).text()).isEqualTo("refund");
        }
    }

    @Test
    void ends_when_our_process_is_killed() throws Exception {
        model("m.gguf");
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OpenAndWait.class.getName(),
                                folder.toString(),
                                server.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("open");
            assertThat(isRunning("m.gguf")).isTrue();

            parent.destroyForcibly().waitFor();

            for (int i = 0; i < 100 && isRunning("m.gguf"); i++) {
                Thread.sleep(100);
            }
            assertThat(isRunning("m.gguf")).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    private void model(String name) throws IOException {
        Files.writeString(folder.resolve(name), "GGUF and so on");
    }

    private Model open(String name, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of("server", server.toString()));
        all.putAll(options);
        return source.open(
                ModelName.parse(name),
                settings(all),
                new ModelSource.Place(folder, variable -> Optional.empty()));
    }

    private static ProviderSettings settings(Map<String, String> options) {
        ProviderSettings none = ProviderSettings.standard();
        return new ProviderSettings(
                none.api(),
                none.baseUrl(),
                none.keyVariable(),
                none.keyFile(),
                Map.of(),
                none.proxy(),
                none.caFile(),
                options);
    }

    private static Model.Call call() {
        return new Model.Call(
                ChatRequest.of(Sampling.standard(), Message.user("I want my money back")),
                0,
                Duration.ofSeconds(20));
    }

    private List<String> started(String model) throws IOException {
        return Files.readAllLines(folder.resolve(model + ".started"));
    }

    private boolean isRunning(String model) throws IOException {
        long pid = Long.parseLong(started(model).getFirst().split(" ", 2)[0]);
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
