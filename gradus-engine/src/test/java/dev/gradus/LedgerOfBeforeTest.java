package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.chat.Message;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.spi.Ledger.RunTotal;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger that a build of November 2026 made, gone on with. One command was started six times in
/// processes of their own, once to measure anew, and is five climbs there: two of the processes
/// happened to print their providers in the same order.
class LedgerOfBeforeTest {
    private static final Instant NOW = Instant.parse("2026-12-24T18:00:00Z");
    private static final List<Long> TALK = List.of(1L, 2L, 3L, 4L, 5L);
    private static final long FRESH = 5;
    private static final int CLIMBS = 8;

    @TempDir private Path folder;
    private final LedgerOfBefore models = LedgerOfBefore.models();
    private Ledger ledger;

    @BeforeEach
    void open() throws IOException {
        Path file = folder.resolve("ledger.sqlite");
        try (InputStream packed =
                LedgerOfBefore.class.getResourceAsStream(LedgerOfBefore.FILE + ".gz")) {
            Files.copy(new GZIPInputStream(packed), file);
        }
        ledger = LedgerOfBefore.open(file);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void what_one_command_began_under_five_keys_is_one_climb_with_one_budget() {
        assertThat(ledger.climbs("talk")).extracting(ClimbRecord::key).doesNotHaveDuplicates();

        Payer payer = begin(LedgerOfBefore.request(LedgerOfBefore.talk(), false));

        assertThat(payer.climb()).isEqualTo(1);
        assertThat(payer.same()).containsExactlyInAnyOrderElementsOf(TALK);
        assertThat(payer.spent(ledger).calls()).isEqualTo(380);
        assertThat(ledger.climbs()).hasSize(CLIMBS);
    }

    @Test
    void the_one_that_measured_anew_goes_on_too_and_shares_the_budget() {
        Payer payer = begin(LedgerOfBefore.request(LedgerOfBefore.talk(), true));

        assertThat(payer.climb()).isEqualTo(FRESH);
        assertThat(payer.same()).containsExactlyInAnyOrderElementsOf(TALK);
    }

    @Test
    void another_task_or_other_examples_are_another_climb() {
        Task renamed = LedgerOfBefore.task("talk", LedgerOfBefore.talk().score(), Map.of());
        ClimbRequest request = LedgerOfBefore.request(LedgerOfBefore.talk(), false);
        ClimbRequest fewer =
                new ClimbRequest(
                        request.task(),
                        request.examples().subList(1, 100),
                        request.test(),
                        request.options(),
                        false,
                        request.configuration(),
                        request.observer(),
                        request.progress(),
                        request.history(),
                        request.outside());

        assertThat(begin(LedgerOfBefore.request(renamed, false)).same()).hasSize(1);
        assertThat(begin(fewer).same()).hasSize(1);
    }

    @Test
    void a_hard_budget_goes_on_where_it_was() {
        long spent = TALK.stream().mapToLong(climb -> ledger.spent(climb).tokens()).sum();
        Task bounded =
                LedgerOfBefore.talk().withBudget(Optional.empty(), OptionalLong.of(spent + 3_000));

        assertThatThrownBy(
                        () -> models.gradus(ledger).climb(LedgerOfBefore.request(bounded, false)))
                .isInstanceOf(GradusException.Budget.class)
                .hasMessageContaining("of budget.tokens");
        long now = TALK.stream().mapToLong(climb -> ledger.spent(climb).tokens()).sum();
        assertThat(now - spent).isBetween(0L, 3_000L);
        assertThat(ledger.climbs()).hasSize(CLIMBS);
    }

    /// A reply that was asked for again would stand under a key that is there already.
    @Test
    void no_reply_is_asked_for_again() {
        Set<String> before = keys();

        models.gradus(ledger).climb(LedgerOfBefore.request(LedgerOfBefore.talk(), false));

        Set<String> now = keys();
        assertThat(now).containsAll(before);
        assertThat(models.calls()).isEqualTo(now.size() - before.size()).isPositive();
    }

    @Test
    void a_finished_climb_is_shown_again_without_a_call_or_a_look() {
        List<Ledger.Look> looks = ledger.looks(test());
        assertThat(looks).hasSize(1);

        models.gradus(ledger).climb(LedgerOfBefore.request(LedgerOfBefore.done(), false));

        assertThat(models.calls()).isZero();
        assertThat(ledger.looks(test())).isEqualTo(looks);
    }

    @Test
    void runs_of_a_score_that_is_no_accuracy_are_found_again() {
        List<RunTotal> runs = ledger.runTotals();
        ClimbRequest graded = LedgerOfBefore.request(LedgerOfBefore.graded(), false);

        models.gradus(ledger).climb(graded.only(Set.of("prompt")));

        assertThat(models.calls()).isZero();
        assertThat(ledger.runTotals()).isEqualTo(runs);
    }

    @Test
    void a_candidate_that_was_measured_is_paid_for_by_what_is_left() {
        ClimbRequest graded = LedgerOfBefore.request(LedgerOfBefore.graded(), false);
        Gradus gradus = models.gradus(ledger);

        gradus.measure(graded, gradus.asWritten(graded), false);

        assertThat(ledger.climbs("graded (measured)")).hasSize(1);
        assertThat(models.calls()).isZero();
    }

    /// The job files and run keys that the build of that time gave.
    @Test
    void jobs_and_runs_keep_their_names() {
        ChatOrders orders =
                ChatOrders.of(
                        LedgerOfBefore.request(LedgerOfBefore.talk(), false),
                        ModelName.parse("openai/small"),
                        Path.of("home"));
        ChatLessons lessons =
                new ChatLessons(
                        List.of(
                                List.of(
                                        Message.system("s"),
                                        Message.user("u"),
                                        Message.assistant("a"))),
                        List.of(List.of(Message.user("v"), Message.assistant("b"))));

        assertThat(orders.whole(lessons, Optional.empty()).file())
                .isEqualTo(Path.of("home/tuning/job-b056196aacc4b430.json"));
        assertThat(orders.pilot(lessons, 40, 1, Optional.empty()).file())
                .isEqualTo(Path.of("home/tuning/pilot-f07c9f61a6a14fe0.json"));
        assertThat(
                        LedgerEvaluator.runKey(
                                LedgerOfBefore.graded(),
                                new Candidate.Encoded(
                                        ModelName.parse("embedded/a"),
                                        new Method.LabelNames(),
                                        List.of(Label.of("x")),
                                        ""),
                                new Splits(
                                        List.of(),
                                        List.of(Example.of("1", "in", "out")),
                                        List.of(),
                                        false,
                                        Set.of())))
                .isEqualTo(
                        "23f16cac6a251eb3fdfeae636389245719a023eaf2a1359144911de8d13f602a/c81360c22d9cfa61");
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        ledger.eachReply(reply -> keys.add(reply.key()));
        return keys;
    }

    private Payer begin(ClimbRequest request) {
        return ClimbIdentity.of(request).begin(ledger, NOW);
    }

    private static String test() {
        return ContentHash.of(
                LedgerOfBefore.request(LedgerOfBefore.done(), false).test().orElseThrow());
    }
}
