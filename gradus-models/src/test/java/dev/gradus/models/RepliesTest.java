package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatReply.Finish;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Usage;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Replies with what the plain ones of the contract do not have: thoughts, caches, servers that do
/// some things their own way.
class RepliesTest {

    @Test
    void claude_thinks_caches_and_calls_in_one_reply() {
        ChatReply reply =
                whole(
                        Wire.ANTHROPIC,
                        "anthropic/claude-sonnet-4-6",
                        """
                        {"id":"msg_1","type":"message","role":"assistant","model":"claude-x",
                        "content":[{"type":"thinking","thinking":"hm","signature":"s"},
                        {"type":"redacted_thinking","data":"zzz"},
                        {"type":"text","text":"I look. "},
                        {"type":"tool_use","id":"toolu_1","name":"a","input":{}},
                        {"type":"tool_use","id":"toolu_2","name":"b","input":{"x":[1,"é"]}}],
                        "stop_reason":"tool_use","stop_sequence":null,
                        "usage":{"input_tokens":3,"cache_creation_input_tokens":100,
                        "cache_read_input_tokens":40,"output_tokens":90,
                        "output_tokens_details":{"thinking_tokens":20}}}\
                        """);
        assertThat(reply.text()).isEqualTo("I look. ");
        assertThat(reply.calls()).hasSize(2);
        assertThat(reply.calls().get(0).arguments()).isEqualTo("{}");
        assertThat(reply.calls().get(1).arguments()).isEqualTo("{\"x\":[1,\"é\"]}");
        assertThat(reply.finish()).isEqualTo(Finish.TOOLS);
        assertThat(reply.usage()).isEqualTo(usage(143, 40, 90, 20));
        assertThat(reply.servedBy()).isEqualTo("claude-x");
    }

    @Test
    void gemini_thoughts_are_no_text_and_are_counted_as_written() {
        ChatReply reply =
                whole(
                        Wire.GEMINI,
                        "gemini/gemini-2.5-flash",
                        """
                        {"candidates":[{"content":{"role":"model","parts":[
                        {"text":"first I think","thought":true},{"text":"Yes"},{"text":"."}]},
                        "finishReason":"STOP","index":0}],
                        "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2,
                        "thoughtsTokenCount":30,"totalTokenCount":42,"cachedContentTokenCount":8},
                        "modelVersion":"gemini-2.5-flash"}\
                        """);
        assertThat(reply.text()).isEqualTo("Yes.");
        assertThat(reply.usage()).isEqualTo(usage(10, 8, 32, 30));
    }

    @Test
    void gemini_that_spends_all_on_thoughts_is_cut_at_its_length() {
        ChatReply reply =
                whole(
                        Wire.GEMINI,
                        "gemini/gemini-2.5-pro",
                        """
                        {"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],
                        "usageMetadata":{"promptTokenCount":10,"thoughtsTokenCount":64}}\
                        """);
        assertThat(reply.text()).isEmpty();
        assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
        assertThat(reply.usage().completion()).hasValue(64);
    }

    @Test
    void responses_that_spend_all_on_thoughts_are_cut_at_their_length() {
        ChatReply reply =
                whole(
                        Wire.OPENAI_RESPONSES,
                        "openai/gpt-5-mini",
                        """
                        {"id":"r","object":"response","status":"incomplete","error":null,
                        "incomplete_details":{"reason":"max_output_tokens"},"model":"gpt-5-mini",
                        "output":[{"type":"reasoning","id":"rs","summary":[]}],
                        "usage":{"input_tokens":9,"output_tokens":64,
                        "input_tokens_details":{"cached_tokens":4},
                        "output_tokens_details":{"reasoning_tokens":64}}}\
                        """);
        assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
        assertThat(reply.usage()).isEqualTo(usage(9, 4, 64, 64));
    }

    @Test
    void copies_of_openai_may_do_some_things_their_own_way() {
        ChatReply reply =
                whole(
                        Wire.OPENAI_CHAT,
                        "deepseek/deepseek-chat",
                        """
                        {"choices":[{"index":0,"message":{"role":"assistant",
                        "reasoning_content":"hm","content":[{"type":"thinking","thinking":[]},
                        {"type":"text","text":"part"}],"tool_calls":[{"id":"","function":
                        {"name":"f","arguments":{"a":1}}},{"function":{"name":"g",
                        "arguments":""}}]},"finish_reason":"stop"}],
                        "usage":{"prompt_tokens":10,"completion_tokens":5,
                        "prompt_cache_hit_tokens":6,"prompt_cache_miss_tokens":4,
                        "completion_tokens_details":{"reasoning_tokens":50}}}\
                        """);
        assertThat(reply.text()).isEqualTo("part");
        assertThat(reply.calls()).extracting("id").containsExactly("call-0", "call-1");
        assertThat(reply.calls()).extracting("arguments").containsExactly("{\"a\":1}", "{}");
        assertThat(reply.finish()).isEqualTo(Finish.TOOLS);
        assertThat(reply.usage().cached()).hasValue(6);
        assertThat(reply.usage().reasoning()).as("more than its whole").isEmpty();
        assertThat(reply.servedBy()).isEmpty();
    }

    @Test
    void azure_that_filters_the_prompt_refuses() {
        ChatReply reply =
                answered(
                        Wire.OPENAI_CHAT,
                        "azure/gpt-4o",
                        400,
                        """
                        {"error":{"message":"The response was filtered","type":null,
                        "param":"prompt","code":"content_filter","status":400}}\
                        """);
        assertThat(reply.finish()).isEqualTo(Finish.REFUSAL);
        assertThat(reply.usage()).isEqualTo(Usage.unknown());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"error\":{\"code\":402,\"message\":\"x\"}} | OUT_OF_CREDIT",
                "200 | {\"error\":{\"code\":502,\"message\":\"x\"}} | UNAVAILABLE",
                "200 | {\"error\":{\"type\":\"authentication_error\"}} | UNAUTHORIZED",
                "200 | {\"error\":\"invalid_request: x\"} | REJECTED",
                "200 | [] | BROKEN_REPLY",
                "200 | 7 | BROKEN_REPLY",
                "200 | {} | BROKEN_REPLY",
                "200 | {\"choices\":[{}]} | BROKEN_REPLY",
                "200 | {\"choices\":\"none\"} | BROKEN_REPLY",
                "200 | {\"choices\":[{\"message\":null}]} | BROKEN_REPLY",
                "402 | {} | OUT_OF_CREDIT",
                "400 | {\"error\":{\"message\":\"Your credit balance is too low\"}} | OUT_OF_CREDIT",
                "429 | {\"error\":{\"message\":\"check your plan and billing details\"}} |"
                        + " RATE_LIMITED",
                "503 | {\"error\":{\"message\":\"The model is overloaded.\"}} | RATE_LIMITED",
                "408 | {} | TIMEOUT",
                "422 | {\"detail\":[{\"msg\":\"extra_forbidden\"}]} | REJECTED",
                "404 | not json | REJECTED",
                "204 | '' | BROKEN_REPLY"
            })
    void what_is_no_reply_is_a_failure_of_its_kind(int status, String body, Kind kind) {
        CallFailure failure =
                catchThrowableOfType(
                        CallFailure.class,
                        () -> answered(Wire.OPENAI_CHAT, "openrouter/x", status, body));
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    }

    @Test
    void a_stream_without_its_last_word_but_with_its_finish_is_whole() {
        String stream =
                """
                : OPENROUTER PROCESSING

                data: {"choices":[{"delta":{"content":"a"}}]}

                data: {"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}

                """;
        assertThat(streamed(stream, "text/event-stream").text()).isEqualTo("ab");
    }

    @Test
    void a_server_that_streams_nothing_is_read_whole() {
        String reply =
                "{\"choices\":[{\"message\":{\"content\":\"ab\"},\"finish_reason\":\"stop\"}]}";
        assertThat(streamed(reply, "application/json").text()).isEqualTo("ab");
    }

    @Test
    void an_error_in_the_middle_of_a_stream_is_a_failure() {
        String stream =
                """
                data: {"choices":[{"delta":{"content":"a"}}]}

                data: {"error":{"code":429,"message":"slow"}}

                """;
        CallFailure failure =
                catchThrowableOfType(
                        CallFailure.class, () -> streamed(stream, "text/event-stream"));
        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(failure)
                .hasMessageStartingWith("groq/m: an error in place of a reply from 127.0.0.1:")
                .hasMessageEndingWith(": \"slow\". Fewer calls at once, or a higher tier, help.");
    }

    private static ChatReply streamed(String body, String type) {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, user -> "x");
                Model model = Opened.model("groq/m", server, "some-key", "x")) {
            server.respondNext(200, Map.of("Content-Type", type), body);
            return model.stream(call(), piece -> {});
        }
    }

    private static ChatReply whole(Wire wire, String name, String body) {
        return answered(wire, name, 200, body);
    }

    private static ChatReply answered(Wire wire, String name, int status, String body) {
        String api = wire == Wire.OPENAI_RESPONSES ? "openai-responses" : "";
        try (FaultServer server = FaultServer.start(wire, user -> "x");
                Model model =
                        api.isEmpty()
                                ? Opened.model(name, server, "some-key", "x")
                                : Opened.speaking(api, name, server, "some-key", "x")) {
            server.respondNext(status, Map.of("Content-Type", "application/json"), body);
            return model.answer(call());
        }
    }

    private static Model.Call call() {
        return new Model.Call(
                ChatRequest.of(Sampling.standard(), Message.user("hello")),
                0,
                Duration.ofSeconds(10));
    }

    private static Usage usage(long prompt, long cached, long completion, long reasoning) {
        return new Usage(
                OptionalLong.of(prompt),
                OptionalLong.of(cached),
                OptionalLong.of(completion),
                OptionalLong.of(reasoning));
    }
}
