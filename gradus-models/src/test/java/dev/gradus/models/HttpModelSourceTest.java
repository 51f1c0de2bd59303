package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModelSourceTest {
    private static final String KEY = "k3y.of.the.source.test";

    private final HttpModelSource source = new HttpModelSource();

    @TempDir private Path folder;

    @Test
    void is_found_as_a_service() {
        assertThat(ServiceLoader.load(ModelSource.class))
                .hasAtLeastOneElementOfType(HttpModelSource.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai",
                "azure",
                "anthropic",
                "gemini",
                "ollama",
                "vllm",
                "llamacpp",
                "lmstudio",
                "groq",
                "together",
                "openrouter",
                "mistral",
                "deepseek",
                "fireworks",
                "xai",
                "cerebras"
            })
    void knows_the_providers_by_name(String provider) {
        assertThat(source.knows(new ModelName(provider, "m"), ProviderSettings.standard()))
                .isTrue();
    }

    @Test
    void knows_any_other_that_says_what_it_speaks() {
        ModelName mine = ModelName.parse("mine/m");
        assertThat(source.knows(mine, ProviderSettings.standard())).isFalse();
        assertThat(source.knows(mine, settings("ollama", "http://h/"))).isTrue();
        assertThat(source.knows(mine, settings("telepathy", "http://h/"))).isFalse();
        ModelName recorded = ModelName.parse("recorded/openai/m");
        assertThat(source.knows(recorded, ProviderSettings.standard())).isFalse();
    }

    @Test
    void a_missing_key_names_the_variable() {
        assertThatThrownBy(() -> open("openai/gpt-5", ProviderSettings.standard(), Map.of()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "openai: no key. Set the variable OPENAI_API_KEY, or name another as `key`,"
                                + " or a file as `key-file`, under providers.openai.");
        assertThatThrownBy(() -> open("gemini/x", ProviderSettings.standard(), Map.of()))
                .hasMessageContaining("GEMINI_API_KEY or GOOGLE_API_KEY");
        assertThatThrownBy(() -> open("openai/x", with("MY_KEY", "", ""), Map.of()))
                .hasMessageContaining("the variable MY_KEY is not set");
    }

    @Test
    void the_second_variable_is_taken_where_the_first_is_empty() {
        try (FaultServer server = FaultServer.start(Wire.GEMINI, user -> "x");
                Model model =
                        open(
                                "gemini/gemini-3-flash",
                                ProviderSettings.standard().withBaseUrl(server.baseUrl()),
                                Map.of("GEMINI_API_KEY", " ", "GOOGLE_API_KEY", KEY))) {
            answer(model);
            assertThat(server.lastRequest().headers())
                    .containsEntry("x-goog-api-key", KEY)
                    .containsEntry("user-agent", "gradus");
        }
    }

    @Test
    void a_key_file_is_read_from_the_task_folder() throws Exception {
        Files.writeString(folder.resolve("key.txt"), KEY + "\n");
        try (FaultServer server = FaultServer.start(Wire.ANTHROPIC, user -> "x");
                Model model =
                        open(
                                "anthropic/claude-sonnet-5",
                                with("", "key.txt", server.baseUrl()),
                                Map.of())) {
            answer(model);
            assertThat(server.lastRequest().headers())
                    .containsEntry("x-api-key", KEY)
                    .containsEntry("anthropic-version", "2023-06-01");
        }
    }

    @Test
    void a_key_that_cannot_be_sent_is_refused_and_not_shown() throws Exception {
        Files.writeString(folder.resolve("two.txt"), "first-line\nX-Evil: 1");
        assertThatThrownBy(() -> open("openai/x", with("", "two.txt", ""), Map.of()))
                .hasMessageContaining("'two.txt' holds a line break")
                .hasMessageNotContaining("first-line");
        assertThatThrownBy(() -> open("openai/x", with("", "none.txt", ""), Map.of()))
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"8, ollama, '/api/chat'", "9, openai-chat, '/v1/chat/completions'"})
    void a_header_names_what_the_environment_holds(int number, String api, String path) {
        Wire wire = api.equals("ollama") ? Wire.OLLAMA : Wire.OPENAI_CHAT;
        try (FaultServer server = FaultServer.start(wire, user -> "x")) {
            ProviderSettings settings =
                    new ProviderSettings(
                            Optional.of(api),
                            Optional.of(server.baseUrl() + "/"),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of("X-Team", "a-${TEAM}-" + number),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of());
            try (Model model = open("mine/org/m", settings, Map.of("TEAM", "blue"))) {
                answer(model);
            }
            assertThat(server.lastRequest().headers())
                    .containsEntry("x-team", "a-blue-" + number)
                    .doesNotContainKey("authorization");
            assertThat(server.lastRequest().path()).isEqualTo(path);
            assertThat(server.lastRequest().at("/model")).contains("org/m");
            assertThatThrownBy(() -> open("mine/m", settings, Map.of()))
                    .hasMessageContaining("headers.X-Team names the variable TEAM");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8000",
                "ftp://h/v1",
                "http://user:pass-word@h/v1",
                "http://",
                "::"
            })
    void an_address_that_is_none_is_refused_without_showing_it(String url) {
        assertThatThrownBy(() -> open("mine/m", settings("openai-chat", url), Map.of()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("providers.mine.base-url is not an address")
                .hasMessageNotContaining("pass-word");
    }

    @Test
    void a_provider_without_an_address_is_asked_for_one() {
        assertThatThrownBy(() -> open("azure/d", ProviderSettings.standard(), env()))
                .hasMessageContaining("providers.azure.base-url is missing");
        assertThatThrownBy(() -> open("mine/d", settings("telepathy", "http://h"), env()))
                .hasMessageContaining("'telepathy'")
                .hasMessageContaining("openai-chat, openai-responses, anthropic");
    }

    @Test
    void azure_has_the_deployment_in_the_address_where_a_version_is_given() {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "x")) {
            String root = "http://127.0.0.1:" + server.port();
            azure(server, root, Map.of("api-version", "2024-10-21"));
            assertThat(server.lastRequest().path())
                    .isEqualTo(
                            "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21");
            assertThat(server.lastRequest().headers()).containsEntry("api-key", KEY);
            azure(server, root, Map.of());
            assertThat(server.lastRequest().path()).isEqualTo("/openai/v1/chat/completions");
            azure(server, root + "/openai/v1/", Map.of("model", "gpt-5-mini"));
            assertThat(server.lastRequest().path()).isEqualTo("/openai/v1/chat/completions");
            assertThat(server.lastRequest().at("/temperature")).isEmpty();
        }
    }

    private void azure(FaultServer server, String url, Map<String, String> options) {
        ProviderSettings settings =
                new ProviderSettings(
                        Optional.empty(),
                        Optional.of(url),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        options);
        try (Model model = open("azure/my gpt", settings, env())) {
            answer(model);
        }
    }

    @Test
    void models_share_connections_until_the_last_is_closed() {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "x")) {
            ProviderSettings settings = settings("openai-chat", server.baseUrl());
            Model one = open("mine/one", settings, Map.of());
            Model two = open("mine/two", settings, Map.of());
            answer(one);
            one.close();
            one.close();
            answer(two);
            assertThat(server.statistics().connections()).isEqualTo(1);
            assertThatThrownBy(() -> answer(one)).isInstanceOf(IllegalStateException.class);
            two.close();
        }
    }

    private Model open(String name, ProviderSettings settings, Map<String, String> environment) {
        return source.open(
                ModelName.parse(name),
                settings,
                new ModelSource.Place(
                        folder, variable -> Optional.ofNullable(environment.get(variable))));
    }

    private static Map<String, String> env() {
        return Map.of("AZURE_OPENAI_API_KEY", KEY);
    }

    private static ChatReply answer(Model model) {
        ChatRequest request =
                ChatRequest.of(Sampling.standard().withTemperature(0), Message.user("hello"));
        return model.answer(new Model.Call(request, 0, Duration.ofSeconds(10)));
    }

    private static ProviderSettings settings(String api, String url) {
        return new ProviderSettings(
                Optional.of(api),
                Optional.of(url),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static ProviderSettings with(String variable, String file, String url) {
        return new ProviderSettings(
                Optional.empty(),
                Optional.of(url).filter(text -> !text.isEmpty()),
                Optional.of(variable).filter(text -> !text.isEmpty()),
                Optional.of(file).filter(text -> !text.isEmpty()),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
