package dev.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gradus.chat.ChatReply;
import dev.gradus.chat.ToolCall;
import dev.gradus.chat.Usage;
import dev.gradus.score.Outcome;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.spi.Ledger.Look;
import dev.gradus.spi.Ledger.RunTotal;
import dev.gradus.spi.Ledger.Spent;
import dev.gradus.spi.Ledger.StoredReply;
import dev.gradus.spi.Ledger.TaskVersion;
import dev.gradus.spi.Ledger.Vectors;
import dev.gradus.spi.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every ledger keeps. A test class extends it and says how a ledger is opened.
public abstract class LedgerContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Instant LATER = Instant.parse("2026-03-01T13:00:00Z");
    private static final Outcome FULL =
            new Outcome(
                    "e-1",
                    Optional.of("refund"),
                    OptionalDouble.of(1.0 / 3),
                    OptionalDouble.of(Math.nextDown(1.0)),
                    OptionalLong.of(1_234_567_890_123L),
                    OptionalLong.of(0),
                    OptionalDouble.of(1e-9),
                    Optional.empty(),
                    new Usage(
                            OptionalLong.of(120),
                            OptionalLong.of(100),
                            OptionalLong.of(7),
                            OptionalLong.empty()));

    private Ledger ledger = new MemoryLedger();

    /// A ledger in which nothing was recorded.
    protected abstract Ledger empty();

    /// Closes the ledger and opens it again, as the next process would find it.
    protected abstract Ledger reopened(Ledger ledger);

    @BeforeEach
    void open() {
        ledger = empty();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void an_empty_ledger_knows_nothing() {
        assertThat(ledger.outcomes("c", "x")).isEmpty();
        assertThat(ledger.vectors("enc", List.of("k"))).isEmpty();
        assertThat(ledger.choice("k")).isEmpty();
        assertThat(ledger.looks("t")).isEmpty();
        assertThat(ledger.climbs()).isEmpty();
        assertThat(ledger.climb(1)).isEmpty();
        assertThat(ledger.runTotals()).isEmpty();
        assertThat(ledger.taskVersions("t")).isEmpty();
        assertThat(ledger.tunings("t")).isEmpty();
        assertThat(ledger.releases("t")).isEmpty();
    }

    @Test
    void tunings_and_releases_are_there_after_reopening() {
        long first = ledger.recordTuning("task", "{\"a\":1}", NOON);
        long second = ledger.recordTuning("task", "{\"a\":2}", LATER);
        ledger.recordTuning("other", "{}", LATER);
        Release promoted =
                new Release("task", "c1", "one", Release.Act.PROMOTED, "better by 2 points", NOON);
        Release back =
                new Release("task", "c1", "one", Release.Act.ROLLED_BACK, "it forgot", LATER);
        ledger.recordRelease(promoted);
        ledger.recordRelease(back);

        ledger = reopened(ledger);

        assertThat(second).isGreaterThan(first);
        assertThat(ledger.tunings("task"))
                .containsExactly(
                        new Ledger.TuningRecord(second, "task", "{\"a\":2}", LATER),
                        new Ledger.TuningRecord(first, "task", "{\"a\":1}", NOON));
        assertThat(ledger.releases("task")).containsExactly(promoted, back);
    }

    @Test
    void an_outcome_comes_back_bit_for_bit() {
        Outcome bare = Outcome.scored("e-2", "", 0);
        Outcome missing = Outcome.missing("e-3", "no reply in 30 s");
        ledger.record("c", "x", List.of(FULL, bare, missing));

        assertThat(ledger.outcomes("c", "x"))
                .isEqualTo(Map.of("e-1", FULL, "e-2", bare, "e-3", missing));
    }

    @Test
    void everything_is_there_after_reopening() {
        ledger.record("c", "x", List.of(FULL));
        ledger.storeVectors("enc", Map.of("k", new Vectors(new float[] {1, -2}, 2, 3, 4)));
        ledger.recordChoice("k", "{\"k\":5}");
        ledger.look("t", "c", "task", NOON);
        ClimbRecord climb = ledger.beginClimb("key", "task", "{}", NOON);
        ledger.finishClimb(climb.id(), "{\"verdict\":\"stop\"}", LATER);
        TaskVersion version = new TaskVersion("task", "b", "l", "p", NOON);
        ledger.recordTaskVersion(version);

        ledger = reopened(ledger);

        assertThat(ledger.outcomes("c", "x")).isEqualTo(Map.of("e-1", FULL));
        assertThat(stored("enc", "k").values()).containsExactly(1, -2);
        assertThat(ledger.choice("k")).contains("{\"k\":5}");
        assertThat(ledger.looks("t")).containsExactly(new Look(1, "c", "task", NOON));
        assertThat(ledger.climbs())
                .containsExactly(
                        new ClimbRecord(
                                climb.id(),
                                "key",
                                "task",
                                "{}",
                                NOON,
                                Optional.of(LATER),
                                Optional.of("{\"verdict\":\"stop\"}")));
        assertThat(ledger.taskVersions("task")).containsExactly(version);
        assertThat(ledger.look("t", "another", "task", LATER)).isEqualTo(2);
    }

    @Test
    void an_outcome_that_is_there_stays() {
        ledger.record("c", "x", List.of(FULL));
        ledger.record("c", "x", List.of(Outcome.scored("e-1", "other", 0)));
        ledger.record("c", "x", List.of(Outcome.missing("e-1", "no reply")));

        assertThat(ledger.outcomes("c", "x")).isEqualTo(Map.of("e-1", FULL));
    }

    @Test
    void an_outcome_with_a_score_takes_the_place_of_a_missing_one() {
        ledger.record("c", "x", List.of(Outcome.missing("e-1", "no reply")));
        ledger.record("c", "x", List.of(Outcome.missing("e-1", "refused")));
        assertThat(ledger.outcomes("c", "x"))
                .isEqualTo(Map.of("e-1", Outcome.missing("e-1", "no reply")));

        ledger.record("c", "x", List.of(FULL));
        assertThat(ledger.outcomes("c", "x")).isEqualTo(Map.of("e-1", FULL));
    }

    @Test
    void runs_stay_apart() {
        Outcome wrong = Outcome.scored("e-1", "other", 0);
        ledger.record("c", "x", List.of(FULL));
        ledger.record("c", "y", List.of(wrong));
        ledger.record("d", "x", List.of(Outcome.missing("e-1", "no reply")));

        assertThat(ledger.outcomes("c", "x")).isEqualTo(Map.of("e-1", FULL));
        assertThat(ledger.outcomes("c", "y")).isEqualTo(Map.of("e-1", wrong));
        assertThat(ledger.outcomes("d", "y")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x'); DROP TABLE outcomes; --",
                "\" OR 1=1 --",
                "%",
                "?1 :a @b $c",
                "",
                "two\nlines\tand\u0000a NUL",
                "Karte verloren, où est ma carte, 我的卡丢了, \uD83D\uDCB3, e\u0301"
            })
    void any_text_is_an_id_and_a_value(String text) {
        Outcome outcome = Outcome.scored(text, text, 1);
        ledger.record(text, text, List.of(outcome, Outcome.missing("m", text)));
        ledger.recordChoice(text, text);
        ledger.storeVectors(text, Map.of(text, new Vectors(new float[] {1}, 1, 0, 0)));
        ledger.look(text, text, text, NOON);
        long climb = ledger.beginClimb(text, text, text, NOON).id();
        ledger.finishClimb(climb, text, LATER);
        TaskVersion version = new TaskVersion(text, text, text, text, NOON);
        ledger.recordTaskVersion(version);

        assertThat(ledger.outcomes(text, text))
                .isEqualTo(Map.of(text, outcome, "m", Outcome.missing("m", text)));
        assertThat(ledger.outcomes(text, "x")).isEmpty();
        assertThat(ledger.choice(text)).contains(text);
        assertThat(ledger.vectors(text, List.of(text, "x"))).containsOnlyKeys(text);
        assertThat(ledger.looks(text)).containsExactly(new Look(1, text, text, NOON));
        assertThat(ledger.climbs().get(0).verdict()).contains(text);
        assertThat(ledger.climbs().get(0).configuration()).isEqualTo(text);
        assertThat(ledger.taskVersions(text)).containsExactly(version);
        assertThat(ledger.runTotals()).containsExactly(new RunTotal(text, text, 2, 1, 1));
    }

    @Test
    void ids_that_look_alike_are_different() {
        List<String> ids = List.of("a", "A", "a ", "1", "01", "1.0", "\u00E9", "e\u0301");
        ledger.record(
                "c", "x", ids.stream().map(id -> Outcome.scored(id, "answer " + id, 1)).toList());

        assertThat(ledger.outcomes("c", "x")).containsOnlyKeys(ids);
        assertThat(ledger.outcomes("C", "x")).isEmpty();
    }

    @Test
    void vectors_come_back_bit_for_bit() {
        float[] values = {
            0f, -0f, 1f / 3, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY
        };
        ledger.storeVectors("enc", Map.of("k", new Vectors(values, 3, 5_000_000_000L, 7)));

        Vectors found = stored("enc", "k");

        assertThat(bits(found.values())).isEqualTo(bits(values));
        assertThat(found.dimensions()).isEqualTo(3);
        assertThat(found.wallNanos()).isEqualTo(5_000_000_000L);
        assertThat(found.cpuNanos()).isEqualTo(7);
    }

    @Test
    void vectors_of_two_encoders_stay_apart_and_absent_keys_are_absent() {
        ledger.storeVectors("a", Map.of("k", new Vectors(new float[] {1}, 1, 0, 0)));
        ledger.storeVectors("b", Map.of("k", new Vectors(new float[] {2}, 1, 0, 0)));

        assertThat(stored("a", "k").values()).containsExactly(1);
        assertThat(ledger.vectors("b", List.of("k", "none"))).containsOnlyKeys("k");
        assertThat(ledger.vectors("b", List.of())).isEmpty();
        assertThat(ledger.vectors("c", List.of("k"))).isEmpty();
    }

    @Test
    void vectors_that_are_there_stay_whatever_happens_to_the_arrays() {
        float[] values = {1, 2};
        ledger.storeVectors("enc", Map.of("k", new Vectors(values, 2, 0, 0)));
        values[0] = 9;
        ledger.storeVectors("enc", Map.of("k", new Vectors(values, 2, 0, 0)));
        stored("enc", "k").values()[1] = 9;

        assertThat(stored("enc", "k").values()).containsExactly(1, 2);
    }

    @Test
    void a_choice_that_was_made_stands() {
        ledger.recordChoice("k", "{\"k\":5}");
        ledger.recordChoice("k", "{\"k\":9}");

        assertThat(ledger.choice("k")).contains("{\"k\":5}");
        assertThat(ledger.choice("other")).isEmpty();
    }

    @Test
    void looks_are_numbered_per_test_and_the_same_candidate_has_one() {
        assertThat(ledger.look("t", "a", "task", NOON)).isEqualTo(1);
        assertThat(ledger.look("t", "b", "renamed", LATER)).isEqualTo(2);
        assertThat(ledger.look("t", "a", "renamed", LATER)).isEqualTo(1);
        assertThat(ledger.look("u", "b", "task", NOON)).isEqualTo(1);
        assertThat(ledger.look("t", "c", "task", NOON)).isEqualTo(3);

        assertThat(ledger.looks("t"))
                .containsExactly(
                        new Look(1, "a", "task", NOON),
                        new Look(2, "b", "renamed", LATER),
                        new Look(3, "c", "task", NOON));
    }

    @Test
    void looks_at_once_get_a_number_each() {
        List<Integer> numbers =
                atOnce(
                        IntStream.range(0, 40)
                                .mapToObj(i ->
                                        (Callable<Integer>)
                                                () -> ledger.look("t", "c" + i / 2, "task", NOON))
                                .toList());

        assertThat(numbers.stream().distinct())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(ledger.looks("t")).hasSize(20);
    }

    @Test
    void an_unfinished_climb_is_found_again_and_a_finished_one_is_not() {
        ClimbRecord first = ledger.beginClimb("key", "task", "{\"seed\":1}", NOON);
        assertThat(first)
                .isEqualTo(
                        new ClimbRecord(
                                first.id(),
                                "key",
                                "task",
                                "{\"seed\":1}",
                                NOON,
                                Optional.empty(),
                                Optional.empty()));
        assertThat(ledger.beginClimb("key", "task", "{\"seed\":1}", LATER)).isEqualTo(first);

        ledger.finishClimb(first.id(), "{}", LATER);
        ClimbRecord second = ledger.beginClimb("key", "task", "{\"seed\":1}", LATER);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(ledger.climb(first.id()).orElseThrow().finished()).contains(LATER);
        assertThat(ledger.climb(second.id())).contains(second);
    }

    @Test
    void climbs_come_the_newest_first() {
        long a = ledger.beginClimb("a", "task", "{}", LATER).id();
        long b = ledger.beginClimb("b", "task", "{}", NOON).id();
        ledger.finishClimb(a, "{}", LATER);

        assertThat(ledger.climbs("task")).isEqualTo(ledger.climbs());
        assertThat(ledger.climbs("another")).isEmpty();
        assertThat(ledger.climbs()).extracting(ClimbRecord::id).containsExactly(b, a);
    }

    @Test
    void a_climb_has_one_verdict() {
        long climb = ledger.beginClimb("key", "task", "{}", NOON).id();
        ledger.finishClimb(climb, "{\"verdict\":\"stop\"}", NOON);
        ledger.finishClimb(climb, "{\"verdict\":\"stop\"}", LATER);

        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.finishClimb(climb, "{\"verdict\":\"not-yet\"}", LATER))
                .withMessage("climb %d has another verdict already", climb);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.finishClimb(climb + 1, "{}", LATER))
                .withMessage("there is no climb %d", climb + 1);
        assertThat(ledger.climb(climb).orElseThrow().finished()).contains(NOON);
        assertThat(ledger.climb(climb).orElseThrow().verdict()).contains("{\"verdict\":\"stop\"}");
    }

    @Test
    void totals_are_counted_from_the_rows() {
        ledger.record("d", "x", List.of(Outcome.missing("e-1", "no reply")));
        ledger.record(
                "c",
                "x",
                List.of(
                        Outcome.scored("e-1", "a", 1),
                        Outcome.scored("e-2", "b", 0.25),
                        Outcome.missing("e-3", "no reply")));
        ledger.record("c", "x", List.of(Outcome.scored("e-1", "a", 1)));
        ledger.record("e", "x", List.of());

        assertThat(ledger.runTotals())
                .containsExactly(
                        new RunTotal("d", "x", 1, 1, 0), new RunTotal("c", "x", 3, 1, 1.25));
    }

    @Test
    void a_task_version_is_kept_once() {
        TaskVersion first = new TaskVersion("task", "b", "l", "p", LATER);
        TaskVersion second = new TaskVersion("task", "b", "l", "p2", NOON);
        ledger.recordTaskVersion(first);
        ledger.recordTaskVersion(new TaskVersion("task", "b", "l", "p", NOON));
        ledger.recordTaskVersion(second);
        ledger.recordTaskVersion(new TaskVersion("other", "b", "l", "p", NOON));

        assertThat(ledger.taskVersions("task")).containsExactly(first, second);
    }

    @Test
    void callers_at_once_lose_nothing() {
        atOnce(
                        IntStream.range(0, 60)
                                .mapToObj(i ->
                                        (Callable<Boolean>)
                                                () -> {
                                                    ledger.record(
                                                            "c" + i % 3,
                                                            "x",
                                                            List.of(
                                                                    Outcome.scored(
                                                                            "e" + i, "a", 1)));
                                                    return ledger.outcomes("c" + i % 3, "x")
                                                            .containsKey("e" + i);
                                                })
                                .toList())
                .forEach(seen -> assertThat(seen).as("sees its own write").isTrue());

        assertThat(ledger.runTotals())
                .extracting(RunTotal::outcomes)
                .containsExactly(20L, 20L, 20L);
    }

    private Vectors stored(String encoder, String key) {
        Map<String, Vectors> found = ledger.vectors(encoder, List.of("absent", key));
        assertThat(found).containsOnlyKeys(key);
        return found.values().iterator().next();
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    /// Runs the calls on a thread each, and returns their answers.
    protected static <T> List<T> atOnce(List<Callable<T>> calls) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (Exception e) {
            throw new AssertionError("a call failed: " + e.getMessage(), e);
        }
    }

    private static final String KEY = "00ff".repeat(8);

    private static StoredReply reply(String key, long climb) {
        return new StoredReply(
                key,
                climb,
                new ChatReply(
                        "naïve \u0000 text",
                        List.of(new ToolCall("1", "find", "{\"a\":\"ü\"}")),
                        ChatReply.Finish.TOOLS,
                        Usage.of(120, 7),
                        OptionalDouble.of(-0.25),
                        "served"),
                1_000_000,
                OptionalDouble.of(0.5));
    }

    @Test
    void keeps_a_reply_as_it_came() {
        ledger.recordReply(reply(KEY, 3));
        ledger = reopened(ledger);
        assertThat(ledger.replies(List.of("11".repeat(16), KEY)))
                .containsExactly(Map.entry(KEY, reply(KEY, 3)));
    }

    @Test
    void a_reply_that_is_there_stays() {
        ledger.recordReply(reply(KEY, 3));
        ledger.recordReply(reply(KEY, 4));
        assertThat(ledger.replies(List.of(KEY)).get(KEY)).isEqualTo(reply(KEY, 3));
        assertThat(ledger.spent(4)).isEqualTo(new Spent(0, 0, 0, 0));
    }

    @Test
    void sums_what_a_climb_spent_from_its_replies() {
        ledger.recordReply(reply(KEY, 3));
        ledger.recordReply(
                new StoredReply(
                        "22".repeat(16),
                        3,
                        ChatReply.of("a", Usage.unknown()),
                        1,
                        OptionalDouble.empty()));
        assertThat(ledger.spent(3)).isEqualTo(new Spent(2, 127, 0.5, 1));
    }

    @Test
    void tells_every_reply_in_the_order_of_their_coming() {
        List<String> keys =
                IntStream.range(0, 2_500).mapToObj(i -> "%032x".formatted(i * 7919L)).toList();
        keys.forEach(key -> ledger.recordReply(reply(key, 1)));
        List<String> told = new ArrayList<>();
        ledger.eachReply(reply -> told.add(reply.key()));
        assertThat(told).isEqualTo(keys);
        assertThat(ledger.replies(keys)).hasSize(keys.size());
    }
}
