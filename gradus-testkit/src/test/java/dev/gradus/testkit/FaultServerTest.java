package dev.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class FaultServerTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource
    void answers_the_last_user_message_in_the_language_of_its_wire(Wire wire) throws Exception {
        try (FaultServer server = FaultServer.start(wire, user -> user + "!")) {
            HttpResponse<String> reply = post(server, body(wire, "hello", false));
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).contains("\"hello!\"");
            assertThat(reply.headers().firstValue("content-type")).contains("application/json");
            assertThat(server.lastRequest().body()).contains("hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_holds_the_pieces_of_the_answer(Wire wire) throws Exception {
        try (FaultServer server = FaultServer.start(wire, user -> "12345abcde")) {
            HttpResponse<String> reply = post(server, body(wire, "hello", true));
            assertThat(reply.body()).contains("\"12345\"").contains("\"abcde\"");
            server.faultNext(Fault.TRUNCATED_STREAM, 1);
            assertThat(post(server, body(wire, "hello", true)).body().length())
                    .isLessThan(reply.body().length());
            server.faultNext(Fault.DUPLICATE_CHUNK, 1);
            assertThat(post(server, body(wire, "hello", true)).body().length())
                    .isGreaterThan(reply.body().length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_tool_call_and_log_probabilities_are_told(Wire wire) throws Exception {
        try (FaultServer server =
                FaultServer.start(wire, user -> FaultServer.toolCall("look", "{\"at\":\"x\"}"))) {
            for (boolean streamed : new boolean[] {false, true}) {
                String reply = post(server, body(wire, "hello", streamed)).body();
                assertThat(reply).contains("\"look\"");
            }
        }
        try (FaultServer server = FaultServer.start(wire, user -> "12345abcde")) {
            String asked =
                    body(wire, "hello", false)
                            .replaceFirst(
                                    "\\{",
                                    "{\"logprobs\":true,\"include\":[\"logprobs\"],"
                                            + "\"generationConfig\":{\"responseLogprobs\":true},");
            boolean told = post(server, asked).body().contains("-0.5");
            assertThat(told).isEqualTo(wire != Wire.ANTHROPIC);
        }
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                Arguments.of(Fault.RATE_LIMITED, 429),
                Arguments.of(Fault.RATE_LIMITED_RETRY_AFTER, 429),
                Arguments.of(Fault.RATE_LIMIT_HEADERS, 429),
                Arguments.of(Fault.OVERLOADED, 529),
                Arguments.of(Fault.OUT_OF_CREDIT, 429),
                Arguments.of(Fault.ECHOED_KEY, 401),
                Arguments.of(Fault.BAD_REQUEST, 400),
                Arguments.of(Fault.NOT_FOUND, 404),
                Arguments.of(Fault.TOO_LARGE, 413),
                Arguments.of(Fault.SERVER_ERROR, 500),
                Arguments.of(Fault.UNAVAILABLE, 503),
                Arguments.of(Fault.REDIRECT, 302),
                Arguments.of(Fault.HTML_PAGE, 200),
                Arguments.of(Fault.HTML_ERROR_PAGE, 502),
                Arguments.of(Fault.ERROR_IN_REPLY, 200),
                Arguments.of(Fault.WRONG_CONTENT_TYPE, 200),
                Arguments.of(Fault.EMPTY_CHOICE, 200),
                Arguments.of(Fault.NO_USAGE, 200),
                Arguments.of(Fault.NEGATIVE_USAGE, 200),
                Arguments.of(Fault.ABSURD_USAGE, 200),
                Arguments.of(Fault.REFUSAL, 200),
                Arguments.of(Fault.CONTENT_FILTER, 200),
                Arguments.of(Fault.LENGTH_STOP, 200));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void a_fault_has_its_status_and_the_next_request_is_well(Fault fault, int status)
            throws Exception {
        for (Wire wire : Wire.values()) {
            try (FaultServer server = FaultServer.start(wire, user -> "well")) {
                String well = post(server, body(wire, "x", false)).body();
                for (boolean streamed : new boolean[] {false, true}) {
                    server.faultNext(fault, 1);
                    HttpResponse<String> broken = post(server, body(wire, "x", streamed));
                    assertThat(broken.statusCode()).isEqualTo(status);
                    boolean own = wire.refuses() || fault.ordinal() < Fault.REFUSAL.ordinal();
                    if (!streamed && own && fault != Fault.WRONG_CONTENT_TYPE) {
                        assertThat(broken.body()).isNotEqualTo(well);
                    }
                }
                assertThat(post(server, body(wire, "x", false)).body()).isEqualTo(well);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "CUT_OFF", "STALL", "SLOW_BODY"})
    void a_hurt_connection_gives_no_whole_reply(Fault fault) throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "well")) {
            server.faultNext(fault, 1);
            CompletableFuture<HttpResponse<String>> reply =
                    client.sendAsync(
                            request(server, body(Wire.OPENAI_CHAT, "x", false)),
                            HttpResponse.BodyHandlers.ofString());
            if (fault == Fault.STALL || fault == Fault.SLOW_BODY) {
                Thread.sleep(150);
                assertThat(reply.isDone()).isFalse();
                reply.cancel(true);
            } else {
                assertThatThrownBy(reply::join).hasCauseInstanceOf(IOException.class);
            }
            String well = post(server, body(Wire.OPENAI_CHAT, "x", false)).body();
            assertThat(well).contains("well");
        }
    }

    @Test
    void a_huge_body_is_64_megabytes() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "well")) {
            server.faultNext(Fault.HUGE_BODY, 1);
            HttpResponse<java.io.InputStream> reply =
                    client.send(
                            request(server, body(Wire.OPENAI_CHAT, "x", false)),
                            HttpResponse.BodyHandlers.ofInputStream());
            long length = 0;
            try (java.io.InputStream in = reply.body()) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0 && length < 64 << 20; n = in.read(buffer)) {
                    length += n;
                }
            } catch (IOException e) {
                // it breaks off at its end
            }
            // The connection is reset at the end, and that can take with it what was on its way.
            assertThat(length).isBetween(63L << 20, 64L << 20);
        }
    }

    @Test
    void every_nth_request_fails_until_it_is_healed() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "well")) {
            server.faultEvery(Fault.SERVER_ERROR, 3);
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                statuses.add(post(server, body(Wire.OPENAI_CHAT, "x", false)).statusCode());
            }
            assertThat(statuses).containsExactly(200, 200, 500, 200, 200, 500);
            server.heal();
            for (int i = 0; i < 3; i++) {
                assertThat(post(server, body(Wire.OPENAI_CHAT, "x", false)).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void counts_calls_and_how_many_were_in_work_at_once() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "well")) {
            server.latency(Duration.ofMillis(200));
            List<CompletableFuture<HttpResponse<String>>> all =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    client.sendAsync(
                                            request(server, body(Wire.OPENAI_CHAT, "n" + i, false)),
                                            HttpResponse.BodyHandlers.ofString()))
                            .toList();
            all.forEach(CompletableFuture::join);
            assertThat(server.statistics().calls()).isEqualTo(8);
            assertThat(server.statistics().mostAtOnce()).isBetween(4, 8);
            assertThat(server.statistics().connections()).isBetween(4, 8);
            assertThat(server.requests()).hasSize(8);
        }
    }

    @Test
    void answers_exactly_what_it_is_told_to() throws Exception {
        try (FaultServer server = FaultServer.start(Wire.GEMINI, user -> "well")) {
            server.respondNext(418, Map.of("Content-Type", "text/x", "X-A", "b"), "tea");
            HttpResponse<String> reply = post(server, body(Wire.GEMINI, "x", false));
            assertThat(reply.statusCode()).isEqualTo(418);
            assertThat(reply.body()).isEqualTo("tea");
            assertThat(reply.headers().firstValue("X-A")).contains("b");
        }
    }

    @Test
    void a_request_is_read_by_pointer() {
        var request =
                new FaultServer.Request("POST", "/", Map.of(), "{\"a\":[\"x\",{\"b\":1}],\"c\":2}");
        assertThat(request.at("/a/0")).contains("x");
        assertThat(request.at("/a/1")).contains("{\"b\":1}");
        assertThat(request.at("/c")).contains("2");
        assertThat(request.at("/d")).isEmpty();
    }

    private HttpResponse<String> post(FaultServer server, String body) throws Exception {
        return client.send(request(server, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(FaultServer server, String body) {
        boolean streamed = body.contains("\"stream\":true");
        String path =
                server.wire() == Wire.GEMINI
                        ? "/models/m:" + (streamed ? "streamGenerateContent" : "generateContent")
                        : "/chat";
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String body(Wire wire, String user, boolean streamed) {
        JsonNode text = FaultServer.Request.JSON.valueToTree(user);
        String turns =
                switch (wire) {
                    case OPENAI_CHAT, OLLAMA, ANTHROPIC ->
                            "\"messages\":[{\"role\":\"user\",\"content\":" + text + "}]";
                    case OPENAI_RESPONSES -> "\"input\":" + text;
                    case GEMINI ->
                            "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":"
                                    + text
                                    + "}]}]";
                };
        return "{\"model\":\"m\",\"stream\":" + streamed + "," + turns + "}";
    }
}
