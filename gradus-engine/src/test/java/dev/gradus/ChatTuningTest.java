package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.calls.Polling;
import dev.gradus.calls.Stopped;
import dev.gradus.canonical.CanonicalJson;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.models.HttpModelSource;
import dev.gradus.models.HttpTuningSource;
import dev.gradus.models.tuning.Patience;
import dev.gradus.models.tuning.ProviderTuner;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.spi.Release;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.task.TuningPlan;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.TuningServer;
import dev.gradus.testkit.TuningServer.Call;
import dev.gradus.verdict.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A weak base over a real socket, and what becomes of it where its provider tunes it.
class ChatTuningTest {
    private static final String KEY = "the-key";
    private static final ModelName BASE = ModelName.parse("openai/gpt-4o-2024-08-06");
    private static final String[] NAMES = {"card_arrival", "refund_please", "pin_blocked"};
    private static final String[] WORDS = {"card", "refund", "pin"};
    private static final Optional<String> REASON = Optional.of("a test asks for it");

    @TempDir private Path home;
    private final MemoryLedger ledger = new MemoryLedger();
    private TuningServer server = TuningServer.start(ChatTuningTest::base);
    private Consumer<String> onProgress = what -> {};

    /// Right in three of five, and one word to whatever else is asked.
    private static String base(String input) {
        for (int i = 0; i < WORDS.length; i++) {
            if (input.contains(" my " + WORDS[i] + " ")) {
                return NAMES[Math.floorMod(input.hashCode(), 5) < 3 ? i : (i + 1) % 3];
            }
        }
        return "unknown";
    }

    @BeforeEach
    void start() {
        server.lasting(1, 6);
    }

    @AfterEach
    void every_request_kept_to_the_protocol() {
        List<String> trouble = server.trouble();
        server.close();
        assertThat(trouble).isEmpty();
    }

    @Test
    void by_override_a_weak_base_is_tuned_at_its_provider_and_what_is_better_is_promoted()
            throws IOException {
        TuneReport report = tune(task(), REASON, List.of());

        assertThat(report.exitCode()).isZero();
        assertThat(report.decision().orElseThrow().promoted())
                .as(report.decision().toString())
                .isTrue();
        assertThat(Release.live(ledger.releases("talk")).orElseThrow().title())
                .startsWith("ft:gpt-4o-2024-08-06:acme:talk:1");
        assertThat(ledger.releases("talk")).hasSize(2);
        assertThat(ledger.releases("talk").getLast().why()).contains("a test asks for it");
        Map<?, ?> training = (Map<?, ?>) report.document().get("training");
        assertThat(training.get("job")).isEqualTo("ftjob-1");
        assertThat(training.get("base")).isEqualTo(BASE.toString());
        assertThat(((Map<?, ?>) training.get("recipe")).get("epochs")).isEqualTo(3);
        assertThat(((Number) training.get("cost")).doubleValue())
                .isEqualTo(((Number) training.get("tokens")).doubleValue() * 25 / 1e6);
        assertThat(
                        ((List<?>) training.get("epochs"))
                                .stream()
                                        .<Object>map(one -> ((Map<?, ?>) one).get("number"))
                                        .toList())
                .isEqualTo(List.of(1, 2, 3));
        assertThat(CanonicalJson.write(report.document())).doesNotContain(KEY);
        assertThat(everythingIn(home)).isNotEmpty().doesNotContain(KEY);
    }

    @Test
    void what_is_handed_over_is_train_alone_asked_as_it_is_measured() {
        tune(task(), REASON, List.of());

        List<String> lines = server.files().values().stream().flatMap(String::lines).toList();
        long train = Checker.splits(request(task())).train().size();
        assertThat(lines).hasSize((int) train);
        assertThat(String.join("\n", lines)).doesNotContain("test-");
        Checker.splits(request(task()))
                .dev()
                .forEach(dev -> assertThat(lines).noneMatch(line -> line.contains(dev.input())));
        assertThat(lines)
                .allMatch(line -> line.contains("Name what the message is about."))
                .allMatch(
                        line -> line.matches(".*\"role\":\"assistant\",\"content\":\"[a-z_]+\".*"));
    }

    @Test
    void without_an_override_the_gates_refuse_say_when_a_pilot_is_run_and_hand_nothing_over() {
        TuneReport report = tune(task(), Optional.empty(), List.of());

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(gate(report, "pays-back").get("todo").toString())
                .startsWith(
                        "state what is unknown in the task file; then gradus tune runs the pilot")
                .contains("where nothing but its figures is missing");
        assertThat(gate(report, "base-model").get("status")).isEqualTo(Gate.Status.PASS.word());
        assertThat(gate(report, "forgetting-suite").get("have").toString())
                .contains("built in (following instructions and formats)");
        assertThat(server.calls(Call.UPLOAD)).isZero();
        assertThat(ledger.releases("talk")).isEmpty();
    }

    @Test
    void a_policy_of_local_only_hands_nothing_over() {
        assertThatThrownBy(() -> tune(task(true, TuningPlan.standard()), REASON, List.of()))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("policy.local-only is set");
        assertThat(server.calls(Call.UPLOAD)).isZero();
    }

    @Test
    void a_job_that_fails_promotes_nothing_and_says_why() {
        server.failing("invalid_data", "The loss ran away.");
        assertThatThrownBy(() -> tune(task(), REASON, List.of()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("ftjob-1 failed")
                .hasMessageContaining("The loss ran away.")
                .hasMessageContaining("Nothing is promoted");
        assertThat(ledger.releases("talk")).isEmpty();
    }

    @Test
    void a_job_that_vanishes_promotes_nothing_and_starts_no_other() {
        server.onPoll(server::vanish);
        assertThatThrownBy(() -> tune(task(), REASON, List.of()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("ftjob-1 is no longer known to openai")
                .hasMessageContaining("Nothing is promoted");
        assertThat(ledger.releases("talk")).isEmpty();
        assertThat(server.orders()).hasSize(1);
    }

    @Test
    void a_job_that_stands_still_is_given_up_on_and_promotes_nothing() {
        server.haltingAt("queued");
        assertThatThrownBy(() -> tune(task(), REASON, List.of()))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("ftjob-1");
        assertThat(ledger.releases("talk")).isEmpty();
    }

    @Test
    void killed_while_the_job_runs_the_next_run_follows_it_and_pays_once() {
        onProgress =
                what -> {
                    if (what.startsWith("tuning " + BASE)) {
                        throw new IllegalStateException("killed");
                    }
                };
        assertThatThrownBy(() -> tune(task(), REASON, List.of())).hasMessage("killed");
        assertThat(server.orders()).hasSize(1);
        assertThat(ledger.releases("talk")).isEmpty();

        onProgress = what -> {};
        assertThat(tune(task(), REASON, List.of()).decision().orElseThrow().promoted()).isTrue();
        assertThat(server.orders()).as("paid once").hasSize(1);
    }

    @Test
    void calls_may_spend_what_the_training_left_of_the_budget() {
        gradus().climb(request(task()));
        // What the climb before spent counts too.
        Money most = Money.of(ledger.spent(1).money() + 1.57, "USD");
        Task bounded = task().withBudget(Optional.of(most), OptionalLong.empty());

        assertThatThrownBy(() -> tune(bounded, REASON, List.of()))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("and of budget.climb " + most + " there is 0.00 USD left");
        assertThat(ledger.releases("talk")).isEmpty();

        Task more = task().withBudget(Optional.of(Money.of(3, "USD")), OptionalLong.empty());
        assertThat(tune(more, REASON, List.of()).decision()).isPresent();
        assertThat(server.orders()).as("paid once").hasSize(1);
    }

    @Test
    void stopped_while_the_job_runs_it_goes_on_at_the_provider_and_is_followed_again() {
        server.byHand();
        Gradus gradus = gradus();
        onProgress =
                what -> {
                    if (what.startsWith("tuning " + BASE)) {
                        gradus.stop(Duration.ZERO);
                    }
                };
        assertThatThrownBy(() -> gradus.tune(new TuneRequest(request(task()), REASON, List.of())))
                .isInstanceOf(Stopped.class);
        assertThat(server.calls(Call.CANCEL)).isZero();
        for (int i = 0; i < 12; i++) {
            server.tick();
        }
        onProgress = what -> {};
        assertThat(tune(task(), REASON, List.of()).decision()).isPresent();
        assertThat(server.orders()).as("paid once").hasSize(1);
    }

    @Test
    void what_the_base_obeyed_and_the_tuned_model_does_not_rolls_it_back() {
        server.close();
        server =
                TuningServer.start(input ->
                                input.startsWith("Reply with the single word ")
                                        ? input.split(" ")[5]
                                        : base(input))
                        .lasting(1, 6);
        TuneReport report = tune(task(), REASON, List.of());

        assertThat(report.decision().orElseThrow().promoted()).isFalse();
        assertThat(report.decision().orElseThrow().why().getFirst())
                .startsWith(
                        "Forgetting: built in / following instructions and formats is forgotten");
        assertThat(report.document().get("comparison").toString()).doesNotContain("test=");
        assertThat(Release.live(ledger.releases("talk"))).isEmpty();
    }

    @Test
    void another_task_is_asked_of_base_and_tuned_model_by_its_own_prompt() {
        Task other =
                new Task(
                        "echo",
                        "Say unknown.",
                        new AnswerShape.Text(),
                        ScoreName.EXACT,
                        Goal.of(0.9, 0.05),
                        Optional.empty(),
                        Policy.standard(),
                        List.of(ModelName.parse("openai/other")),
                        Optional.empty(),
                        Optional.empty(),
                        TuningCosts.unknown(),
                        Optional.empty(),
                        "USD");
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            examples.add(Example.of("o" + i, "zzz" + i, "unknown"));
        }
        TuneReport report = tune(task(), REASON, List.of(new TuneRequest.Other(other, examples)));

        List<?> slices = (List<?>) ((Map<?, ?>) report.document().get("forgetting")).get("slices");
        assertThat(slices).hasSize(2);
        Map<?, ?> echo = (Map<?, ?>) slices.getLast();
        assertThat(echo.get("suite")).isEqualTo("echo");
        assertThat(echo.get("base")).isEqualTo(1.0);
        assertThat(echo.get("tuned")).isEqualTo(1.0);
        assertThat(echo.get("n")).isEqualTo(150);
    }

    private static Map<?, ?> gate(TuneReport report, String name) {
        return ((List<?>) report.document().get("gates"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .filter(one -> name.equals(one.get("gate")))
                        .findFirst()
                        .orElseThrow();
    }

    private static String everythingIn(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private TuneReport tune(Task task, Optional<String> override, List<TuneRequest.Other> others) {
        return gradus().tune(new TuneRequest(request(task), override, others));
    }

    private Gradus gradus() {
        Patience short_ =
                new Patience(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30));
        return new Gradus(
                ledger,
                new Sources(
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new HttpModelSource()),
                        Optional.empty(),
                        Optional.of(
                                new ProviderTuner(
                                        List.of(new HttpTuningSource()),
                                        short_,
                                        InstantSource.system()))),
                // The model's facts hold on this day whenever the test runs.
                () -> Instant.parse("2026-11-27T12:00:00Z"),
                2);
    }

    private ClimbRequest request(Task task) {
        return new ClimbRequest(
                task,
                examples("train", 420, 1),
                Optional.of(examples("test", 150, 2)),
                new ClimbOptions(false, Set.of("prompt"), Set.of(), 1),
                false,
                "task: talk",
                ClimbObserver.SILENT,
                (what, done, total) -> onProgress.accept(what),
                Optional.empty(),
                new Outside(
                        prices(),
                        new ModelSource.Place(
                                home,
                                name ->
                                        name.equals("TEST_KEY")
                                                ? Optional.of(KEY)
                                                : Optional.empty()),
                        32,
                        CallRecorder.NONE,
                        Polling.standard(),
                        Optional.of(home)));
    }

    private Task task() {
        return task(false, TuningPlan.standard());
    }

    private Task task(boolean localOnly, TuningPlan plan) {
        ProviderSettings settings =
                new ProviderSettings(
                        Optional.empty(),
                        Optional.of(server.baseUrl()),
                        Optional.of("TEST_KEY"),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        Calling plain = Calling.standard();
        return new Task(
                "talk",
                "Name what the message is about.",
                new AnswerShape.Labels(
                        List.of(Label.of(NAMES[0]), Label.of(NAMES[1]), Label.of(NAMES[2]))),
                Scoring.of(ScoreName.ACCURACY),
                Goal.of(0.95, 0.05),
                Optional.empty(),
                new Policy(Policy.Stage.PRODUCTION, localOnly, 3),
                List.of(BASE),
                Optional.empty(),
                Optional.empty(),
                TuningCosts.unknown(),
                Optional.empty(),
                "USD",
                new Calling(
                        Map.of("openai", settings),
                        List.of(),
                        plain.sampling(),
                        1,
                        OptionalLong.empty(),
                        false,
                        0,
                        Optional.empty(),
                        List.of(),
                        List.of()),
                plan);
    }

    private static List<Example> examples(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % NAMES.length;
            examples.add(
                    Example.of(
                            name + "-" + i,
                            name
                                    + "-"
                                    + i
                                    + " the "
                                    + invented(random)
                                    + " my "
                                    + WORDS[label]
                                    + " "
                                    + invented(random),
                            NAMES[label]));
        }
        return examples;
    }

    /// Four words that no other example has, so that none is a near copy of another.
    private static String invented(SplittableRandom random) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            words.append(i % 6 == 5 ? ' ' : (char) ('b' + random.nextInt(20)));
        }
        return words.toString().strip();
    }

    private static PriceBook prices() {
        LocalDate day = LocalDate.of(2026, 11, 1);
        return new PriceBook() {
            @Override
            public Optional<Price> price(ModelName model) {
                return Optional.of(
                        new Price(
                                        model,
                                        OptionalDouble.of(2.5),
                                        OptionalDouble.empty(),
                                        OptionalDouble.of(10),
                                        OptionalDouble.empty(),
                                        "USD",
                                        OptionalLong.empty(),
                                        "",
                                        Optional.empty(),
                                        day,
                                        "the price page")
                                .withTuningFacts(
                                        new TuningFacts(
                                                TuningFacts.Intake.YES,
                                                Optional.empty(),
                                                true,
                                                OptionalDouble.of(25),
                                                OptionalInt.of(10),
                                                List.of(TuningFacts.Method.SFT),
                                                "",
                                                Optional.of(day),
                                                "the tuning page")));
            }

            @Override
            public List<Price> prices() {
                return List.of();
            }
        };
    }
}
