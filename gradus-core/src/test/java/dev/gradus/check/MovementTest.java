package dev.gradus.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.Ledger;
import dev.gradus.task.Asked;
import dev.gradus.task.Label;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MovementTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Optional<LocalDate> LONG_AGO = Optional.of(LocalDate.of(2026, 6, 1));

    @Test
    void what_the_team_says_counts_where_nobody_saw_anything() {
        Movement movement = Movement.of(Facts.at(NOW), LONG_AGO);

        assertThat(movement.known()).isTrue();
        assertThat(movement.changes()).isZero();
        assertThat(movement.source()).isEqualTo("the task file (policy.stable-since)");
    }

    @Test
    void a_day_within_the_window_is_a_change() {
        Movement movement = Movement.of(Facts.at(NOW), Optional.of(LocalDate.of(2026, 11, 10)));

        assertThat(movement.known()).isTrue();
        assertThat(movement.changes()).isEqualTo(1);
    }

    @Test
    void what_was_seen_counts_more_than_what_the_team_says() {
        Facts facts =
                Facts.at(NOW)
                        .withVersions(List.of(version("a", 20), version("b", 10), version("c", 2)));

        Movement movement = Movement.of(facts, LONG_AGO);

        assertThat(movement.changes()).isEqualTo(2);
        assertThat(movement.source()).isEqualTo("the ledger");
    }

    @Test
    void nothing_said_and_nothing_seen_is_unknown() {
        assertThat(Movement.of(Facts.at(NOW), Optional.empty()).known()).isFalse();
    }

    @Test
    void the_first_commit_is_no_change_however_young_it_is() {
        BriefHistory young = BriefHistory.unchangedSince(day(-3), asked("a"));

        Movement stated = Movement.of(Facts.at(NOW).withHistory(young), LONG_AGO);

        assertThat(stated.known()).isTrue();
        assertThat(stated.changes()).isZero();
        assertThat(Movement.of(Facts.at(NOW).withHistory(young), Optional.empty()).known())
                .as("three days show nothing of thirty")
                .isFalse();
    }

    @Test
    void commits_that_ask_the_same_are_no_changes_and_those_that_do_not_are() {
        BriefHistory settings = history(version(-20, "a"), version(-10, "a"), version(-2, "a"));
        BriefHistory moved = history(version(-60, "a"), version(-10, "b"), version(-2, "a"));

        assertThat(Movement.of(Facts.at(NOW).withHistory(settings), LONG_AGO).changes()).isZero();
        Movement movement = Movement.of(Facts.at(NOW).withHistory(moved), LONG_AGO);
        assertThat(movement.changes()).as("there and back are two").isEqualTo(2);
        assertThat(movement.lastChange()).contains(day(-2));
        assertThat(movement.source()).isEqualTo("version control");
    }

    /// A later day turns "not known" into "not once", never the other way, and a task that states
    /// since when it stands still has the same outcome on every day.
    @Test
    void a_later_day_is_no_change() {
        BriefHistory settings = history(version(-3, "a"), version(-2, "a"), version(-1, "a"));
        boolean known = false;
        for (int later = 0; later < 400; later++) {
            Instant then = NOW.plus(Duration.ofDays(later));
            Facts facts =
                    Facts.at(then)
                            .withHistory(settings)
                            .withVersions(List.of(Ledger.TaskVersion.of("t", asked("a"), day(0))));

            Movement stated = Movement.of(facts, LONG_AGO);
            assertThat(stated.known()).as("%d days later", later).isTrue();
            assertThat(stated.changes()).as("%d days later", later).isZero();

            Movement seen = Movement.of(facts, Optional.empty());
            assertThat(seen.changes()).as("%d days later", later).isZero();
            assertThat(seen.known() || !known).as("%d days later", later).isTrue();
            known = seen.known();
        }
        assertThat(known).isTrue();
    }

    @Test
    void what_cannot_be_read_is_said_and_not_guessed() {
        BriefHistory torn = new BriefHistory(List.of(version(-90, "a"), version(-1, "a")), 2);

        assertThat(Movement.of(Facts.at(NOW).withHistory(torn), Optional.empty()).source())
                .isEqualTo("version control, 2 versions of which cannot be read");
        assertThat(
                        Movement.of(
                                        Facts.at(NOW).withHistory(new BriefHistory(List.of(), 3)),
                                        Optional.empty())
                                .known())
                .isFalse();
    }

    @Test
    void white_space_and_the_order_of_labels_ask_the_same() {
        Asked asked =
                Asked.of(
                        "Name the\n  topic.",
                        List.of(Label.of("b", "of  b"), Label.of("a")),
                        Optional.empty());

        assertThat(
                        Asked.of(
                                "Name the topic.\n",
                                List.of(Label.of("a"), Label.of("b", "of b")),
                                Optional.of("")))
                .isEqualTo(asked);
        assertThat(
                        Asked.of(
                                "Name the topic.",
                                List.of(Label.of("a"), Label.of("b", "of c")),
                                Optional.empty()))
                .isNotEqualTo(asked);
    }

    @Test
    void rows_of_before_are_set_against_their_own_kind_alone() {
        Ledger.TaskVersion before = version("hash of before", 20);
        Ledger.TaskVersion after = Ledger.TaskVersion.of("t", asked("a"), day(0));
        Facts facts = Facts.at(NOW);

        assertThat(Movement.of(facts.withVersions(List.of(before, after)), LONG_AGO).changes())
                .isZero();
        assertThat(
                        Movement.of(
                                        facts.withVersions(
                                                List.of(before, version("another", 1), after)),
                                        LONG_AGO)
                                .changes())
                .isEqualTo(1);
    }

    private static BriefHistory history(BriefHistory.Version... versions) {
        return new BriefHistory(List.of(versions), 0);
    }

    private static BriefHistory.Version version(int days, String brief) {
        return new BriefHistory.Version(day(days), asked(brief));
    }

    private static Asked asked(String brief) {
        return Asked.of(brief, List.of(), Optional.empty());
    }

    private static Instant day(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    private static Ledger.TaskVersion version(String brief, int daysAgo) {
        return new Ledger.TaskVersion("t", brief, "l", "p", NOW.minusSeconds(86_400L * daysAgo));
    }
}
