package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Sampling.Effort;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each generation of models takes, and what is left out for it.
class GenerationsTest {

    @ParameterizedTest
    @CsvSource({
        // model, effort, sent as, temperature sent
        "gpt-4.1-mini, , , true",
        "gpt-4o, , , true",
        "gpt-5-chat-latest, , , true",
        "gpt-oss-20b, low, low, true",
        "o4-mini, , , false",
        "o3, minimal, low, false",
        "gpt-5-mini, , , false",
        "gpt-5-mini-2025-08-07, minimal, minimal, false",
        "gpt-5.2, , , true",
        "gpt-5.2, low, low, false",
        "gpt-5.4-mini, minimal, none, true",
        "gpt-5.5, , , false",
        "gpt-6-luna, , , false",
        "ft:gpt-4.1-mini:team:x:1, , , true"
    })
    void openai(String model, String effort, String sent, boolean temperature) {
        FaultServer.Request request = sent(Wire.OPENAI_CHAT, "openai/" + model, effort, 200);
        assertThat(request.at("/reasoning_effort")).isEqualTo(Optional.ofNullable(sent));
        assertThat(request.at("/temperature").isPresent()).isEqualTo(temperature);
        assertThat(request.at("/logprobs").isPresent()).isEqualTo(temperature);
        assertThat(request.at("/max_completion_tokens")).contains("200");
        assertThat(request.at("/max_tokens")).isEmpty();
    }

    @Test
    void a_copy_of_openai_is_sent_all_under_the_older_names() {
        FaultServer.Request request = sent(Wire.OPENAI_CHAT, "groq/gpt-5-mini", "minimal", 200);
        assertThat(request.at("/reasoning_effort")).contains("minimal");
        assertThat(request.at("/temperature")).contains("0");
        assertThat(request.at("/max_tokens")).contains("200");
        assertThat(request.at("/max_completion_tokens")).isEmpty();
        FaultServer.Request mistral = sent(Wire.OPENAI_CHAT, "mistral/small", null, 200);
        assertThat(mistral.at("/random_seed")).contains("7");
        assertThat(mistral.at("/seed")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // model, effort, thinking, effort sent, temperature sent, native schema
        "claude-3-5-haiku-latest, , , , true, false",
        "claude-3-7-sonnet-20250219, low, '{\"type\":\"enabled\",\"budget_tokens\":2048}', , false,"
                + " false",
        "claude-sonnet-4-20250514, minimal, , , true, false",
        "claude-sonnet-4-5, high, '{\"type\":\"enabled\",\"budget_tokens\":5000}', , false, true",
        "claude-opus-4-6, , , , true, true",
        "claude-opus-4-6, minimal, , low, true, true",
        "claude-opus-4-6, medium, '{\"type\":\"adaptive\"}', medium, false, true",
        "claude-opus-4-7, , , , false, true",
        "claude-sonnet-5, high, '{\"type\":\"adaptive\"}', high, false, true",
        "claude-mythos-preview, low, '{\"type\":\"adaptive\"}', low, false, true"
    })
    void claude(
            String model,
            String effort,
            String thinking,
            String effortSent,
            boolean temperature,
            boolean ownSchema) {
        String name = "anthropic/" + model;
        FaultServer.Request request = sent(Wire.ANTHROPIC, name, effort, 10_000);
        assertThat(request.at("/thinking")).isEqualTo(Optional.ofNullable(thinking));
        assertThat(request.at("/output_config/effort")).isEqualTo(Optional.ofNullable(effortSent));
        assertThat(request.at("/temperature").isPresent()).isEqualTo(temperature);
        assertThat(request.at("/max_tokens")).contains("10000");
        FaultServer.Request held =
                sent(Wire.ANTHROPIC, name, schema("false"), sampling(null, 10_000));
        assertThat(held.at("/output_config/format").isPresent()).isEqualTo(ownSchema);
        assertThat(held.at("/tool_choice/name").isPresent()).isEqualTo(!ownSchema);
    }

    @Test
    void a_schema_that_claude_would_refuse_goes_by_a_tool() {
        FaultServer.Request request =
                sent(
                        Wire.ANTHROPIC,
                        "anthropic/claude-opus-4-6",
                        schema("true"),
                        sampling(null, 100));
        assertThat(request.at("/tool_choice/name")).contains("place");
        assertThat(request.at("/output_config")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false"})
    void openai_is_strict_where_the_schema_is(String more, String strict) {
        FaultServer.Request request =
                sent(Wire.OPENAI_CHAT, "openai/gpt-4.1", schema(more), sampling(null, 100));
        assertThat(request.at("/response_format/json_schema/strict")).contains(strict);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, minimal, '{\"thinkingBudget\":0}'",
        "gemini-2.5-pro, minimal, '{\"thinkingBudget\":128}'",
        "gemini-2.5-flash, high, '{\"thinkingBudget\":24576}'",
        "gemini-3-flash, minimal, '{\"thinkingLevel\":\"minimal\"}'",
        "gemini-3.1-pro-preview, minimal, '{\"thinkingLevel\":\"low\"}'",
        "gemini-flash-latest, medium, '{\"thinkingLevel\":\"medium\"}'"
    })
    void gemini(String model, String effort, String thinking) {
        FaultServer.Request request = sent(Wire.GEMINI, "gemini/" + model, effort, 200);
        assertThat(request.at("/generationConfig/thinkingConfig")).contains(thinking);
        assertThat(request.path()).isEqualTo("/v1beta/models/" + model + ":generateContent");
    }

    @ParameterizedTest
    @CsvSource({"qwen3, minimal, false", "qwen3, low, true", "gpt-oss:20b, low, low"})
    void ollama(String model, String effort, String think) {
        assertThat(sent(Wire.OLLAMA, "ollama/" + model, effort, 200).at("/think")).contains(think);
    }

    @ParameterizedTest
    @CsvSource({
        "ANTHROPIC, anthropic/claude-3-5-haiku-latest, 5000, cannot think",
        "ANTHROPIC, anthropic/claude-sonnet-4-5, 1000, 'sampling.max-tokens to 2,048'",
        "GEMINI, gemini/gemini-2.0-flash, 100, cannot think"
    })
    void what_a_model_cannot_do_is_said_and_not_sent(
            Wire wire, String model, int most, String said) {
        try (FaultServer server = FaultServer.start(wire, user -> "x")) {
            Model opened = Opened.model(model, server, "some-key", "x");
            Assertions.assertThatThrownBy(() -> opened.answer(call(sampling("low", most))))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            failure ->
                                    assertThat(failure.kind()).isEqualTo(CallFailure.Kind.REJECTED))
                    .hasMessageContaining(said);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void the_responses_api_refuses_stop_texts_in_words() {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_RESPONSES, user -> "x")) {
            Model model =
                    Opened.speaking("openai-responses", "openai/gpt-5-mini", server, "k-k-k", "x");
            Sampling sampling =
                    new Sampling(
                            Sampling.standard().temperature(),
                            Sampling.standard().topP(),
                            Sampling.standard().maxTokens(),
                            Sampling.standard().seed(),
                            Optional.empty(),
                            List.of("END"),
                            false);
            Assertions.assertThatThrownBy(() -> model.answer(call(sampling)))
                    .hasMessageContaining("Leave out sampling.stop");
        }
    }

    @Test
    void the_newest_of_openai_go_by_responses() {
        assertThat(OpenAiGenerations.needsResponses("gpt-5-mini")).isFalse();
        assertThat(OpenAiGenerations.needsResponses("gpt-4o")).isFalse();
        assertThat(OpenAiGenerations.needsResponses("gpt-5.2-pro")).isTrue();
        assertThat(OpenAiGenerations.needsResponses("gpt-5.6-luna")).isTrue();
        assertThat(OpenAiGenerations.needsResponses("gpt-6-astra")).isTrue();
    }

    private static FaultServer.Request sent(Wire wire, String name, String effort, int most) {
        return sent(wire, name, new Form.Free(), sampling(effort, most));
    }

    private static FaultServer.Request sent(Wire wire, String name, Form form, Sampling sampling) {
        try (FaultServer server = FaultServer.start(wire, user -> "{}");
                Model model = Opened.model(name, server, "some-key", "x")) {
            model.answer(
                    new Model.Call(
                            new ChatRequest(
                                    List.of(Message.user("hello")), List.of(), form, sampling),
                            0,
                            Duration.ofSeconds(10)));
            return server.lastRequest();
        }
    }

    private static Model.Call call(Sampling sampling) {
        return new Model.Call(
                ChatRequest.of(sampling, Message.user("hello")), 0, Duration.ofSeconds(10));
    }

    private static Sampling sampling(String effort, int most) {
        Sampling sampling =
                new Sampling(
                        java.util.OptionalDouble.of(0),
                        java.util.OptionalDouble.empty(),
                        java.util.OptionalInt.of(most),
                        java.util.OptionalLong.of(7),
                        Optional.empty(),
                        List.of(),
                        true);
        return effort == null
                ? sampling
                : sampling.withEffort(Effort.valueOf(effort.toUpperCase(java.util.Locale.ROOT)));
    }

    private static Form schema(String additional) {
        return new Form.Schema(
                "place",
                "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                        + "\"required\":[\"city\"],\"additionalProperties\":"
                        + additional
                        + "}");
    }
}
