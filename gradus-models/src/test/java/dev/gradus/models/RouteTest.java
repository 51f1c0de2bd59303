package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.task.ModelName;
import dev.gradus.testkit.Fault;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Proxies, authorities, and connections that never come about.
@Timeout(60)
class RouteTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;

    @Test
    void an_authority_of_ones_own_is_trusted_when_its_file_is_named() throws Exception {
        HttpsServer server = https();
        try {
            String url = "https://localhost:" + server.getAddress().getPort() + "/v1";
            try (Model distrusting = open(url, "", "")) {
                CallFailure failure = failure(distrusting, Duration.ofSeconds(10));
                assertThat(failure.kind()).isEqualTo(CallFailure.Kind.REJECTED);
                assertThat(failure)
                        .hasMessageContaining("is not trusted")
                        .hasMessageContaining("ca-file");
            }
            try (Model trusting = open(url, "", "ca.pem")) {
                assertThat(answer(trusting, Duration.ofSeconds(10))).isEqualTo("safe");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_file_that_holds_no_authority_is_named() throws Exception {
        Files.writeString(folder.resolve("notes.pem"), "nothing");
        assertThatThrownBy(() -> open("https://h/v1", "", "notes.pem"))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("notes.pem")
                .hasMessageContaining("no certificate is in it");
        assertThatThrownBy(() -> open("https://h/v1", "", "gone.pem"))
                .hasMessageContaining("gone.pem");
    }

    @Test
    void a_proxy_is_asked_in_the_providers_place() {
        try (FaultServer proxy = FaultServer.start(Wire.OPENAI_CHAT, user -> "by proxy");
                Model model =
                        open(
                                "http://provider.invalid/v1",
                                "http://127.0.0.1:" + proxy.port(),
                                "")) {
            assertThat(answer(model, Duration.ofSeconds(10))).isEqualTo("by proxy");
            assertThat(proxy.lastRequest().path())
                    .isEqualTo("http://provider.invalid/v1/chat/completions");
        }
    }

    @Test
    void a_proxy_that_asks_for_a_password_gets_it() {
        try (FaultServer proxy = FaultServer.start(Wire.OPENAI_CHAT, user -> "by proxy");
                Model model =
                        open(
                                "http://provider.invalid/v1",
                                "http://team:${PROXY_PASSWORD}@127.0.0.1:" + proxy.port(),
                                "")) {
            proxy.respondNext(407, Map.of("Proxy-Authenticate", "Basic realm=\"x\""), "");
            assertThat(answer(model, Duration.ofSeconds(10))).isEqualTo("by proxy");
            assertThat(proxy.lastRequest().headers())
                    .containsEntry("proxy-authorization", "Basic dGVhbTpoaWRkZW4tcGFzcw==");
            proxy.respondNext(400, Map.of("Content-Type", "text/plain"), "hidden-pass, is it?");
            assertThat(failure(model, Duration.ofSeconds(10)))
                    .hasMessageNotContaining("hidden-pass");
        }
    }

    @Test
    void a_proxy_that_is_no_address_is_refused() {
        assertThatThrownBy(() -> open("http://h/v1", "proxy.example:3128", ""))
                .hasMessageContaining("providers.mine.proxy is not a URL");
    }

    @Test
    void a_connection_that_nobody_accepts_ends_at_the_deadline() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            try {
                // Linux drops what comes after a full queue, as a firewall does.
                for (int i = 0; i < 3; i++) {
                    Socket socket = new Socket();
                    waiting.add(socket);
                    try {
                        socket.connect(deaf.getLocalSocketAddress(), 100);
                    } catch (java.net.SocketTimeoutException e) {
                        // full
                    }
                }
                assertEndsAtTheDeadline("http://127.0.0.1:" + deaf.getLocalPort() + "/v1");
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void a_handshake_that_is_never_answered_ends_at_the_deadline() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertEndsAtTheDeadline("https://127.0.0.1:" + mute.getLocalPort() + "/v1");
        }
    }

    private void assertEndsAtTheDeadline(String url) {
        try (Model model = open(url, "", "")) {
            long began = System.nanoTime();
            CallFailure failure = failure(model, Duration.ofMillis(400));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(CallFailure.Kind.TIMEOUT);
            assertThat(took).isBetween(Duration.ofMillis(390), Duration.ofSeconds(3));
        }
    }

    @Test
    void a_caller_that_is_interrupted_is_let_go() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "x");
                Model model = open(server.baseUrl(), "", "")) {
            server.faultNext(Fault.STALL, 1);
            AtomicReference<CallFailure> failed = new AtomicReference<>();
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> failed.set(failure(model, Duration.ofMinutes(5))));
            while (server.requests().isEmpty()) {
                Thread.sleep(5);
            }
            caller.interrupt();
            assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
            assertThat(failed.get().kind()).isEqualTo(CallFailure.Kind.UNAVAILABLE);
        }
    }

    private Model open(String url, String proxy, String caFile) {
        ProviderSettings settings =
                new ProviderSettings(
                        Optional.of("openai-chat"),
                        Optional.of(url),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.of(proxy).filter(text -> !text.isEmpty()),
                        Optional.of(caFile).filter(text -> !text.isEmpty()),
                        Map.of());
        return new HttpModelSource()
                .open(
                        ModelName.parse("mine/m"),
                        settings,
                        new ModelSource.Place(
                                folder,
                                name ->
                                        name.equals("PROXY_PASSWORD")
                                                ? Optional.of("hidden-pass")
                                                : Optional.empty()));
    }

    private static String answer(Model model, Duration deadline) {
        ChatRequest request = ChatRequest.of(Sampling.standard(), Message.user("hello"));
        return model.answer(new Model.Call(request, 0, deadline)).text();
    }

    private static CallFailure failure(Model model, Duration deadline) {
        return catchThrowableOfType(CallFailure.class, () -> answer(model, deadline));
    }

    /// A server of TLS whose certificate is its own authority, which is written to `ca.pem`.
    private HttpsServer https() throws Exception {
        Path store = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-validity",
                "2");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "it",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-file",
                folder.resolve("ca.pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        byte[] reply =
                "{\"choices\":[{\"message\":{\"content\":\"safe\"},\"finish_reason\":\"stop\"}]}"
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, reply.length);
                    exchange.getResponseBody().write(reply);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
