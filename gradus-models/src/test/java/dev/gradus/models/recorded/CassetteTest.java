package dev.gradus.models.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import dev.gradus.files.PriceBookFile;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CassetteTest {
    private static final ModelName MINI = ModelName.parse("openai/gpt-5-mini");
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final ChatReply RICH =
            new ChatReply(
                    "Grüße, \"quoted\"\n\u2028",
                    List.of(new ToolCall("call_1", "look", "{\"a\": 1}")),
                    ChatReply.Finish.TOOLS,
                    new Usage(
                            OptionalLong.of(120),
                            OptionalLong.of(20),
                            OptionalLong.of(7),
                            OptionalLong.empty()),
                    OptionalDouble.of(-0.123456789012345678),
                    "gpt-5-mini-2025-08-07");

    @TempDir private Path folder;

    @Test
    void what_was_recorded_is_played_bit_for_bit() {
        Path file = folder.resolve("replies.jsonl");
        AtomicLong clock = new AtomicLong(5);
        try (CassetteWriter writer = CassetteWriter.open(file);
                Model recording =
                        new RecordingModel(
                                always(RICH),
                                writer,
                                PriceBookFile.shipped(),
                                () -> clock.getAndAdd(123_456_789))) {
            assertThat(recording.answer(call("Where is my card?", 0))).isEqualTo(RICH);
        }

        try (Model played = open(file)) {
            assertThat(played.name()).hasToString("recorded/openai/gpt-5-mini");
            assertThat(played.answer(call("Where is my card?", 0))).isEqualTo(RICH);
            assertThat(played.recordedLatencyNanos(call("Where is my card?", 0)))
                    .hasValue(123_456_789);
            List<String> pieces = new ArrayList<>();
            assertThat(played.stream(call("Where is my card?", 0), pieces::add)).isEqualTo(RICH);
            assertThat(String.join("", pieces)).isEqualTo(RICH.text());
        }
        List<CassetteLine> lines = new ArrayList<>();
        Cassette.each(file, lines::add);
        assertThat(lines.getFirst().cost()).hasValue((100 * 0.25 + 20 * 0.025 + 7 * 2) / 1e6);
    }

    @Test
    void a_line_is_what_the_format_says() throws IOException {
        Path file = folder.resolve("replies.jsonl");
        ChatReply reply = ChatReply.of("refund", Usage.of(10, 2));
        Model.Call call = call("Hi", 3);
        try (CassetteWriter writer = CassetteWriter.open(file)) {
            writer.append(CassetteLine.of(MINI, call, reply, 1_500_000, OptionalDouble.of(0.25)));
        }

        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"key\":\""
                                + call.key(MINI)
                                + "\",\"model\":\"openai/gpt-5-mini\",\"repeat\":3,"
                                + "\"request\":{\"messages\":[{\"role\":\"user\",\"text\":\"Hi\"}],\"temperature\":0.0},"
                                + "\"reply\":{\"text\":\"refund\",\"finish\":\"stop\",\"usage\":{\"prompt\":10,\"completion\":2}},"
                                + "\"latencyMs\":1.5,\"cost\":0.25}\n");
    }

    @Test
    void a_miss_is_a_missing_outcome_that_names_the_request() {
        Path file = write(line(KEY, ""));
        Model.Call call = call("x".repeat(100), 1);

        try (Model played = open(file)) {
            assertThatThrownBy(() -> played.answer(call))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            miss ->
                                    assertThat(miss.kind())
                                            .isEqualTo(CallFailure.Kind.NOT_RECORDED))
                    .hasMessage(
                            "recorded/openai/gpt-5-mini: replies.jsonl has no reply of"
                                    + " openai/gpt-5-mini to this request (key "
                                    + call.key(MINI)
                                    + ", repeat 1; of its 1 replies 0 name this model). It asks '"
                                    + "x".repeat(80)
                                    + "...'. Record it: gradus climb --record FILE with"
                                    + " openai/gpt-5-mini in its place.");
        }
    }

    @Test
    void what_a_killed_process_left_half_written_is_refused_and_mended_by_the_next_recording()
            throws IOException {
        Path file = write(line(KEY, "") + "\n{\"key\":\"0123");

        assertThatThrownBy(() -> Cassette.open(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "replies.jsonl:2: the last line is cut off: whoever wrote it was stopped."
                                + " Take it out, or record on, which takes it out.");
        try (CassetteWriter writer = CassetteWriter.open(file)) {
            writer.append(CassetteLine.of(MINI, call("a", 0), RICH, 1, OptionalDouble.empty()));
        }
        try (Cassette cassette = Cassette.open(file)) {
            assertThat(cassette.size()).isEqualTo(2);
            assertThat(cassette.find(KEY)).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"reply\":{\"text\":\"a\"}}|key is missing",
                "{\"key\":\"abc\",\"reply\":{\"text\":\"a\"}}|key is 'abc', and 32 hexadecimal digits are wanted",
                "{\"key\":\"0123456789abcdef0123456789abcdef\"}|reply is missing",
                "{\"key\":\"0123456789abcdef0123456789abcdef\",\"reply\":{}}|reply.text is missing",
                "{\"key\":\"0123456789abcdef0123456789abcdef\",\"reply\":{\"text\":\"a\",\"usage\":{\"prompt\":-1}}}|reply.usage.prompt is '-1', and a whole number, 0 or more, is wanted",
                "{\"key\":\"0123456789abcdef0123456789abcdef\",\"reply\":{\"text\":\"a\",\"finish\":\"done\"}}|reply.finish is 'done', and one of stop, length, tools, refusal, other is wanted",
                "{\"key\":\"0123456789abcdef0123456789abcdef\",\"reply\":{\"text\":\"a\"},\"latencyMs\":\"fast\"}|latencyMs is 'fast', and a number is wanted",
                "[1]|a JSON object is wanted here",
                "{\"key\":\"0123456789abcdef0123456789abcdef\",\"model\":\"gpt\",\"reply\":{\"text\":\"a\"}}|'gpt' is not a model name. Write provider/model, as in embedded/minilm-l6-q.",
            })
    void a_wrong_line_is_named_before_anything_is_played(String wrong, String why) {
        Path file = write(line(KEY, "") + "\n\n" + wrong + "\n");

        assertThatThrownBy(() -> Cassette.open(file))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage("replies.jsonl:3: " + why + ". Fix the line, or take it out.");
    }

    @Test
    void of_two_replies_with_one_key_the_first_counts() {
        Path file = write(line(KEY, "first") + "\n" + line(KEY, "second") + "\n");

        try (Cassette cassette = Cassette.open(file)) {
            assertThat(cassette.size()).isEqualTo(1);
            assertThat(cassette.find(KEY).orElseThrow().reply().text()).isEqualTo("first");
        }
    }

    @Test
    void many_threads_record_and_every_line_is_whole_and_found() throws Exception {
        Path file = folder.resolve("replies.jsonl");
        int calls = 5_000;
        try (CassetteWriter writer = CassetteWriter.open(file);
                Model model = new RecordingModel(echo(), writer, PriceBook.empty());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                String question = "question " + i;
                threads.execute(() -> model.answer(call(question, 0)));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }

        try (Cassette cassette = Cassette.open(file)) {
            assertThat(cassette.size()).isEqualTo(calls);
            for (int i = 0; i < calls; i++) {
                assertThat(cassette.find(call("question " + i, 0).key(MINI)).orElseThrow().reply())
                        .isEqualTo(ChatReply.of("question " + i, Usage.of(1, 1)));
            }
        }
    }

    @Test
    void a_second_recording_to_the_same_file_is_refused() {
        Path file = folder.resolve("replies.jsonl");

        try (CassetteWriter first = CassetteWriter.open(file)) {
            assertThatThrownBy(() -> CassetteWriter.open(file))
                    .isInstanceOf(GradusException.Usage.class)
                    .hasMessage(
                            file
                                    + ": another climb records to this file. Wait for it, or name another file.");
            first.append(
                    new CassetteLine(
                            KEY,
                            Optional.empty(),
                            OptionalInt.empty(),
                            Optional.empty(),
                            RICH,
                            OptionalLong.empty(),
                            OptionalDouble.empty()));
        }
    }

    @Test
    void the_source_is_found_and_says_what_is_missing() {
        ModelSource source =
                ServiceLoader.load(ModelSource.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(one -> one instanceof RecordedModelSource)
                        .findFirst()
                        .orElseThrow();
        ModelName name = ModelName.parse("recorded/openai/gpt-5-mini");

        assertThat(source.knows(name, ProviderSettings.standard())).isTrue();
        assertThat(source.knows(MINI, ProviderSettings.standard())).isFalse();
        assertThatThrownBy(() -> source.open(name, options(Map.of()), place()))
                .hasMessage(
                        "models names recorded/openai/gpt-5-mini, and providers.recorded names no"
                                + " recording. Write providers: { recorded: { cassette:"
                                + " replies.jsonl } }, or { outcomes: outcomes.csv, items:"
                                + " items.csv }.");
        assertThatThrownBy(() -> source.open(name, options(Map.of("casette", "x")), place()))
                .hasMessage(
                        "providers.recorded has the unknown key 'casette' (closest: 'cassette'). The"
                                + " keys are cassette, outcomes, items, input-column.");
        assertThatThrownBy(
                        () -> source.open(name, options(Map.of("cassette", "none.jsonl")), place()))
                .hasMessage(
                        folder.resolve("none.jsonl")
                                + ": there is no such cassette. Fix the name, or record one: gradus"
                                + " climb --record none.jsonl");
    }

    @Test
    void models_of_one_cassette_share_it_until_the_last_is_closed() {
        Path file = write(line(call("a", 0).key(MINI), "yes") + "\n");
        RecordedModelSource source = new RecordedModelSource();
        ProviderSettings settings = options(Map.of("cassette", file.toString()));
        ModelName name = ModelName.parse("recorded/openai/gpt-5-mini");
        Model first = source.open(name, settings, place());
        Model second = source.open(name, settings, place());

        first.close();
        first.close();

        assertThat(second.answer(call("a", 0)).text()).isEqualTo("yes");
        second.close();
        assertThatThrownBy(() -> second.answer(call("a", 0)))
                .isInstanceOf(GradusException.Data.class);
    }

    private Model open(Path file) {
        return new RecordedModelSource()
                .open(
                        ModelName.parse("recorded/openai/gpt-5-mini"),
                        options(Map.of("cassette", file.toString())),
                        place());
    }

    private ModelSource.Place place() {
        return new ModelSource.Place(folder, name -> Optional.empty());
    }

    static ProviderSettings options(Map<String, String> options) {
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

    static Model.Call call(String question, int repeat) {
        return new Model.Call(
                ChatRequest.of(Sampling.standard().withTemperature(0), Message.user(question)),
                repeat,
                Duration.ofSeconds(10));
    }

    private static String line(String key, String text) {
        return "{\"key\":\"" + key + "\",\"reply\":{\"text\":\"" + text + "\"}}";
    }

    private Path write(String text) {
        try {
            return Files.write(
                    folder.resolve("replies.jsonl"),
                    text.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Model always(ChatReply reply) {
        return new Answering(call -> reply);
    }

    private static Model echo() {
        return new Answering(call ->
                ChatReply.of(
                        ((Message.User) call.request().messages().getFirst()).text(),
                        Usage.of(1, 1)));
    }

    private record Answering(java.util.function.Function<Call, ChatReply> replies)
            implements Model {
        @Override
        public ModelName name() {
            return MINI;
        }

        @Override
        public ChatReply answer(Call call) {
            return replies.apply(call);
        }

        @Override
        public ChatReply stream(Call call, Consumer<String> onText) {
            return replies.apply(call);
        }

        @Override
        public void close() {}
    }
}
