package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.chat.ProviderSettings;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger.ClimbRecord;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Task;
import dev.gradus.task.TuningPlan;
import dev.gradus.testkit.MemoryLedger;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClimbIdentityTest {
    private static final Instant NOW = Instant.parse("2026-12-24T18:00:00Z");

    private final MemoryLedger ledger = new MemoryLedger();
    private final LedgerOfBefore models = LedgerOfBefore.models();

    /// Golden: a change of these is a change of every climb that is known.
    @Test
    void a_climb_has_the_same_key_in_every_process_and_release() {
        assertThat(key(LedgerOfBefore.talk()))
                .isEqualTo("2:d9dfc2f2813c675ac5da9e357f9e957c87d72ac3bff0f3f2dfbed79daee04406");
        assertThat(key(LedgerOfBefore.graded()))
                .isEqualTo("2:7b88fe540bd08476c0ee2e901c84abfcf7ff53e2cc8ec2d811fec982ee3f041c");
        assertThat(key(LedgerOfBefore.done()))
                .isEqualTo("2:be87051e3730bbda8e166ac3bd66116cf270c655d9fa16f1fef58063c5c84d58");
    }

    @Test
    void what_is_spent_how_it_is_called_and_what_would_be_tuned_are_no_part_of_it() {
        Task task = LedgerOfBefore.talk();
        Task bounded = task.withBudget(Optional.empty(), OptionalLong.of(5));

        assertThat(key(bounded)).isEqualTo(key(task));
        assertThat(key(task.withCalling(task.calling().withBatch(true)))).isEqualTo(key(task));
        assertThat(key(task.withPlan(TuningPlan.standard().withBase(task.models().get(1)))))
                .isEqualTo(key(task));
    }

    @Test
    void two_that_measure_anew_in_a_row_each_do_and_share_one_budget() {
        ClimbRequest fresh = LedgerOfBefore.request(LedgerOfBefore.done(), true);
        Gradus gradus = models.gradus(ledger);
        gradus.climb(LedgerOfBefore.request(LedgerOfBefore.done(), false));
        long once = models.calls();

        gradus.climb(fresh);
        assertThat(models.calls()).isEqualTo(2 * once);
        gradus.climb(fresh);
        assertThat(models.calls()).isEqualTo(3 * once);

        assertThat(ledger.climbs()).hasSize(3);
        long spent = 3 * ledger.spent(1).tokens();
        Task bounded =
                LedgerOfBefore.done().withBudget(Optional.empty(), OptionalLong.of(spent + 1_500));
        assertThatThrownBy(() -> gradus.climb(LedgerOfBefore.request(bounded, true)))
                .isInstanceOf(GradusException.Budget.class);
        assertThat(ledger.spent(4).tokens()).isBetween(1L, 1_500L);
    }

    @Test
    void one_that_measures_anew_and_is_killed_goes_on_where_it_was() {
        ClimbRequest fresh = LedgerOfBefore.request(LedgerOfBefore.done(), true);
        models.gradus(ledger).climb(LedgerOfBefore.request(LedgerOfBefore.done(), false));
        long once = models.calls();

        LedgerOfBefore killed = LedgerOfBefore.models();
        killed.breaking(80);
        assertThatThrownBy(() -> killed.gradus(ledger).climb(fresh)).hasMessageContaining("killed");
        LedgerOfBefore next = LedgerOfBefore.models();
        next.gradus(ledger).climb(fresh);

        assertThat(ledger.climbs()).hasSize(2);
        assertThat(ledger.spent(2).calls()).isEqualTo(once);
        assertThat(next.calls()).isEqualTo(once - 80);
    }

    /// Six providers, each with six headers and six options: 24 orders together in the JDK, and a
    /// climb of each of them is found.
    @Test
    void every_order_that_providers_headers_and_options_had_is_tried() {
        Map<String, ProviderSettings> providers = new HashMap<>();
        for (String name : List.of("openai", "acme", "eu", "us", "spare", "local")) {
            providers.put(name, LedgerOfBefore.settings(words(name, "h"), words(name, "o")));
        }
        Task task = LedgerOfBefore.task("many", LedgerOfBefore.talk().score(), providers);
        ClimbRequest request = LedgerOfBefore.request(task, false);
        List<String> keys =
                new LegacyIdentity(
                                request,
                                ContentHash.of(request.examples()),
                                ContentHash.of(request.test().orElseThrow()))
                        .keys(false).stream().toList();
        assertThat(keys).isNotEmpty();
        keys.forEach(key -> ledger.beginClimb(key, "many", request.configuration(), NOW));

        Payer payer = ClimbIdentity.of(request).begin(ledger, NOW);

        assertThat(payer.same()).hasSize(keys.size());
    }

    /// Thirteen maps whose keys fall into one slot each can lie in more ways than are tried.
    @Test
    void where_there_are_too_many_orders_the_configuration_tells_the_climb() {
        Map<String, ProviderSettings> providers = new LinkedHashMap<>();
        for (String name : List.of("openai", "acme", "eu", "us", "spare", "local")) {
            Map<String, String> alike = Map.of("AaAa", "1", "BBBB", "2", "AaBB", "3", "BBAa", "4");
            providers.put(name, LedgerOfBefore.settings(alike, alike));
        }
        Task task = LedgerOfBefore.task("many", LedgerOfBefore.talk().score(), providers);
        ClimbRequest request = LedgerOfBefore.request(task, false);
        long same = ledger.beginClimb("a".repeat(64), "many", request.configuration(), NOW).id();
        long other = ledger.beginClimb("b".repeat(64), "many", "task: another", NOW).id();

        Payer payer = ClimbIdentity.of(request).begin(ledger, NOW);

        assertThat(payer.same()).contains(same).doesNotContain(other);
        assertThat(ledger.climbs()).extracting(ClimbRecord::id).hasSize(2);
    }

    private static Map<String, String> words(String name, String kind) {
        Map<String, String> words = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            words.put("x-" + kind + "-" + name + i, "v" + i);
        }
        return words;
    }

    private static String key(Task task) {
        return ClimbIdentity.of(LedgerOfBefore.request(task, false)).key();
    }
}
