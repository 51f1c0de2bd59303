package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.models.AdapterServer.Kind;
import dev.gradus.models.AdapterServer.Loaded;
import dev.gradus.models.AdapterServer.Start;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against servers that answer as vLLM, llama.cpp and Ollama do: statuses, shapes and words are
/// those of their sources (vllm/entrypoints, tools/server/README.md, docs/api.md).
class AdapterServerTest {
    private HttpServer server;
    private final List<String> heard = new ArrayList<>();
    @TempDir private Path folder;

    AdapterServerTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    // ---- vLLM --------------------------------------------------------------------------------

    @Test
    void vllm_loads_lists_and_unloads_several_adapters_on_one_base() {
        vllm(true);
        try (AdapterServer vllm = open(Kind.VLLM, "/v1")) {
            vllm.load("support-1", Path.of("/adapters/support 1"));
            vllm.load("billing", Path.of("/adapters/billing"));

            assertThat(vllm.loaded())
                    .containsExactly(
                            new Loaded("support-1", "/adapters/support 1", Optional.empty()),
                            new Loaded("billing", "/adapters/billing", Optional.empty()));

            vllm.unload("support-1");
            assertThat(vllm.loaded()).extracting(Loaded::name).containsExactly("billing");
        }
        assertThat(heard).allMatch(line -> line.endsWith(" Bearer sesame-key"));
    }

    @Test
    void vllm_that_loads_nothing_while_it_runs_says_how_to_start_it() {
        vllm(false);
        try (AdapterServer vllm = open(Kind.VLLM, "/v1")) {
            String words =
                    "vllm: the server loads no adapter while it runs (404). Start it with"
                            + " VLLM_ALLOW_RUNTIME_LORA_UPDATING=True in its environment and"
                            + " --enable-lora, or name the adapter when it starts: --enable-lora"
                            + " --lora-modules NAME=PATH.";
            assertThatThrownBy(() -> vllm.load("a", Path.of("/a")))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessage(words);
            assertThatThrownBy(() -> vllm.unload("a")).hasMessage(words);
        }
    }

    @Test
    void vllm_keeps_a_name_for_one_adapter_and_says_what_it_does_not_find() {
        vllm(true);
        try (AdapterServer vllm = open(Kind.VLLM, "/v1")) {
            vllm.load("a", Path.of("/adapters/a"));

            assertThatThrownBy(() -> vllm.load("a", Path.of("/adapters/b")))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessage(
                            "vllm: an adapter named 'a' is loaded already. Unload it first, or give"
                                    + " this one another name, as one name must not change its"
                                    + " meaning between a measurement and the next.");
            assertThatThrownBy(() -> vllm.load("b", Path.of("/missing")))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("404 from 127.0.0.1")
                    .hasMessageContaining(
                            "\"Loading lora b failed: No adapter found for /missing\"");
            assertThatThrownBy(() -> vllm.unload("never"))
                    .hasMessageContaining("\"The lora adapter 'never' cannot be found.\"");
            assertThatThrownBy(() -> vllm.load("a b\"", Path.of("/x")))
                    .isInstanceOf(GradusException.Usage.class);
        }
    }

    @Test
    void vllm_is_started_with_adapters_by_arguments() {
        try (AdapterServer vllm = open(Kind.VLLM, "/v1")) {
            assertThat(
                            vllm.arguments(
                                    List.of(
                                            new Start("a", Path.of("/adapters/a"), 8),
                                            new Start("b", Path.of("/adapters/b"), 24))))
                    .containsExactly(
                            "--enable-lora",
                            "--lora-modules",
                            "a=/adapters/a",
                            "b=/adapters/b",
                            "--max-loras",
                            "2",
                            "--max-lora-rank",
                            "32");
        }
    }

    // ---- what breaks -------------------------------------------------------------------------

    @Test
    void what_breaks_is_told_without_the_key() throws IOException {
        handle("/v1/models", exchange -> reply(exchange, 500, "key sesame-key caused a fault"));
        try (AdapterServer vllm = open(Kind.VLLM, "/v1")) {
            assertThatThrownBy(vllm::loaded)
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("500 from 127.0.0.1")
                    .hasMessageContaining("\"key *** caused a fault\"")
                    .hasMessageNotContaining("sesame")
                    .satisfies(error ->
                            assertThat(((GradusException.Provider) error).retryable()).isTrue());
        }
    }

    @Test
    void a_page_in_place_of_json_is_told() {
        handle("/v1/models", exchange -> reply(exchange, 200, "<html>welcome</html>"));
        try (AdapterServer vllm = open(Kind.VLLM, "/v1")) {
            assertThatThrownBy(vllm::loaded).hasMessageContaining("it is not JSON");
        }
    }

    @Test
    void nobody_at_the_address_is_told() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (AdapterServer none =
                AdapterServer.of(
                        Kind.OLLAMA,
                        ProviderSettings.standard().withBaseUrl("http://127.0.0.1:" + port),
                        place())) {
            assertThatThrownBy(() -> none.unload("x"))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessage(
                            "ollama/adapters: no connection to 127.0.0.1:"
                                    + port
                                    + ". Is the server running? Check base-url.");
        }
    }

    @Test
    void a_server_that_stalls_is_left_at_the_deadline() {
        handle(
                "/v1/models",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    try {
                        Thread.sleep(2_000);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
        try (AdapterServer vllm =
                new VllmAdapters(
                        AdapterCalls.open(
                                "vllm", "", settings("/v1"), place(), Duration.ofMillis(500)))) {
            assertThatThrownBy(vllm::loaded)
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("no whole reply from 127.0.0.1")
                    .hasMessageContaining("within 500 ms");
        }
    }

    @Test
    void an_address_with_a_password_is_refused_without_showing_it() {
        ProviderSettings wrong =
                ProviderSettings.standard().withBaseUrl("http://me:sesame@127.0.0.1:1");

        assertThatThrownBy(() -> AdapterServer.of(Kind.VLLM, wrong, place()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageNotContaining("sesame");
    }

    // ---- llama.cpp ---------------------------------------------------------------------------

    @Test
    void llama_lists_scales_and_switches_off_one() {
        Map<Integer, Double> scales = new TreeMap<>(Map.of(0, 1.0, 1, 0.5));
        handle(
                "/lora-adapters",
                exchange -> {
                    if (exchange.getRequestMethod().equals("POST")) {
                        scales.replaceAll((id, scale) -> 0.0);
                        for (JsonNode one : body(exchange).values()) {
                            scales.put(one.path("id").intValue(), one.path("scale").doubleValue());
                        }
                        reply(exchange, 200, "{\"success\":true}");
                        return;
                    }
                    reply(
                            exchange,
                            200,
                            "[{\"id\":0,\"path\":\"a.gguf\",\"scale\":"
                                    + scales.get(0)
                                    + "},{\"id\":1,\"path\":\"b.gguf\",\"scale\":"
                                    + scales.get(1)
                                    + "}]");
                });
        try (AdapterServer opened = open(Kind.LLAMACPP, "")) {
            LlamaAdapters llama = (LlamaAdapters) opened;
            assertThat(llama.loaded())
                    .containsExactly(
                            new Loaded("0", "a.gguf", Optional.of(1.0)),
                            new Loaded("1", "b.gguf", Optional.of(0.5)));

            llama.unload("0");
            assertThat(scales).isEqualTo(Map.of(0, 0.0, 1, 0.5));
            llama.scale(Map.of(0, 0.25));
            assertThat(scales).isEqualTo(Map.of(0, 0.25, 1, 0.0));

            assertThatThrownBy(() -> llama.unload("7"))
                    .hasMessage("llamacpp: there is no adapter '7'; the numbers are [0, 1].");
            assertThatThrownBy(() -> llama.load("c", Path.of("c.gguf")))
                    .isInstanceOf(GradusException.Usage.class)
                    .hasMessageStartingWith(
                            "llamacpp: llama-server loads adapters when it starts and not while it"
                                    + " runs. Start it with --lora c.gguf");
            assertThat(
                            llama.arguments(
                                    List.of(
                                            new Start("a", Path.of("a.gguf"), 8),
                                            new Start("b", Path.of("b.gguf"), 8))))
                    .containsExactly("--lora", "a.gguf", "--lora", "b.gguf");
        }
        assertThat(LlamaAdapters.requestField(Map.of(1, 0.0, 0, 1.0)))
                .isEqualTo("\"lora\":[{\"id\":0,\"scale\":1.0},{\"id\":1,\"scale\":0.0}]");
    }

    // ---- Ollama ------------------------------------------------------------------------------

    @Test
    void ollama_makes_a_model_of_a_base_and_an_adapter_and_uploads_each_file_once()
            throws IOException {
        Map<String, String> models = new LinkedHashMap<>(Map.of("qwen3:4b", ""));
        Set<String> blobs = new HashSet<>();
        ollama(models, blobs, "success");
        Files.writeString(folder.resolve("adapter_config.json"), "{}");
        Files.writeString(folder.resolve("adapter_model.safetensors"), "weights");
        Files.writeString(folder.resolve("README.md"), "left here");

        try (AdapterServer opened = open(Kind.OLLAMA, "")) {
            OllamaAdapters ollama = (OllamaAdapters) opened;
            ollama.create("support", "qwen3:4b", folder);
            ollama.create("support-2", "qwen3:4b", folder);

            assertThat(blobs).hasSize(2);
            assertThat(heard.stream().filter(line -> line.startsWith("POST /api/blobs")))
                    .hasSize(2);
            assertThat(ollama.loaded())
                    .extracting(Loaded::name)
                    .containsExactly("support", "support-2");
            ollama.unload("support");
            assertThat(models.keySet()).containsExactly("qwen3:4b", "support-2");
            assertThatThrownBy(() -> ollama.unload("support"))
                    .hasMessage("ollama: there is no model 'support' to delete.");
            assertThatThrownBy(() -> ollama.create("x", "nowhere", folder))
                    .isInstanceOf(GradusException.Provider.class)
                    .hasMessageContaining("model 'nowhere' not found");
        }
    }

    @Test
    void ollama_that_does_not_say_success_made_nothing() throws IOException {
        ollama(new HashMap<>(Map.of("q", "")), new HashSet<>(), "converting adapter");
        Files.writeString(folder.resolve("a.gguf"), "GGUF");
        try (AdapterServer opened = open(Kind.OLLAMA, "")) {
            OllamaAdapters ollama = (OllamaAdapters) opened;
            assertThatThrownBy(() -> ollama.create("m", "q", folder.resolve("a.gguf")))
                    .hasMessage(
                            "ollama: model 'm' was not made: Ollama says 'converting adapter' in"
                                    + " place of success. Look at its log.");
            assertThatThrownBy(() -> ollama.create("m", "q", folder))
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessageContaining("is no adapter");
            assertThatThrownBy(() -> ollama.load("m", folder))
                    .isInstanceOf(GradusException.Usage.class);
            assertThatThrownBy(() -> ollama.arguments(List.of()))
                    .isInstanceOf(GradusException.Usage.class);
        }
    }

    @Test
    void a_modelfile_has_two_lines_and_no_more() {
        assertThat(OllamaAdapters.modelfile("qwen3:4b", Path.of("/adapters/a b")))
                .isEqualTo("FROM qwen3:4b\nADAPTER /adapters/a b\n");
        assertThatThrownBy(() ->
                        OllamaAdapters.modelfile("qwen3:4b\nSYSTEM x", Path.of("/adapters/a")))
                .isInstanceOf(GradusException.Usage.class);
        assertThatThrownBy(() ->
                        OllamaAdapters.modelfile("qwen3:4b", Path.of("/adapters/a\nSYSTEM x")))
                .isInstanceOf(GradusException.Usage.class);
    }

    // ---- servers -----------------------------------------------------------------------------

    private void vllm(boolean runtime) {
        Map<String, String> adapters = new LinkedHashMap<>();
        handle(
                "/v1/models",
                exchange -> {
                    StringBuilder models =
                            new StringBuilder(
                                    "{\"id\":\"Qwen/Qwen3-4B\",\"object\":\"model\",\"root\":\"Qwen/Qwen3-4B\",\"parent\":null}");
                    adapters.forEach((name, path) ->
                            models.append(
                                    ",{\"id\":\"%s\",\"object\":\"model\",\"root\":\"%s\",\"parent\":\"Qwen/Qwen3-4B\"}"
                                            .formatted(name, path)));
                    reply(exchange, 200, "{\"object\":\"list\",\"data\":[" + models + "]}");
                });
        if (!runtime) {
            return;
        }
        handle(
                "/v1/load_lora_adapter",
                exchange -> {
                    JsonNode body = body(exchange);
                    String name = body.path("lora_name").stringValue("");
                    String path = body.path("lora_path").stringValue("");
                    if (adapters.containsKey(name)) {
                        reply(
                                exchange,
                                400,
                                error(
                                        "The lora adapter '"
                                                + name
                                                + "' has already been loaded. If you want to load the"
                                                + " adapter in place, set 'load_inplace' to True.",
                                        "InvalidUserInput",
                                        400));
                    } else if (!path.startsWith("/adapters/")) {
                        reply(
                                exchange,
                                404,
                                error(
                                        "Loading lora "
                                                + name
                                                + " failed: No adapter found for "
                                                + path,
                                        "NotFoundError",
                                        404));
                    } else {
                        adapters.put(name, path);
                        reply(
                                exchange,
                                200,
                                "Success: LoRA adapter '" + name + "' added successfully.");
                    }
                });
        handle(
                "/v1/unload_lora_adapter",
                exchange -> {
                    String name = body(exchange).path("lora_name").stringValue("");
                    if (adapters.remove(name) == null) {
                        reply(
                                exchange,
                                404,
                                error(
                                        "The lora adapter '" + name + "' cannot be found.",
                                        "NotFoundError",
                                        404));
                    } else {
                        reply(
                                exchange,
                                200,
                                "Success: LoRA adapter '" + name + "' removed successfully.");
                    }
                });
    }

    private static String error(String message, String type, int code) {
        return JsonMapper.shared()
                .createObjectNode()
                .<tools.jackson.databind.node.ObjectNode>set(
                        "error",
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("message", message)
                                .put("type", type)
                                .put("code", code))
                .toString();
    }

    private void ollama(Map<String, String> models, Set<String> blobs, String status) {
        handle(
                "/api/tags",
                exchange -> {
                    List<String> names =
                            models.keySet().stream()
                                    .map(name -> "{\"name\":\"" + name + "\"}")
                                    .toList();
                    reply(exchange, 200, "{\"models\":[" + String.join(",", names) + "]}");
                });
        handle(
                "/api/show",
                exchange -> {
                    String name = body(exchange).path("model").stringValue("");
                    String modelfile = "FROM /blobs/sha256-1\n" + models.get(name);
                    reply(
                            exchange,
                            200,
                            JsonMapper.shared()
                                    .createObjectNode()
                                    .put("modelfile", modelfile)
                                    .toString());
                });
        handle("/api/blobs/", exchange -> blob(exchange, blobs));
        handle(
                "/api/create",
                exchange -> {
                    JsonNode body = body(exchange);
                    String from = body.path("from").stringValue("");
                    boolean whole =
                            body.path("adapters").values().stream()
                                    .allMatch(digest -> blobs.contains(digest.stringValue("")));
                    if (!models.containsKey(from) || !whole) {
                        reply(exchange, 400, "{\"error\":\"model '" + from + "' not found\"}");
                        return;
                    }
                    models.put(body.path("model").stringValue(""), "ADAPTER /blobs/sha256-2\n");
                    reply(exchange, 200, "{\"status\":\"" + status + "\"}");
                });
        handle(
                "/api/delete",
                exchange -> {
                    boolean there =
                            models.remove(body(exchange).path("model").stringValue("")) != null;
                    reply(exchange, there ? 200 : 404, there ? "" : "{\"error\":\"not found\"}");
                });
    }

    /// Checks what it is sent, as Ollama does.
    private static void blob(HttpExchange exchange, Set<String> blobs) throws IOException {
        String digest = exchange.getRequestURI().getPath().substring("/api/blobs/".length());
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(blobs.contains(digest) ? 200 : 404, -1);
            exchange.close();
            return;
        }
        try {
            byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
            boolean right = digest.equals("sha256:" + java.util.HexFormat.of().formatHex(hash));
            if (right) {
                blobs.add(digest);
            }
            reply(exchange, right ? 201 : 400, "");
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void handle(String path, Answering answering) {
        server.createContext(
                path,
                exchange -> {
                    synchronized (heard) {
                        heard.add(
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + exchange.getRequestHeaders().getFirst("Authorization"));
                    }
                    answering.answer(exchange);
                });
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        return JsonMapper.shared()
                .readTree(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private AdapterServer open(Kind kind, String path) {
        return AdapterServer.of(kind, settings(path), place());
    }

    private ProviderSettings settings(String path) {
        ProviderSettings none = ProviderSettings.standard();
        return new ProviderSettings(
                none.api(),
                Optional.of("http://127.0.0.1:" + server.getAddress().getPort() + path),
                Optional.of("SERVER_KEY"),
                none.keyFile(),
                Map.of(),
                none.proxy(),
                none.caFile(),
                Map.of());
    }

    private Place place() {
        return new Place(
                folder,
                name -> name.equals("SERVER_KEY") ? Optional.of("sesame-key") : Optional.empty());
    }
}
