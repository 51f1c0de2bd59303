package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Form;
import dev.gradus.chat.Message;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.Tool;
import dev.gradus.chat.ToolCall;
import dev.gradus.spi.Model;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.Wire;
import java.io.InputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What we send is what the providers' own clients send; `golden/README.md` says where it is from.
class GoldenTest {
    private static final String SCHEMA =
            """
            {"type":"object","properties":{"city":{"type":"string"}},\
            "required":["city"],"additionalProperties":false}\
            """;
    private static final Tool WEATHER = new Tool("get_weather", "The weather of a city.", SCHEMA);

    @ParameterizedTest
    @CsvSource({
        "openai-chat, OPENAI_CHAT, openai-chat, openai/gpt-4.1-mini, openai/gpt-5-mini, 64",
        "openai-responses, OPENAI_RESPONSES, openai-responses, openai/gpt-4.1-mini,"
                + " openai/gpt-5-mini, 64",
        "anthropic, ANTHROPIC, anthropic, anthropic/claude-sonnet-4-6, anthropic/claude-sonnet-4-6,"
                + " 64",
        "gemini, GEMINI, gemini, gemini/gemini-3-flash, gemini/gemini-3-flash, 0",
        "ollama, OLLAMA, ollama, ollama/qwen3:4b, ollama/qwen3:4b, 0"
    })
    void a_request_is_what_the_providers_own_client_sends(
            String name, Wire wire, String api, String plain, String thinking, int most) {
        try (FaultServer server = FaultServer.start(wire, user -> "It rains.")) {
            assertSent(name + "-plain", server, api, plain, plain(wire), false);
            if (most > 0) {
                assertSent(name + "-stream", server, api, plain, plain(wire), true);
            }
            assertSent(name + "-tools", server, api, plain, tools(wire), false);
            assertSent(name + "-schema", server, api, thinking, schema(wire), false);
        }
    }

    private static void assertSent(
            String golden,
            FaultServer server,
            String api,
            String name,
            ChatRequest request,
            boolean streamed) {
        try (Model model = Opened.speaking(api, name, server, "the-key-of-it", "x")) {
            Model.Call call = new Model.Call(request, 0, Duration.ofSeconds(10));
            if (streamed) {
                model.stream(call, piece -> {});
            } else {
                model.answer(call);
            }
        }
        JsonNode sent = Json.MAPPER.readTree(server.lastRequest().body());
        JsonNode wanted = read(golden + ".json");
        assertThat(wanted.equals(NUMBERS, sent))
                .as("%s%nsent:   %s%nwanted: %s", golden, sent, wanted)
                .isTrue();
    }

    /// 0 is 0.0.
    private static final Comparator<JsonNode> NUMBERS =
            (one, other) ->
                    one.isNumber() && other.isNumber()
                            ? Double.compare(one.doubleValue(), other.doubleValue())
                            : one.equals(other) ? 0 : 1;

    private static JsonNode read(String file) {
        InputStream in =
                Objects.requireNonNull(GoldenTest.class.getResourceAsStream("golden/" + file));
        return Json.MAPPER.readTree(in);
    }

    private static ChatRequest plain(Wire wire) {
        boolean claude = wire == Wire.ANTHROPIC;
        boolean responses = wire == Wire.OPENAI_RESPONSES;
        Sampling sampling =
                new Sampling(
                        OptionalDouble.of(0),
                        claude || responses ? OptionalDouble.empty() : OptionalDouble.of(0.9),
                        OptionalInt.of(64),
                        OptionalLong.of(7),
                        Optional.empty(),
                        responses ? List.of() : List.of("END"),
                        true);
        return ChatRequest.of(
                sampling,
                new Message.System("Be short.", true),
                Message.user("How is the weather?"));
    }

    private static ChatRequest tools(Wire wire) {
        String id = wire == Wire.GEMINI ? "call_abc|c2lnbmVk" : "call_abc";
        Sampling sampling =
                wire == Wire.ANTHROPIC
                        ? Sampling.standard().withMaxTokens(64)
                        : Sampling.standard();
        return new ChatRequest(
                List.of(
                        Message.user("call"),
                        new Message.Assistant(
                                "",
                                List.of(new ToolCall(id, "get_weather", "{\"city\":\"Oslo\"}"))),
                        new Message.ToolResult(id, "rain")),
                List.of(),
                new Form.Forced(WEATHER),
                sampling);
    }

    private static ChatRequest schema(Wire wire) {
        Sampling sampling = Sampling.standard().withEffort(Sampling.Effort.LOW);
        return new ChatRequest(
                List.of(Message.user("Where?")),
                List.of(),
                new Form.Schema("place", SCHEMA),
                wire == Wire.ANTHROPIC ? sampling.withMaxTokens(4096) : sampling);
    }
}
