package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.BatchState.Result;
import dev.gradus.spi.BatchState.Why;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.Model;
import dev.gradus.testkit.BatchServer;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchHttpModelTest {

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC"})
    void brings_back_what_single_calls_would(Wire wire) {
        try (BatchServer server = BatchServer.start(wire, text -> "to " + text).pending(1);
                BatchModel model = open(wire, server.baseUrl())) {
            Map<String, Model.Call> calls = new LinkedHashMap<>();
            calls.put("plain", call("line\nbreak, \"quotes\" and ümläuts 🙂", new Form.Free()));
            calls.put(
                    "schema",
                    call(
                            "with a schema",
                            new Form.Schema(
                                    "answer",
                                    "{\"type\": \"object\", \"properties\": {\"label\": {\"type\":"
                                            + " \"string\"}}, \"required\": [\"label\"],"
                                            + " \"additionalProperties\": false}")));
            String batch = model.submit(calls);

            assertThat(model.poll(batch, calls)).isEqualTo(new BatchState.InProgress(2));
            BatchState.Ended ended = (BatchState.Ended) model.poll(batch, calls);
            assertThat(ended.why()).isEqualTo(Why.DONE);
            calls.forEach((name, call) ->
                    assertThat(ended.results())
                            .containsEntry(name, new Result.Answered(model.answer(call))));
            assertThat(server.trouble()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC"})
    void tells_errors_of_calls_from_calls_that_no_time_was_left_for(Wire wire) {
        try (BatchServer server = BatchServer.start(wire, text -> text);
                BatchModel model = open(wire, server.baseUrl())) {
            Map<String, Model.Call> calls = new LinkedHashMap<>();
            for (String name : List.of("a", "b", "c", "d")) {
                calls.put(name, call(name, new Form.Free()));
            }
            server.expireNext(2).losing("b"::equals, 1);
            BatchState.Ended ended = (BatchState.Ended) model.poll(model.submit(calls), calls);

            assertThat(ended.why()).isEqualTo(Why.EXPIRED);
            assertThat(ended.results()).containsOnlyKeys("a", "b");
            assertThat(ended.results().get("b"))
                    .isInstanceOfSatisfying(
                            Result.Lost.class,
                            lost -> {
                                assertThat(lost.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
                                assertThat(lost.failure()).hasMessageContaining("It broke.");
                            });
            assertThat(((BatchState.Ended) model.poll(model.submit(calls), Map.of())).results())
                    .as("only what is asked for")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "ANTHROPIC"})
    void calls_a_batch_off(Wire wire) {
        try (BatchServer server = BatchServer.start(wire, text -> text).pending(9);
                BatchModel model = open(wire, server.baseUrl())) {
            Map<String, Model.Call> calls = Map.of("a", call("a", new Form.Free()));
            server.cancelNext(0);
            String batch = model.submit(calls);
            assertThat(model.poll(batch, calls)).isInstanceOf(BatchState.InProgress.class);
            model.cancel(batch);
            assertThat(model.poll(batch, calls))
                    .isEqualTo(new BatchState.Ended(Why.CANCELLED, Map.of()));
        }
    }

    @Test
    void a_batch_that_the_provider_refuses_says_why() {
        try (BatchServer server = BatchServer.start(Wire.OPENAI_CHAT, text -> text);
                BatchModel model = open(Wire.OPENAI_CHAT, server.baseUrl())) {
            server.failNext("Your key the-key has used up its queue.");
            Map<String, Model.Call> calls = Map.of("a", call("a", new Form.Free()));
            BatchState state = model.poll(model.submit(calls), calls);
            assertThat(state).isInstanceOf(BatchState.Refused.class);
            assertThat(((BatchState.Refused) state).why())
                    .contains("has used up its queue.")
                    .doesNotContain("the-key");
        }
    }

    @Test
    void a_batch_that_is_not_there_and_a_provider_that_is_not_are_told_apart() {
        BatchModel model;
        try (BatchServer server = BatchServer.start(Wire.ANTHROPIC, text -> text)) {
            model = open(Wire.ANTHROPIC, server.baseUrl());
            assertThatThrownBy(() -> model.poll("msgbatch_77", Map.of()))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REJECTED));
            assertThatThrownBy(() -> model.poll("../models?x=", Map.of()))
                    .isInstanceOf(CallFailure.class)
                    .hasMessageContaining("there is no usable id in it");
        }
        assertThatThrownBy(() -> model.poll("msgbatch_1", Map.of()))
                .isInstanceOfSatisfying(
                        CallFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
        model.close();
    }

    @Test
    void the_key_goes_to_no_other_host_that_the_results_are_said_to_be_at() {
        try (FaultServer own = FaultServer.start(Wire.ANTHROPIC, text -> text);
                FaultServer other = FaultServer.start(Wire.ANTHROPIC, text -> text);
                BatchModel model = open(Wire.ANTHROPIC, own.baseUrl())) {
            Map<String, String> json = Map.of("Content-Type", "application/json");
            own.respondNext(
                    200,
                    json,
                    "{\"id\": \"b\", \"processing_status\": \"ended\", \"request_counts\":"
                            + " {\"succeeded\": 1}, \"results_url\": \""
                            + other.baseUrl()
                            + "/messages/batches/b/results\"}");
            own.respondNext(
                    200, json, "{\"custom_id\": \"a\", \"result\": {\"type\": \"expired\"}}\n");
            assertThat(model.poll("b", Map.of("a", call("a", new Form.Free()))))
                    .isEqualTo(new BatchState.Ended(Why.DONE, Map.of()));
            assertThat(other.requests()).isEmpty();
            assertThat(own.lastRequest().path()).isEqualTo("/v1/messages/batches/b/results");
        }
    }

    @Test
    void who_copies_the_chat_of_openai_is_not_taken_to_have_its_batches() {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, text -> text);
                Model vllm = Opened.model("vllm/x", server, "the-key", "t")) {
            assertThat(vllm).isNotInstanceOf(BatchModel.class);
        }
    }

    private static Model.Call call(String text, Form form) {
        return new Model.Call(
                new ChatRequest(
                        List.of(Message.user(text)),
                        List.of(),
                        form,
                        Sampling.standard().withMaxTokens(50)),
                0,
                Duration.ofSeconds(10));
    }

    private static BatchModel open(Wire wire, String url) {
        ProviderSettings settings =
                new ProviderSettings(
                        wire == Wire.OPENAI_RESPONSES
                                ? Optional.of("openai-responses")
                                : Optional.empty(),
                        Optional.of(url),
                        Optional.of("THE_KEY"),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        String provider = wire == Wire.ANTHROPIC ? "anthropic" : "openai";
        return (BatchModel)
                Opened.model(provider + "/gpt-4.1", settings, Map.of("THE_KEY", "the-key"));
    }
}
