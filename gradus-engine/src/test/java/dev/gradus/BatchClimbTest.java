package dev.gradus;

import static dev.gradus.CardMessages.NAMES;
import static dev.gradus.CardMessages.WORDS;
import static dev.gradus.CardMessages.examples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.calls.Polling;
import dev.gradus.calls.Stopped;
import dev.gradus.chat.ProviderSettings;
import dev.gradus.ladder.ClimbObserver;
import dev.gradus.ladder.ClimbOptions;
import dev.gradus.models.HttpModelSource;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import dev.gradus.testkit.BatchServer;
import dev.gradus.testkit.MemoryLedger;
import dev.gradus.testkit.Wire;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Climbs through the batch endpoints of a provider on real sockets.
class BatchClimbTest {
    private static final Set<String> PROMPT = Set.of("prompt");

    private final MemoryLedger ledger = new MemoryLedger();
    private final List<String> said = new ArrayList<>();
    private BatchServer server = BatchServer.start(Wire.OPENAI_CHAT, BatchClimbTest::answer);

    @AfterEach
    void nothing_broke_the_protocol() {
        assertThat(server.trouble()).isEmpty();
        server.close();
    }

    private static String answer(String input) {
        SplittableRandom random = new SplittableRandom(input.hashCode());
        int truth = 0;
        for (int i = 0; i < WORDS.length; i++) {
            truth = input.contains(WORDS[i]) ? i : truth;
        }
        return NAMES[random.nextDouble() < 0.7 ? truth : random.nextInt(3)];
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC"})
    void comes_to_what_a_climb_of_single_calls_comes_to(Wire wire) {
        server.close();
        server = BatchServer.start(wire, BatchClimbTest::answer);
        server.pending(2);
        ClimbReport together = climb(ledger, task(wire, true), Set.of());

        assertThat(server.submitted()).hasSizeGreaterThan(5);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
        assertThat(said).contains("waiting for a batch of 180 at " + provider(wire) + ", 180 done");
        int inBatches = server.submitted().stream().mapToInt(Integer::intValue).sum();
        int singles = server.singles();
        assertThat(inBatches).isGreaterThan(5 * singles);

        MemoryLedger other = new MemoryLedger();
        ClimbReport alone = climb(other, task(wire, false), Set.of());
        assertThat(server.singles() - singles).isEqualTo(inBatches + singles);
        assertThat(comparable(together)).isEqualTo(comparable(alone));
        assertThat(ledger.spent(1).money()).isLessThan(0.6 * other.spent(1).money());
        assertThat(latencies(together)).containsOnlyNulls();
        assertThat(latencies(alone)).doesNotContainNull();
    }

    @Test
    void a_dry_run_prices_calls_as_they_will_be_made() {
        DryRun together = gradus(ledger).dryRun(request(task(Wire.OPENAI_CHAT, true), Set.of()));
        DryRun alone = gradus(ledger).dryRun(request(task(Wire.OPENAI_CHAT, false), Set.of()));

        assertThat(together.calls()).isEqualTo(alone.calls());
        assertThat(money(together, "prompt")).isCloseTo(money(alone, "prompt") / 2, within(1e-9));
        assertThat(money(together, "structure"))
                .as("a repaired answer is asked for on its own: 2 of 6 calls")
                .isCloseTo(money(alone, "structure") * 4 / 6, within(1e-6));
        assertThat(server.submitted()).isEmpty();
        assertThat(server.singles()).isZero();
    }

    private static double money(DryRun dryRun, String rung) {
        return dryRun.rungs().stream()
                .filter(step -> step.rung().equals(rung))
                .findFirst()
                .orElseThrow()
                .money()
                .orElseThrow();
    }

    @Test
    void a_climb_killed_after_every_batch_hands_none_over_twice() {
        Object whole = comparable(climb(new MemoryLedger(), task(Wire.OPENAI_CHAT, true), PROMPT));
        List<Integer> once = server.submitted();
        server.close();
        server = BatchServer.start(Wire.OPENAI_CHAT, BatchClimbTest::answer);

        Optional<ClimbReport> finished = Optional.empty();
        int kills = 0;
        while (finished.isEmpty() && kills < 50) {
            try {
                finished =
                        Optional.of(
                                climb(
                                        killing(name -> name.equals("recordChoice"), 1),
                                        task(Wire.OPENAI_CHAT, true),
                                        PROMPT));
            } catch (IllegalStateException killed) {
                kills++;
            }
        }
        assertThat(kills).isEqualTo(once.size());
        assertThat(server.submitted()).isEqualTo(once);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
        assertThat(comparable(finished.orElseThrow())).isEqualTo(whole);
    }

    @Test
    void a_climb_killed_while_replies_are_written_asks_for_the_rest_of_the_same_batch() {
        SplittableRandom random = new SplittableRandom(3);
        int kills = 0;
        boolean finished = false;
        while (!finished && kills < 50) {
            try {
                climb(
                        killing(name -> name.equals("recordReply"), random.nextInt(1, 170)),
                        task(Wire.OPENAI_CHAT, true),
                        PROMPT);
                finished = true;
            } catch (IllegalStateException killed) {
                kills++;
            }
        }
        assertThat(kills).isGreaterThan(2);
        assertThat(finished).isTrue();
        assertThat(server.submitted()).containsOnly(180);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
    }

    @Test
    void stopped_it_leaves_the_batch_at_the_provider_and_finds_it_again() {
        server.pending(1);
        Gradus first = gradus(ledger);
        server.onPoll(() -> first.stop(Duration.ZERO));
        assertThatThrownBy(() -> first.climb(request(task(Wire.OPENAI_CHAT, true), PROMPT)))
                .isInstanceOf(Stopped.class);
        assertThat(server.submitted()).hasSize(1);
        assertThat(ledger.spent(1).calls()).isZero();

        server.onPoll(() -> {});
        climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
        assertThat(ledger.climbs()).hasSize(1);
    }

    @Test
    void what_a_batch_loses_is_asked_once_more_and_then_missing() {
        server.losing(text -> text.contains("7 my"), 1);
        ClimbReport mended = climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT);
        assertThat(missing(mended)).containsOnly(0);
        assertThat(server.submitted().get(1)).as("the second round").isBetween(1, 40);

        server.losing(text -> text.contains("8 my"), 1_000);
        MemoryLedger other = new MemoryLedger();
        ClimbReport lossy = climb(other, task(Wire.OPENAI_CHAT, true), PROMPT);
        assertThat(missing(lossy)).allSatisfy(count -> assertThat(count).isPositive());
    }

    @Test
    void replies_that_are_all_empty_end_the_climb_after_one_batch_at_most() {
        server.close();
        server = BatchServer.start(Wire.OPENAI_CHAT, input -> "");
        assertThatThrownBy(() -> climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("left 20 replies in a row empty");
        assertThat(server.submitted()).hasSizeLessThanOrEqualTo(1);

        int paid = server.singles() + server.submitted().size();
        assertThatThrownBy(() -> climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT))
                .isInstanceOf(GradusException.Provider.class);
        assertThat(server.singles() + server.submitted().size()).isEqualTo(paid);
    }

    @Test
    void a_batch_of_answers_that_cannot_be_read_is_a_failed_run() {
        server.close();
        server = BatchServer.start(Wire.OPENAI_CHAT, input -> "Let us talk of the weather.");
        assertThatThrownBy(() -> climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessageContaining("20 answers in a row could not be read");
        List<Integer> submitted = server.submitted();
        assertThatThrownBy(() -> climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT))
                .isInstanceOf(GradusException.Provider.class);
        assertThat(server.submitted()).isEqualTo(submitted);
    }

    @Test
    void what_a_batch_had_no_time_for_is_asked_in_another() {
        server.expireNext(70);
        ClimbReport report = climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT);
        assertThat(server.submitted()).startsWith(180, 110);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
        assertThat(missing(report)).containsOnly(0);
    }

    @Test
    void a_batch_that_is_called_off_or_refused_ends_the_climb_and_the_rest_is_asked_by_the_next() {
        server.cancelNext(50);
        assertThatThrownBy(() -> climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "the batch batch_1 was called off at openai. What was answered is kept:"
                                + " run the same command to ask the rest.");
        server.failNext("Enqueued token limit reached.");
        assertThatThrownBy(() -> climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT))
                .isInstanceOf(GradusException.Provider.class)
                .hasMessage(
                        "openai did not answer the batch batch_2: \"Enqueued token limit"
                                + " reached.\". What was answered is kept: run the same command to"
                                + " hand it over again, or set batch: false to call one by one.");
        climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT);
        assertThat(server.submitted()).startsWith(180, 130, 130);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
    }

    @Test
    void a_budget_cuts_batches_and_is_never_crossed() {
        double all = spentOn(new MemoryLedger(), Optional.empty());
        int largest = server.submitted().stream().mapToInt(Integer::intValue).max().orElse(0);
        int before = server.submitted().size();

        double whole = spentOn(ledger, Optional.of(Money.of(3 * all, "USD")));
        assertThat(whole).isCloseTo(all, within(1e-9));
        assertThat(server.submitted().subList(before, server.submitted().size()))
                .as("smaller batches, one after the other")
                .hasSizeGreaterThan(before)
                .first()
                .satisfies(size -> assertThat(size).isLessThan(largest));

        MemoryLedger poor = new MemoryLedger();
        assertThatThrownBy(() -> spentOn(poor, Optional.of(Money.of(0.5 * all, "USD"))))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("What was answered is kept: raise budget.climb");
        assertThat(poor.spent(1).money()).isBetween(0.2 * all, 0.5 * all);
    }

    @Test
    void a_provider_that_is_away_for_a_moment_is_asked_again() {
        server.unavailableNext(2).pending(1);
        climb(ledger, task(Wire.OPENAI_CHAT, true), PROMPT);
        assertThat(server.submitted()).containsOnly(180);
        assertThat(server.mostOftenAnswered()).isEqualTo(1);
    }

    private double spentOn(MemoryLedger into, Optional<Money> budget) {
        climb(into, task(Wire.OPENAI_CHAT, true).withBudget(budget, OptionalLong.empty()), PROMPT);
        return into.spent(1).money();
    }

    /// A ledger whose process dies right after it has written so many batches or replies.
    private Ledger killing(Predicate<String> method, int after) {
        int[] left = {after};
        return (Ledger)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Ledger.class},
                        (proxy, called, given) -> {
                            Object result;
                            try {
                                result = called.invoke(ledger, given);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                            boolean counts =
                                    method.test(called.getName())
                                            && (called.getName().equals("recordReply")
                                                    || given[0].toString().startsWith("batch/"));
                            if (counts) {
                                synchronized (left) {
                                    left[0]--;
                                    if (left[0] == 0) {
                                        throw new IllegalStateException("killed");
                                    }
                                }
                            }
                            return result;
                        });
    }

    private ClimbReport climb(Ledger into, Task task, Set<String> only) {
        return gradus(into).climb(request(task, only));
    }

    private static Gradus gradus(Ledger into) {
        return new Gradus(
                into,
                new Sources(Optional.empty(), Optional.empty(), List.of(new HttpModelSource())),
                InstantSource.system(),
                2);
    }

    private ClimbRequest request(Task task, Set<String> only) {
        return new ClimbRequest(
                task,
                examples("train", 900, 1),
                Optional.of(examples("test", 180, 2)),
                new ClimbOptions(true, only, Set.of(), 1).askingAll(),
                false,
                "task: talk",
                ClimbObserver.SILENT,
                (what, done, total) -> {
                    synchronized (said) {
                        if (what.startsWith("waiting")) {
                            said.add(what);
                        }
                    }
                },
                Optional.empty(),
                new Outside(
                        prices(),
                        new ModelSource.Place(Path.of("target"), name -> Optional.of("the-key")),
                        64,
                        CallRecorder.NONE,
                        new Polling(Duration.ofMillis(1), Duration.ofMillis(5)),
                        Optional.empty()));
    }

    private static PriceBook prices() {
        return new ChatPrices(model ->
                model.model().endsWith("small")
                        ? ChatPrices.price(model, 0.25, 1, OptionalDouble.of(0.5))
                        : ChatPrices.price(model, 2.5, 10, OptionalDouble.of(0.5)));
    }

    private static String provider(Wire wire) {
        return wire == Wire.ANTHROPIC ? "anthropic" : "openai";
    }

    private Task task(Wire wire, boolean batch) {
        Calling standard = Calling.standard();
        ProviderSettings settings =
                new ProviderSettings(
                        wire == Wire.OPENAI_RESPONSES
                                ? Optional.of("openai-responses")
                                : Optional.empty(),
                        Optional.of(server.baseUrl()),
                        Optional.of("THE_KEY"),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        return new Task(
                        "talk",
                        "Name what the message is about.",
                        new AnswerShape.Labels(
                                List.of(
                                        Label.of(NAMES[0], "the card has not come by post"),
                                        Label.of(NAMES[1], "wants money back from a shop"),
                                        Label.of(NAMES[2], "the code is blocked"))),
                        ScoreName.ACCURACY,
                        Goal.of(0.999, 0.1),
                        Optional.empty(),
                        Policy.standard(),
                        List.of(
                                ModelName.parse(provider(wire) + "/small"),
                                ModelName.parse(provider(wire) + "/large")),
                        Optional.empty(),
                        Optional.empty(),
                        TuningCosts.unknown(),
                        Optional.empty(),
                        "USD")
                .withCalling(
                        new Calling(
                                Map.of(provider(wire), settings),
                                standard.prompts(),
                                standard.sampling(),
                                standard.repeats(),
                                standard.tokenBudget(),
                                batch,
                                0,
                                standard.writer(),
                                standard.efforts(),
                                List.of()));
    }

    private static List<Map<?, ?>> candidates(ClimbReport report) {
        return ((List<?>) report.document().get("rungs"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .flatMap(one -> ((List<?>) one.get("candidates")).stream())
                        .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                        .filter(one -> one.get("score") != null)
                        .toList();
    }

    private static Set<Integer> missing(ClimbReport report) {
        return candidates(report).stream()
                .map(one -> (Integer) ((Map<?, ?>) one.get("score")).get("missing"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<@Nullable Object> latencies(ClimbReport report) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Map<?, ?> one : candidates(report)) {
            Map<?, ?> latency = (Map<?, ?>) one.get("latencyMs");
            all.add(latency == null ? null : latency.get("p95"));
        }
        return all;
    }

    private static final Set<String> MEASURED =
            Set.of("climb", "at", "seconds", "use", "cost", "latencyMs");

    private static Object comparable(ClimbReport report) {
        return without(report.document());
    }

    private static Object without(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map -> {
                Map<Object, Object> rest = new LinkedHashMap<>();
                map.forEach((key, one) -> {
                    if (!MEASURED.contains(key)) {
                        rest.put(key, without(one));
                    }
                });
                yield rest;
            }
            case List<?> list -> list.stream().map(BatchClimbTest::without).toList();
            default -> value;
        };
    }
}
