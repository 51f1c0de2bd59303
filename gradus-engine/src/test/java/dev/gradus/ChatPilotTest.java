package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.calls.Polling;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.check.BriefHistory;
import dev.gradus.cost.Price;
import dev.gradus.cost.TuningFacts;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.ladder.Prompts;
import dev.gradus.models.HttpModelSource;
import dev.gradus.models.HttpTuningSource;
import dev.gradus.models.tuning.Patience;
import dev.gradus.models.tuning.ProviderTuner;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.spi.Release;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Asked;
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
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import dev.gradus.task.TuningPlan;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.TuningServer;
import dev.gradus.testkit.TuningServer.Call;
import dev.gradus.testkit.WordEncoder;
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
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A task on which nothing cheaper helps a weak base, over a real socket: the gates open by the
/// pilot alone, or say why they do not.
class ChatPilotTest {
    private static final ModelName BASE = ModelName.parse("openai/gpt-4o-2024-08-06");
    private static final String[] NAMES = {"card_arrival", "refund_please", "pin_blocked"};
    private static final String[] WORDS = {"card", "refund", "pin"};
    private static final Pattern ASKED = Pattern.compile("(?:train|test)-(\\d+) the ");

    @TempDir private Path home;
    private final MemoryLedger ledger = new MemoryLedger();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final TuningServer server = TuningServer.start(ChatPilotTest::base);
    private Consumer<String> onProgress = what -> {};
    private OptionalDouble trainingPrice = OptionalDouble.of(25);
    private int least = 10;

    /// Train examples that stand there again with another label.
    private int contradicted;

    /// Right in three of five, whatever the prompt.
    private static String base(String input) {
        Matcher asked = ASKED.matcher(input);
        int number = -1;
        int from = 0;
        while (asked.find()) {
            number = Integer.parseInt(asked.group(1));
            from = asked.start();
        }
        for (int i = 0; i < WORDS.length; i++) {
            if (number >= 0 && input.substring(from).contains(" my " + WORDS[i] + " ")) {
                return NAMES[number / 3 % 5 < 3 ? i : (i + 1) % 3];
            }
        }
        return "unknown";
    }

    @BeforeEach
    void start() {
        server.lasting(1, 2);
    }

    @AfterEach
    void every_request_kept_to_the_protocol() {
        List<String> trouble = server.trouble();
        server.close();
        assertThat(trouble).isEmpty();
    }

    @Test
    void gates_open_by_the_pilot_alone_then_all_of_train_is_learned_and_promoted() {
        TuneReport report = tune(task());

        assertThat(closed(report)).isEmpty();
        assertThat(report.decision().orElseThrow().promoted()).isTrue();
        assertThat(server.orders()).as("three sizes with two seeds, and the whole").hasSize(7);
        assertThat(Release.live(ledger.releases("talk")).orElseThrow().title())
                .startsWith("ft:gpt-4o-2024-08-06:acme:talk:");
        Map<?, ?> forecast = (Map<?, ?>) report.document().get("forecast");
        List<?> sizes = (List<?>) forecast.get("sizes");
        assertThat(sizes).hasSize(3);
        assertThat(sizes.toString()).doesNotContain("null");
        assertThat(((Number) at(forecast, "gain", "lowerBound")).doubleValue()).isPositive();
        assertThat(forecast.get("against")).isEqualTo("the best candidate below");
        assertThat(forecast.get("notes").toString())
                .contains("talk-p")
                .containsPattern("talk-p\\d+r2")
                .contains("by job ftjob-1, 0.")
                .contains("it stays at the provider until you delete it there")
                .contains("untuned: gpt-4o-2024-08-06 ");
        assertThat(told)
                .anyMatch(what ->
                        what.matches(
                                "pilot: 6 jobs on \\d+, \\d+, \\d+ examples at openai, about"
                                        + " \\d\\.\\d\\d USD for jobs and at most about 0\\.\\d+ USD"
                                        + " for answers, on \\d+ held out"));
        whatTeachesThePilotIsOneHalfAlone();
    }

    private void whatTeachesThePilotIsOneHalfAlone() {
        List<Example> train = Checker.splits(request(task())).train();
        PilotCut cut = PilotCut.of(task(), train, 1);
        String taught =
                server.orders().stream()
                        .filter(order -> order.contains("\"talk-p"))
                        .flatMap(order -> Pattern.compile("file-\\w+").matcher(order).results())
                        .map(file -> server.files().getOrDefault(file.group(), ""))
                        .collect(Collectors.joining("\n"));
        assertThat(cut.halves().second()).noneMatch(held -> taught.contains(held.input()));
        assertThat(cut.halves().first()).allMatch(own -> taught.contains(own.input()));
    }

    @Test
    void killed_between_two_jobs_each_is_paid_once() {
        onProgress =
                what -> {
                    if (server.orders().size() == 2) {
                        throw new IllegalStateException("killed");
                    }
                };
        assertThatThrownBy(() -> tune(dear(OptionalDouble.empty()))).hasMessage("killed");
        assertThat(server.orders()).hasSize(2);

        onProgress = what -> {};
        TuneReport report = tune(dear(OptionalDouble.empty()));
        assertThat(report.document().get("forecast")).isNotNull();
        assertThat(server.orders()).as("each paid once").hasSize(6);

        int calls = server.calls(Call.CHAT);
        tune(dear(OptionalDouble.empty()));
        assertThat(server.orders()).as("nothing ordered again").hasSize(6);
        assertThat(server.calls(Call.CHAT)).isEqualTo(calls);
    }

    @Test
    void a_climb_orders_no_job_and_says_that_tune_does() {
        ClimbReport report = gradus().climb(request(task()));

        assertThat(server.orders()).isEmpty();
        assertThat(
                        report.verdict().gates().stream()
                                .filter(gate -> !gate.passes())
                                .map(gate -> gate.name() + ": " + gate.todo())
                                .toList())
                .hasSize(2)
                .allMatch(todo ->
                        todo.contains("gradus tune runs the pilot of a chat model")
                                && todo.endsWith("a climb orders no job"));
    }

    @Test
    void a_budget_that_the_pilot_would_cross_orders_nothing_and_says_what_to_raise() {
        gradus().climb(request(task()));
        double spent = ledger.spent(1).money();
        int calls = server.calls(Call.CHAT);
        Task bounded = task().withBudget(Optional.of(usd(spent + 0.01)), OptionalLong.empty());

        assertThatThrownBy(() -> tune(bounded))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("the pilot of " + BASE + " costs about 4.")
                .hasMessageContaining(
                        "of budget.climb " + usd(spent + 0.01) + " there is 0.01 USD left")
                .hasMessageContaining("Raise budget.climb to 5.");
        assertThat(spent).isPositive();
        assertThat(server.orders()).isEmpty();
        assertThat(server.calls(Call.UPLOAD)).isZero();
        assertThat(server.calls(Call.CHAT)).isEqualTo(calls);
    }

    @Test
    void the_jobs_count_against_the_budget_of_the_training_that_follows() {
        // The pilot fits, and so would the training, were the jobs not paid for.
        Task bounded = task().withBudget(Optional.of(usd(6)), OptionalLong.empty());

        assertThatThrownBy(() -> tune(bounded))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("Nothing was handed over");
        assertThat(server.orders()).as("the pilot alone").hasSize(6);
    }

    @Test
    void with_a_budget_an_unknown_price_of_training_orders_nothing() {
        trainingPrice = OptionalDouble.empty();
        Task stated =
                task(costs(Optional.of(usd(50)), Optional.of(usd(20))), false)
                        .withBudget(Optional.of(usd(50)), OptionalLong.empty());

        assertThatThrownBy(() -> tune(stated))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("costs an unknown sum for jobs")
                .hasMessageContaining("No job was ordered");
        assertThat(server.orders()).isEmpty();
    }

    @Test
    void without_a_budget_an_unknown_price_is_said_and_never_0() {
        trainingPrice = OptionalDouble.empty();
        TuneReport report = tune(dear(OptionalDouble.of(50)));

        assertThat(told).anyMatch(what -> what.contains("an unknown sum for jobs"));
        assertThat(at(report.document(), "forecast", "notes").toString())
                .contains("its cost unknown")
                .doesNotContain(" 0 USD");
        assertThat(closed(report)).as("a pilot may refuse").containsKey("pays-back");
        assertThat(report.decision()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, 1", "100, 2"})
    void too_few_examples_for_the_provider_leave_the_gates_unknown_and_say_so(
            int minimum, int sizes) {
        least = minimum;
        TuneReport report = tune(task());

        assertThat(server.orders()).isEmpty();
        assertThat(report.decision()).isEmpty();
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(closed(report)).containsOnlyKeys("pays-back", "labels-or-tuning");
        assertThat(closed(report).values())
                .allMatch(todo ->
                        todo.matches(
                                "label more: of the pilot's sizes, a quarter, a half and all of \\d+"
                                        + " examples, openai takes "
                                        + sizes
                                        + ", and a forecast needs 3; no job was ordered"));
    }

    @Test
    void a_defect_to_be_mended_first_refuses_and_no_pilot_is_paid_for() {
        contradicted = 60;
        TuneReport report = tune(task());

        assertThat(server.orders()).isEmpty();
        assertThat(report.decision()).isEmpty();
        assertThat(report.document().get("verdict")).isEqualTo("not-yet");
        assertThat(closed(report)).containsOnlyKeys("pays-back", "labels-or-tuning");
    }

    @Test
    void money_that_nobody_states_leaves_the_pilot_unpaid() {
        TuneReport report = tune(task(costs(Optional.empty(), Optional.empty()), false));

        assertThat(server.orders()).isEmpty();
        assertThat(closed(report)).containsOnlyKeys("pays-back", "labels-or-tuning");
        assertThat(closed(report).values())
                .allMatch(todo -> todo.contains("tuning.labelling-per-example"))
                .allMatch(todo -> todo.endsWith("so none was paid for"));
    }

    @Test
    void a_policy_of_local_only_refuses_and_hands_nothing_over() {
        Task local = task(costs(Optional.empty(), Optional.of(usd(20))), true);
        assertThatThrownBy(() -> tune(local))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessageContaining("policy.local-only is set");
        assertThat(server.calls(Call.UPLOAD)).isZero();
    }

    @Test
    void a_job_that_fails_is_told_and_counts_against_nobody() {
        server.failing("invalid_data", "The loss ran away.");
        assertThatThrownBy(() -> tune(dear(OptionalDouble.empty())))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageMatching(
                        "(?s)pilot on \\d+ examples: .*ftjob-1 failed: .*The loss ran away\\..*What"
                                + " the pilot measured before is kept\\.");
        assertThat(ledger.tunings("talk")).isEmpty();

        server.heal();
        TuneReport report = tune(dear(OptionalDouble.empty()));
        assertThat(report.document().get("forecast")).isNotNull();
        assertThat(server.orders()).as("the one that failed is ordered again").hasSize(7);
    }

    @Test
    void answers_that_do_not_come_are_no_wrong_ones() {
        onProgress =
                what -> {
                    if (what.contains("answering the held-out half")) {
                        server.faultNext(Call.CHAT, TuningServer.Fault.ECHOED_KEY, 1);
                    }
                };
        assertThatThrownBy(() -> tune(dear(OptionalDouble.empty())))
                .isInstanceOf(GradusException.Provider.class);
        assertThat(ledger.tunings("talk")).isEmpty();

        onProgress = what -> {};
        server.heal();
        TuneReport report = tune(dear(OptionalDouble.empty()));
        assertThat(at(report.document(), "forecast", "gain", "value").toString()).startsWith("0.");
        assertThat(server.orders()).hasSize(6);
    }

    @Test
    void shots_that_are_looked_up_come_from_what_is_taught_alone() {
        ModelName words = ModelName.parse("embedded/words-64");
        Task task = task().withModels(List.of(words, BASE));
        List<Example> train = Checker.splits(request(task)).train();
        PilotCut cut = PilotCut.of(task, train, 1);
        List<Example> taught = cut.nested(cut.halves().first(), 0.25);
        List<Example> held = cut.sample(cut.halves().second(), 20);
        Candidate.Prompted own =
                new HeldTo(cut.drawn(cut.halves().first()), taught)
                        .prompted(
                                Prompts.of(task)
                                        .sharper(BASE)
                                        .withShots(new Shots.Retrieved(words, 3, "all of train")));
        Sources sources =
                new Sources(
                        Optional.of(new WordEncoder.Source(List.of(new WordEncoder(words, 64)))),
                        ServiceLoader.load(VectorClassifiers.class).findFirst(),
                        List.of(new HttpModelSource()));
        try (Equipment equipment =
                new Equipment(
                        sources,
                        request(task),
                        ChatPilotSize.splits(taught, held),
                        ledger,
                        List.of(words),
                        2,
                        Payer.NOBODY,
                        "")) {
            for (Example one : held) {
                String asked = equipment.prompting().request(own, one).toString();
                assertThat(train.stream().filter(shot -> asked.contains(shot.input())))
                        .hasSize(4)
                        .allMatch(shot -> shot.equals(one) || taught.contains(shot));
            }
        }
    }

    @Test
    void by_override_no_pilot_is_paid_for() {
        TuneReport report =
                gradus().tune(new TuneRequest(request(task()), Optional.of("we know"), List.of()));
        assertThat(report.decision()).isPresent();
        assertThat(server.orders()).hasSize(1);
        assertThat(report.document().get("forecast")).isNull();
    }

    private static Map<String, String> closed(TuneReport report) {
        return ((List<?>) report.document().get("gates"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .filter(one -> !"pass".equals(one.get("status")))
                        .collect(
                                Collectors.toMap(
                                        one -> String.valueOf(one.get("gate")),
                                        one -> String.valueOf(one.get("todo"))));
    }

    private static Object at(Map<?, ?> tree, String... path) {
        Object at = tree;
        for (String key : path) {
            at = ((Map<?, ?>) at).get(key);
        }
        return at;
    }

    private TuneReport tune(Task task) {
        return gradus().tune(new TuneRequest(request(task), Optional.empty(), List.of()));
    }

    private Gradus gradus() {
        Patience brief =
                new Patience(
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
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
                                        brief,
                                        InstantSource.system()))),
                // The model's facts hold on this day whenever the test runs.
                () -> Instant.parse("2026-11-27T12:00:00Z"),
                2);
    }

    private ClimbRequest request(Task task) {
        return new ClimbRequest(
                task,
                train(),
                Optional.of(examples("test", 150, 2)),
                ClimbOptions.standard(),
                false,
                "task: talk",
                ClimbObserver.SILENT,
                (what, done, total) -> {
                    if (what.startsWith("pilot")) {
                        told.add(what.replaceAll(", [^,]* so far", ""));
                    }
                    onProgress.accept(what);
                },
                Optional.of(BriefHistory.unchangedSince(Instant.EPOCH, Asked.of(task))),
                new Outside(
                        prices(),
                        new ModelSource.Place(
                                home,
                                name ->
                                        name.equals("TEST_KEY")
                                                ? Optional.of("the-key")
                                                : Optional.empty()),
                        32,
                        CallRecorder.NONE,
                        Polling.standard(),
                        Optional.of(home)));
    }

    private List<Example> train() {
        List<Example> train = new ArrayList<>(examples("train", 650, 1));
        for (Example example : List.copyOf(train.subList(0, contradicted))) {
            String other = example.expected().equals(NAMES[0]) ? NAMES[1] : NAMES[0];
            train.add(Example.of("again-" + example.id(), example.input(), other));
        }
        return train;
    }

    private static Money usd(double amount) {
        return Money.of(amount, "USD");
    }

    private Task task() {
        return task(costs(Optional.empty(), Optional.of(usd(20))), false);
    }

    /// What no gain pays back, so that nothing follows the pilot.
    private Task dear(OptionalDouble training) {
        return task(
                costs(
                        training.isPresent()
                                ? Optional.of(usd(training.getAsDouble()))
                                : Optional.empty(),
                        Optional.of(usd(20)),
                        1e9),
                false);
    }

    private static TuningCosts costs(Optional<Money> training, Optional<Money> label) {
        return costs(training, label, 200);
    }

    private static TuningCosts costs(
            Optional<Money> training, Optional<Money> label, double evaluation) {
        return new TuningCosts(
                training,
                label,
                Optional.of(usd(evaluation)),
                OptionalDouble.of(2),
                Optional.of(usd(0.5)));
    }

    private Task task(TuningCosts costs, boolean localOnly) {
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
                        List.of(
                                Label.of(NAMES[0], "asks when the card comes"),
                                Label.of(NAMES[1], "wants money back"),
                                Label.of(NAMES[2], "cannot enter the number"))),
                Scoring.of(ScoreName.ACCURACY),
                Goal.of(0.95, 0.05),
                Optional.of(new Traffic(50_000, 0, Optional.of(usd(0.20)))),
                new Policy(Policy.Stage.PRODUCTION, localOnly, 3),
                List.of(BASE),
                Optional.empty(),
                Optional.empty(),
                costs,
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
                TuningPlan.standard());
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

    private PriceBook prices() {
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
                                                trainingPrice,
                                                OptionalInt.of(least),
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
