package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.score.Outcome;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.LedgerSource;
import dev.gradus.testkit.LedgerContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteLedgerTest extends LedgerContract {
    private static final Outcome OUTCOME = Outcome.scored("e", "refund", 1);

    @TempDir Path folder;

    @Override
    protected Ledger empty() {
        return open(file());
    }

    @Override
    protected Ledger reopened(Ledger ledger) {
        ledger.close();
        return open(file());
    }

    private Path file() {
        return folder.resolve(".gradus/ledger.db");
    }

    private static SqliteLedger open(Path file) {
        return SqliteLedger.open(file, Duration.ZERO, InstantSource.system(), "test");
    }

    @Test
    void the_driver_loads_on_the_jdk_that_runs_the_tests() throws SQLException {
        assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);
        try (Session session = LedgerFile.of(folder.resolve("any.db")).openToWrite()) {
            assertThat(session.query("SELECT sqlite_version()", row -> row.getString(1)))
                    .containsExactly("3.54.1");
        }
    }

    @Test
    void every_commit_waits_for_the_disk() throws SQLException {
        try (Session session = LedgerFile.of(folder.resolve("any.db")).openToWrite()) {
            assertThat(session.query("PRAGMA journal_mode", row -> row.getString(1)))
                    .containsExactly("wal");
            assertThat(session.number("PRAGMA synchronous")).as("FULL").isEqualTo(2);
            assertThat(session.number("PRAGMA foreign_keys")).isEqualTo(1);
            assertThat(session.number("PRAGMA busy_timeout")).isEqualTo(5_000);
        }
    }

    @Test
    void is_found_by_service_loader() {
        LedgerSource source = ServiceLoader.load(LedgerSource.class).findFirst().orElseThrow();
        Path file = folder.resolve("found.db");

        try (Ledger ledger = source.open(file, Duration.ZERO, "test");
                Ledger reader = source.openReadOnly(file)) {
            ledger.record("c", "x", List.of(OUTCOME));
            assertThat(reader.outcomes("c", "x")).isEqualTo(Map.of("e", OUTCOME));
        }
    }

    @Test
    void a_reader_sees_each_write_that_has_returned() {
        Path file = folder.resolve("read.db");
        try (Ledger ledger = open(file);
                Ledger reader = SqliteLedger.openReadOnly(file)) {
            for (int i = 0; i < 50; i++) {
                ledger.record("c", "x", List.of(Outcome.scored("e" + i, "a", 1)));
                assertThat(reader.outcomes("c", "x")).hasSize(i + 1);
            }
        }
    }

    @Test
    void a_reader_cannot_write() {
        Path file = folder.resolve("read.db");
        open(file).close();
        try (Ledger reader = SqliteLedger.openReadOnly(file)) {
            assertThatThrownBy(() -> reader.record("c", "x", List.of(OUTCOME)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage(file + " was opened for reading only");
            assertThatThrownBy(() -> reader.look("t", "c", "task", Instant.EPOCH))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(reader.runTotals()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?mode=memory.db", "50%25 #1.db", "räkning 我.db", "a;b&c=d.db"})
    void any_name_is_a_name_for_a_ledger(String name) {
        Path file = folder.resolve(name);
        try (Ledger ledger = open(file)) {
            ledger.record("c", "x", List.of(OUTCOME));
        }

        assertThat(file).isNotEmptyFile();
        try (Ledger reader = SqliteLedger.openReadOnly(file)) {
            assertThat(reader.outcomes("c", "x")).isEqualTo(Map.of("e", OUTCOME));
        }
    }

    @Test
    void half_a_character_is_refused_where_two_ids_could_become_one() {
        try (Ledger ledger = open(folder.resolve("half.db"))) {
            assertThatThrownBy(() ->
                            ledger.record("c", "x", List.of(Outcome.scored("card \uD83D", "a", 1))))
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessage(
                            "the text 'card ?' has half of a character (\\uD83D) at position 6,"
                                    + " which no file can hold. Remove it.");
            assertThat(ledger.runTotals()).isEmpty();
        }
    }

    @Test
    void a_closed_ledger_says_so() {
        Path file = folder.resolve("closed.db");
        SqliteLedger ledger = open(file);
        ledger.close();
        ledger.close();

        assertThatThrownBy(() -> ledger.record("c", "x", List.of(OUTCOME)))
                .hasMessage("the ledger " + file + " is closed");
        assertThatThrownBy(ledger::runTotals).hasMessage("the ledger " + file + " is closed");
    }

    @Test
    void a_closed_ledger_is_one_file_and_an_empty_lock() {
        Path file = folder.resolve("alone/ledger.db");
        try (Ledger ledger = open(file)) {
            ledger.record("c", "x", List.of(OUTCOME));
        }

        assertThat(file.getParent().toFile().list())
                .containsExactlyInAnyOrder("ledger.db", "ledger.db.lock");
        assertThat(file.resolveSibling("ledger.db.lock")).isEmptyFile();
    }
}
