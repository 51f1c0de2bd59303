package dev.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Tool;
import dev.gradus.chat.ToolCall;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.Model;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every `Model` over HTTP does, well or badly served. Its test extends this and opens the
/// model at a `FaultServer`, with `KEY` as its key and `SECRET_HEADER` in a header of the user's.
@Timeout(60)
public abstract class ModelContract {
    /// Of no known shape, so that only what knows it can take it out.
    protected static final String KEY = "k3y.of+the/contract=17";

    protected static final String SECRET_HEADER = "header.secret.of.the.contract";

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String ANSWER = "An answer — with “quotes”, a \n line and 😀 in it.";
    private static final Tool WEATHER =
            new Tool(
                    "get_weather",
                    "The weather of a city.",
                    """
                    {"type":"object","properties":{"city":{"type":"string"}},\
                    "required":["city"],"additionalProperties":false}\
                    """);

    protected FaultServer server;
    protected Model model;

    /// The language that the model speaks.
    protected abstract Wire wire();

    /// Opens the model at the server.
    protected abstract Model open(FaultServer server);

    /// True where log-probabilities can be had.
    protected boolean givesLogProbabilities() {
        return true;
    }

    /// True where the key is sent.
    protected boolean sendsKey() {
        return true;
    }

    protected ModelContract() {
        this.server = FaultServer.start(wire(), this::answer);
        this.model = open(server);
    }

    private String answer(String user) {
        if (user.startsWith("call ")) {
            return FaultServer.toolCall("get_weather", "{\"city\":\"" + user.substring(5) + "\"}");
        }
        return user.startsWith("echo ") ? user.substring(5) : ANSWER;
    }

    @BeforeEach
    final void begin() {
        server.heal();
    }

    @AfterEach
    final void end() {
        model.close();
        server.close();
    }

    @Test
    void answers_with_text_usage_and_the_reason_it_stopped() {
        ChatReply reply = model.answer(call("hello"));

        assertThat(reply.text()).isEqualTo(ANSWER);
        assertThat(reply.finish()).isEqualTo(Finish.STOP);
        assertThat(reply.calls()).isEmpty();
        long prompt = server.lastRequest().body().length() / 4 + 1;
        assertThat(reply.usage().prompt()).hasValue(prompt);
        assertThat(reply.usage().completion()).hasValue(ANSWER.length() / 4 + 1);
        assertThat(reply.servedBy()).isNotEmpty();
        assertThat(reply.logProbability()).isEmpty();
    }

    @Test
    void a_stream_tells_in_pieces_what_a_whole_reply_says() {
        ChatReply whole = model.answer(call("hello"));
        StringBuilder told = new StringBuilder();
        List<Integer> lengths = new java.util.ArrayList<>();

        ChatReply streamed =
                model.stream(
                        call("hello"),
                        piece -> {
                            told.append(piece);
                            lengths.add(piece.length());
                        });

        assertThat(streamed.text()).isEqualTo(whole.text()).isEqualTo(told.toString());
        assertThat(streamed.finish()).isEqualTo(whole.finish());
        assertThat(streamed.usage().completion()).isEqualTo(whole.usage().completion());
        assertThat(streamed.usage().prompt()).isPresent();
        assertThat(streamed.servedBy()).isEqualTo(whole.servedBy());
        assertThat(lengths).hasSizeGreaterThan(3).doesNotContain(0);
    }

    @Test
    void sends_the_whole_conversation_in_its_order() {
        model.answer(
                call(
                        Message.system("You are a tester."),
                        Message.user("first"),
                        Message.assistant("between"),
                        Message.user("echo last")));

        String body = server.lastRequest().body();
        assertThat(body.indexOf("You are a tester.")).isPositive();
        assertThat(body.indexOf("first")).isPositive().isLessThan(body.indexOf("between"));
        assertThat(body.indexOf("between")).isLessThan(body.indexOf("echo last"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_tool_call_comes_back_with_its_arguments_and_can_be_answered(boolean streamed) {
        ChatRequest request =
                new ChatRequest(
                        List.of(Message.user("call Köln")),
                        List.of(WEATHER),
                        new Form.Free(),
                        Sampling.standard());

        ChatReply reply = ask(request, streamed);

        assertThat(reply.finish()).isEqualTo(Finish.TOOLS);
        assertThat(reply.text()).isEmpty();
        ToolCall call = reply.calls().getFirst();
        assertThat(reply.calls()).hasSize(1);
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments()).isEqualTo("{\"city\":\"Köln\"}");
        assertThat(server.lastRequest().body()).contains("get_weather", "The weather of a city.");

        ChatRequest second =
                new ChatRequest(
                        List.of(
                                Message.user("call Köln"),
                                new Message.Assistant("", reply.calls()),
                                new Message.ToolResult(call.id(), "rain, 8 degrees"),
                                Message.user("echo done")),
                        List.of(WEATHER),
                        new Form.Free(),
                        Sampling.standard());
        assertThat(ask(second, streamed).text()).isEqualTo("done");
        assertThat(server.lastRequest().body()).contains("rain, 8 degrees", "get_weather");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_forced_tool_is_called(boolean streamed) {
        ChatRequest request =
                request("echo {\"city\":\"Oslo\"}", new Form.Forced(WEATHER), Sampling.standard());

        ChatReply reply = ask(request, streamed);

        assertThat(reply.calls()).hasSize(1);
        assertThat(reply.calls().getFirst().name()).isEqualTo("get_weather");
        assertThat(reply.calls().getFirst().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(reply.finish()).isEqualTo(Finish.TOOLS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_schema_is_sent_and_the_document_is_the_text(boolean streamed) {
        ChatRequest request =
                request(
                        "echo {\"city\":\"Oslo\"}",
                        new Form.Schema("place", WEATHER.schema()),
                        Sampling.standard());

        ChatReply reply = ask(request, streamed);

        assertThat(reply.text()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(reply.calls()).isEmpty();
        assertThat(reply.finish()).isEqualTo(Finish.STOP);
        assertThat(server.lastRequest().body()).contains("\"additionalProperties\"");
    }

    @Test
    void log_probabilities_are_summed_where_they_are_given() {
        assumeTrue(givesLogProbabilities());
        ChatRequest request =
                request(
                        "echo 0123456789",
                        new Form.Free(),
                        Sampling.standard().withLogProbabilities());

        assertThat(ask(request, false).logProbability()).hasValue(-1.0);
        assertThat(ask(request, true).logProbability()).hasValue(-1.0);
    }

    @Test
    void many_callers_share_it() throws Exception {
        int calls = 200;
        var wrong = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, calls)
                    .forEach(i ->
                            threads.submit(() -> {
                                try {
                                    String text = model.answer(call("echo n" + i)).text();
                                    if (!text.equals("n" + i)) {
                                        wrong.add(text);
                                    }
                                } catch (RuntimeException e) {
                                    wrong.add(e.toString());
                                }
                            }));
        }
        assertThat(wrong).isEmpty();
        assertThat(server.statistics().calls()).isEqualTo(calls);
    }

    @Test
    void a_connection_is_used_again() {
        for (int i = 0; i < 20; i++) {
            model.answer(call("hello"));
            model.stream(call("hello"), piece -> {});
        }
        assertThat(server.statistics().connections()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, RATE_LIMITED",
        "RATE_LIMITED_RETRY_AFTER, RATE_LIMITED",
        "RATE_LIMIT_HEADERS, RATE_LIMITED",
        "OVERLOADED, RATE_LIMITED",
        "ERROR_IN_REPLY, RATE_LIMITED",
        "OUT_OF_CREDIT, OUT_OF_CREDIT",
        "ECHOED_KEY, UNAUTHORIZED",
        "BAD_REQUEST, REJECTED",
        "NOT_FOUND, REJECTED",
        "TOO_LARGE, REJECTED",
        "REDIRECT, REJECTED",
        "SERVER_ERROR, UNAVAILABLE",
        "UNAVAILABLE, UNAVAILABLE",
        "RESET, UNAVAILABLE",
        "STALL, TIMEOUT",
        "SLOW_BODY, TIMEOUT",
        "CUT_OFF, BROKEN_REPLY",
        "TRUNCATED_JSON, BROKEN_REPLY",
        "TRUNCATED_STREAM, BROKEN_REPLY",
        "WRONG_CONTENT_TYPE, BROKEN_REPLY",
        "HTML_PAGE, BROKEN_REPLY",
        "HTML_ERROR_PAGE, BROKEN_REPLY",
        "HUGE_BODY, BROKEN_REPLY",
        "EMPTY_CHOICE, BROKEN_REPLY"
    })
    void a_fault_is_a_failure_of_its_kind_and_the_next_call_works(Fault fault, Kind kind) {
        Duration deadline = kind == Kind.TIMEOUT ? SHORT : LONG;
        for (boolean streamed : new boolean[] {false, true}) {
            server.faultNext(fault, 1);
            long began = System.nanoTime();
            CallFailure failure =
                    failure(
                            request("hello", new Form.Free(), Sampling.standard()),
                            streamed,
                            deadline);
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(model.name().toString());
            assertThat(failure.getMessage()).hasSizeLessThan(700);
            assertSecretless(failure);
            if (kind == Kind.TIMEOUT) {
                assertThat(took).isBetween(deadline.minusMillis(20), deadline.plusSeconds(3));
            }
            assertThat(model.answer(call("echo well")).text()).isEqualTo("well");
        }
    }

    @Test
    void how_long_to_wait_is_told_where_the_provider_says_it() {
        assertThat(waitAfter(Fault.RATE_LIMITED_RETRY_AFTER)).contains(Duration.ofSeconds(1));
        assertThat(waitAfter(Fault.RATE_LIMIT_HEADERS)).contains(Duration.ofMillis(250));
        assertThat(waitAfter(Fault.RATE_LIMITED)).isEmpty();
    }

    private java.util.Optional<Duration> waitAfter(Fault fault) {
        server.faultNext(fault, 1);
        return failure(request("x", new Form.Free(), Sampling.standard()), false, LONG)
                .retryAfter();
    }

    @Test
    void what_the_provider_says_is_quoted_and_cut() {
        server.faultNext(Fault.BAD_REQUEST, 1);
        CallFailure failure =
                failure(request("x", new Form.Free(), Sampling.standard()), false, LONG);
        assertThat(failure.getMessage())
                .contains("400", "\"Unknown parameter: 'x'. ")
                .hasSizeLessThan(300 + 200);
    }

    @ParameterizedTest
    @EnumSource(names = {"NEGATIVE_USAGE", "ABSURD_USAGE", "NO_USAGE"})
    void a_count_that_cannot_be_is_unknown(Fault fault) {
        for (boolean streamed : new boolean[] {false, true}) {
            server.faultNext(fault, 1);
            ChatReply reply = ask(request("hello", new Form.Free(), Sampling.standard()), streamed);
            assertThat(reply.text()).isEqualTo(ANSWER);
            assertThat(reply.usage().prompt()).isEmpty();
            assertThat(reply.usage().completion()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSAL", "CONTENT_FILTER"})
    void a_refusal_is_a_reply(Fault fault) {
        assumeTrue(wire().refuses());
        for (boolean streamed : new boolean[] {false, true}) {
            server.faultNext(fault, 1);
            ChatReply reply = ask(request("hello", new Form.Free(), Sampling.standard()), streamed);
            assertThat(reply.finish()).isEqualTo(Finish.REFUSAL);
        }
    }

    @Test
    void a_reply_that_was_cut_at_its_length_says_so() {
        for (boolean streamed : new boolean[] {false, true}) {
            server.faultNext(Fault.LENGTH_STOP, 1);
            ChatReply reply =
                    ask(
                            request(
                                    "hello",
                                    new Form.Free(),
                                    Sampling.standard().withMaxTokens(16)),
                            streamed);
            assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
            assertThat(reply.text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void a_piece_that_comes_twice_counts_once() {
        server.faultNext(Fault.DUPLICATE_CHUNK, 1);
        ChatReply reply = model.stream(call("hello"), piece -> {});
        assertThat(reply.text()).isEqualTo(ANSWER);
        assertThat(reply.finish()).isEqualTo(Finish.STOP);
        assertThat(reply.usage().completion()).hasValue(ANSWER.length() / 4 + 1);
    }

    @Test
    void a_server_that_is_gone_is_unavailable() {
        server.close();
        CallFailure failure =
                failure(request("x", new Form.Free(), Sampling.standard()), false, LONG);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("Is the server running?");
    }

    @Test
    void the_key_is_sent_and_shown_nowhere() {
        model.answer(call("hello"));
        if (sendsKey()) {
            assertThat(server.lastRequest().headers().toString()).contains(KEY, SECRET_HEADER);
        }
        assertThat(server.lastRequest().path() + server.lastRequest().body())
                .doesNotContain(KEY, SECRET_HEADER);
        assertThat(model.toString()).doesNotContain(KEY, SECRET_HEADER);
    }

    @Test
    void a_key_that_a_provider_echoes_is_taken_out() {
        for (String said :
                List.of(
                        "You sent " + KEY + ".",
                        "pad ".repeat(73) + KEY,
                        "{\"error\":\"" + SECRET_HEADER + "\"}",
                        "<html><title>" + KEY + "</title></html>")) {
            for (int status : new int[] {200, 400, 401, 429, 500}) {
                server.respondNext(status, java.util.Map.of("Content-Type", "text/html"), said);
                CallFailure failure =
                        failure(request("x", new Form.Free(), Sampling.standard()), false, LONG);
                assertSecretless(failure);
            }
        }
    }

    private static void assertSecretless(CallFailure failure) {
        String all = failure + java.util.Arrays.toString(failure.getSuppressed());
        assertThat(all).doesNotContain(KEY, SECRET_HEADER);
        assertThat(all).doesNotContain(KEY.substring(0, 10), SECRET_HEADER.substring(0, 14));
        assertThat(all.toLowerCase(Locale.ROOT)).doesNotContain("authorization");
        assertThat(failure.getCause()).isNull();
    }

    protected final Model.Call call(String user) {
        return call(Message.user(user));
    }

    protected final Model.Call call(Message... messages) {
        return new Model.Call(ChatRequest.of(Sampling.standard(), messages), 0, LONG);
    }

    protected final ChatRequest request(String user, Form form, Sampling sampling) {
        return new ChatRequest(List.of(Message.user(user)), List.of(), form, sampling);
    }

    protected final ChatReply ask(ChatRequest request, boolean streamed) {
        return ask(request, streamed, LONG);
    }

    private ChatReply ask(ChatRequest request, boolean streamed, Duration deadline) {
        Model.Call call = new Model.Call(request, 0, deadline);
        if (!streamed) {
            return model.answer(call);
        }
        StringBuilder told = new StringBuilder();
        ChatReply reply = model.stream(call, told::append);
        assertThat(told.toString()).isEqualTo(reply.text());
        return reply;
    }

    private CallFailure failure(ChatRequest request, boolean streamed, Duration deadline) {
        return catchThrowableOfType(CallFailure.class, () -> ask(request, streamed, deadline));
    }
}
