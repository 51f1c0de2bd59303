package dev.gradus.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.Ledger;
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

    private static Ledger.TaskVersion version(String brief, int daysAgo) {
        return new Ledger.TaskVersion("t", brief, "l", "p", NOW.minusSeconds(86_400L * daysAgo));
    }
}
