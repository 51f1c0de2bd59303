package dev.gradus.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ChatRequest;
import dev.gradus.chat.Message;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.chat.Sampling;
import dev.gradus.models.tuning.Grader;
import dev.gradus.models.tuning.TrainingLines;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.CallFailure.Kind;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.JobOrder;
import dev.gradus.spi.JobOrder.Preference;
import dev.gradus.spi.JobOrder.Reinforcement;
import dev.gradus.spi.JobOrder.Settings;
import dev.gradus.spi.JobOrder.Supervised;
import dev.gradus.spi.JobState;
import dev.gradus.spi.JobState.Status;
import dev.gradus.spi.Model;
import dev.gradus.spi.TuningJobs;
import dev.gradus.spi.TuningJobsSource;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.testkit.FaultServer;
import dev.gradus.testkit.TuningServer;
import dev.gradus.testkit.Wire;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TuningJobsTest {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void an_order_is_what_the_provider_s_own_client_sends() {
        assertOrder(
                "sft",
                "openai/gpt-4.1-mini-2025-04-14",
                new JobOrder(
                        "file-1",
                        Optional.of("file-2"),
                        new Supervised(new Settings(3, OptionalInt.of(8), OptionalDouble.of(0.5))),
                        Optional.of("cards"),
                        OptionalLong.of(7)));
        assertOrder(
                "dpo",
                "openai/gpt-4.1-mini-2025-04-14",
                plain(new Preference(Settings.of(2), OptionalDouble.of(0.1))));
        assertOrder(
                "reinforcement",
                "openai/o4-mini-2025-04-16",
                plain(
                        new Reinforcement(
                                Settings.of(1), Grader.of(ScoreName.EXACT, Optional.empty()))));
    }

    private static void assertOrder(String golden, String base, JobOrder order) {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, text -> text);
                TuningJobs jobs = OpenedTuning.jobs(base, server.baseUrl(), SOON)) {
            server.respondNext(200, JSON, "{\"id\": \"ftjob-1\"}");
            assertThat(jobs.create(order)).isEqualTo("ftjob-1");
            FaultServer.Request sent = server.lastRequest();
            assertThat(sent.method() + " " + sent.path()).isEqualTo("POST /v1/fine_tuning/jobs");
            assertThat(Json.MAPPER.readTree(sent.body()))
                    .isEqualTo(read("golden/openai-tuning-" + golden + ".json"));
        }
    }

    private static JsonNode read(String file) {
        InputStream in =
                Objects.requireNonNull(TuningJobsTest.class.getResourceAsStream(file), file);
        return Json.MAPPER.readTree(in);
    }

    private static JobOrder plain(JobOrder.Way way) {
        return new JobOrder(
                "file-1", Optional.empty(), way, Optional.empty(), OptionalLong.empty());
    }

    @Test
    void a_file_arrives_byte_for_byte_and_is_deleted_again() {
        try (TuningServer server = TuningServer.start(text -> text);
                TuningJobs jobs = OpenedTuning.jobs("openai/x", server.baseUrl(), SOON)) {
            String line = TrainingLines.supervised(chat("ümläut 🙂 \"quoted\"\nbreak", "--yes"));
            String file = jobs.upload("train.jsonl", List.of(line, line));
            assertThat(server.files()).containsEntry(file, line + "\n" + line + "\n");
            jobs.delete(file);
            assertThat(server.files()).isEmpty();
            assertThatThrownBy(() -> jobs.delete(file))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.REJECTED));
            assertThatThrownBy(() -> jobs.upload("train.jsonl", List.of("{\n}")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.trouble()).isEmpty();
        }
    }

    @Test
    void the_tuned_model_answers_under_its_name_and_better_than_its_base() {
        try (TuningServer server = TuningServer.start(text -> "unknown");
                TuningJobs jobs = OpenedTuning.jobs("openai/gpt-4.1", server.baseUrl(), SOON)) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                lines.add(TrainingLines.supervised(chat("card number " + i, "intent-" + i)));
            }
            String job =
                    jobs.create(
                            new JobOrder(
                                    jobs.upload("train.jsonl", lines),
                                    Optional.empty(),
                                    new Supervised(Settings.of(1)),
                                    Optional.empty(),
                                    OptionalLong.empty()));
            JobState state = jobs.poll(job);
            while (!state.status().ended()) {
                state = jobs.poll(job);
            }
            String tuned = state.model().orElseThrow();
            assertThat(answer(server, "openai/" + tuned, "card number 4")).isEqualTo("intent-4");
            assertThat(answer(server, "openai/" + tuned, "the card has number 7"))
                    .isEqualTo("intent-7");
            assertThat(answer(server, "openai/gpt-4.1", "card number 4")).isEqualTo("unknown");
            assertThatThrownBy(() -> answer(server, "openai/ft:gpt-4.1:acme::99", "x"))
                    .isInstanceOf(CallFailure.class)
                    .hasMessageContaining("does not exist");
        }
    }

    private static String answer(TuningServer server, String name, String text) {
        try (Model model =
                Opened.model(
                        name,
                        OpenedTuning.settings(server.baseUrl()),
                        Map.of("THE_KEY", "the-key"))) {
            return model.answer(
                            new Model.Call(
                                    ChatRequest.of(Sampling.standard(), Message.user(text)),
                                    0,
                                    SOON))
                    .text();
        }
    }

    private static List<Message> chat(String user, String answer) {
        return List.of(Message.user(user), Message.assistant(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "pending, QUEUED",
        "queued, QUEUED",
        "running, RUNNING",
        "compressing, RUNNING",
        "uploading, RUNNING",
        "cancel_requested, RUNNING",
        "completed, SUCCEEDED",
        "error, FAILED",
        "cancelled, CANCELLED"
    })
    void together_speaks_of_the_same_in_other_words(String word, Status status) {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, text -> text);
                TuningJobs jobs =
                        OpenedTuning.jobs("together/Qwen/Qwen3-8B", server.baseUrl(), SOON)) {
            server.respondNext(
                    200,
                    JSON,
                    "{\"id\": \"ft-1\", \"status\": \""
                            + word
                            + "\", \"model_output_name\": \"acme/Qwen3-8B-cards\","
                            + " \"token_count\": 1234, \"events\": [{\"type\": \"job_error\","
                            + " \"message\": \"No space.\"}]}");
            JobState state = jobs.poll("ft-1");
            assertThat(state.status()).isEqualTo(status);
            assertThat(state.trainedTokens()).hasValue(1234);
            assertThat(state.model().isPresent()).isEqualTo(status == Status.SUCCEEDED);
            assertThat(state.error())
                    .isEqualTo(
                            status == Status.FAILED
                                    ? Optional.of("\"No space.\"")
                                    : Optional.empty());
            assertThat(server.lastRequest().path()).isEqualTo("/v1/fine-tunes/ft-1");
        }
    }

    @Test
    void together_takes_its_own_order_and_upload_and_tells_events_oldest_first() {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, text -> text);
                TuningJobs jobs =
                        OpenedTuning.jobs("together/Qwen/Qwen3-8B", server.baseUrl(), SOON)) {
            server.respondNext(200, JSON, "{\"id\": \"file-abc\"}");
            assertThat(jobs.upload("train.jsonl", List.of("{}"))).isEqualTo("file-abc");
            assertThat(server.lastRequest().path()).isEqualTo("/v1/files/upload");
            assertThat(server.lastRequest().body())
                    .contains("name=\"purpose\"\r\n\r\nfine-tune\r\n")
                    .contains("name=\"file_name\"\r\n\r\ntrain.jsonl\r\n");
            server.respondNext(200, JSON, "{\"id\": \"ft-1\"}");
            jobs.create(plain(new Preference(Settings.of(2), OptionalDouble.of(0.1))));
            assertThat(Json.MAPPER.readTree(server.lastRequest().body()))
                    .isEqualTo(
                            Json.MAPPER.readTree(
                                    """
                                    {"model": "Qwen/Qwen3-8B", "training_file": "file-1",
                                     "n_epochs": 2,
                                     "training_method": {"method": "dpo", "dpo_beta": 0.1}}
                                    """));
            server.respondNext(
                    200,
                    JSON,
                    "{\"data\": [{\"created_at\": \"2026-11-27T10:00:00Z\", \"type\":"
                            + " \"job_start\", \"message\": \"first\"}, {\"created_at\":"
                            + " \"2026-11-27T10:05:00Z\", \"type\": \"checkpoint_save\", \"step\":"
                            + " 5, \"message\": \"second\"}]}");
            TuningJobs.EventPage page = jobs.events("ft-1", Optional.empty());
            assertThat(page.more()).isFalse();
            assertThat(page.events())
                    .extracting(event -> event.message())
                    .containsExactly("second", "first");
            assertThat(page.events().getFirst().metric("step")).hasValue(5);
            assertThatThrownBy(() ->
                            jobs.create(
                                    plain(new Reinforcement(Settings.of(1), "{\"type\": \"x\"}"))))
                    .isInstanceOf(CallFailure.class)
                    .hasMessageContaining("Tune by sft or dpo");
        }
    }

    @Test
    void azure_serves_openai_s_jobs_under_its_own_path() {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, text -> text);
                TuningJobs jobs =
                        OpenedTuning.jobs(
                                "azure/gpt-4.1-mini", server.baseUrl().replace("/v1", ""), SOON)) {
            server.respondNext(200, JSON, "{\"id\": \"ftjob-1\"}");
            jobs.create(plain(new Supervised(Settings.of(1))));
            assertThat(server.lastRequest().path()).isEqualTo("/openai/v1/fine_tuning/jobs");
            assertThat(server.lastRequest().headers()).containsEntry("api-key", "the-key");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"id\": \"ftjob-1\", \"status\": \"thinking\"}",
                "{\"id\": \"ftjob-1\", \"sta"
            })
    void a_reply_that_does_not_say_how_far_the_job_is_is_a_broken_one(String reply) {
        try (FaultServer server = FaultServer.start(Wire.OPENAI_CHAT, text -> text);
                TuningJobs jobs = OpenedTuning.jobs("openai/x", server.baseUrl(), SOON)) {
            server.respondNext(200, JSON, reply);
            assertThatThrownBy(() -> jobs.poll("ftjob-1"))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.BROKEN_REPLY));
            assertThatThrownBy(() -> jobs.poll("../files?x="))
                    .hasMessageContaining("there is no usable id in it");
        }
    }

    @Test
    void the_source_is_found_and_knows_who_speaks_such_jobs() {
        TuningJobsSource source =
                ServiceLoader.load(TuningJobsSource.class).findFirst().orElseThrow();
        ProviderSettings standard = ProviderSettings.standard();
        for (String known : List.of("openai/x", "azure/x", "together/x", "fireworks/x")) {
            assertThat(source.knows(ModelName.parse(known), standard)).as(known).isTrue();
        }
        for (String other : List.of("anthropic/x", "gemini/x", "ollama/x", "acme/x")) {
            assertThat(source.knows(ModelName.parse(other), standard)).as(other).isFalse();
        }
        assertThatThrownBy(() ->
                        source.open(
                                ModelName.parse("fireworks/x"),
                                standard,
                                OpenedTuning.place("the-key")))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageStartingWith("fireworks takes tuning jobs through an API of its own");
    }
}
