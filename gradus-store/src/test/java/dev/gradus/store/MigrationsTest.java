package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.score.Outcome;
import dev.gradus.spi.GradusException;
import dev.gradus.store.Migrations.Migration;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final int SHIPPED = Migrations.shipped().all().size();
    private static final int NEWER = SHIPPED + 1;
    private static final Migrations NEXT =
            shippedAnd(
                    new Migration(
                            "notes",
                            "ALTER TABLE outcomes ADD COLUMN note TEXT;"
                                    + " UPDATE outcomes SET note = 'old';"));
    private static final Outcome OUTCOME = Outcome.scored("e", "refund", 1);

    @TempDir Path folder;
    private LedgerFile file;

    @BeforeEach
    void aLedgerOfThisVersion() {
        file = LedgerFile.of(folder.resolve("ledger.db"));
        try (SqliteLedger ledger = open(Migrations.shipped())) {
            ledger.record("c", "x", List.of(OUTCOME));
        }
    }

    @Test
    void an_older_ledger_is_brought_up_to_date_and_keeps_its_rows() throws SQLException {
        try (SqliteLedger ledger = open(NEXT)) {
            assertThat(ledger.outcomes("c", "x")).isEqualTo(Map.of("e", OUTCOME));
        }
        assertThat(rows("SELECT note FROM outcomes")).containsExactly("old");
        assertThat(rows("SELECT version || ' ' || name || ' ' || applied FROM schema_version"))
                .contains("1 ledger 2026-03-01T12:00:00Z", NEWER + " notes 2026-03-01T12:00:00Z");
    }

    @Test
    void a_migration_runs_once() throws SQLException {
        open(NEXT).close();
        open(NEXT).close();

        assertThat(rows("SELECT version FROM schema_version")).hasSize(NEWER);
    }

    @Test
    void a_migration_that_breaks_off_leaves_the_ledger_as_it_was() throws SQLException {
        Migrations broken =
                shippedAnd(new Migration("broken", "DELETE FROM outcomes; SELECT no_such_column;"));

        assertThatThrownBy(() -> open(broken)).hasMessageContaining("no_such_column");

        try (SqliteLedger ledger = open(Migrations.shipped())) {
            assertThat(ledger.outcomes("c", "x")).isEqualTo(Map.of("e", OUTCOME));
        }
        assertThat(rows("SELECT version FROM schema_version")).hasSize(SHIPPED);
    }

    @Test
    void a_newer_ledger_is_refused_by_writers_and_readers() {
        open(NEXT).close();
        String text =
                file.path()
                        + " was written by a newer Gradus (version %d of its tables; this one knows %d)."
                                .formatted(NEWER, SHIPPED)
                        + " Update Gradus, or use --ledger with another file.";

        assertThatThrownBy(() -> open(Migrations.shipped()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(text);
        assertThatThrownBy(() -> SqliteLedger.openReadOnly(file.path()))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(text);
    }

    @Test
    void a_reader_does_not_change_an_older_ledger_but_says_what_does() throws SQLException {
        assertThatThrownBy(() -> SqliteLedger.openReadOnly(file, NEXT))
                .isInstanceOf(GradusException.Data.class)
                .hasMessage(
                        "%s was written by an older Gradus (version %d of its tables; this one reads %d). Run gradus climb once, which brings it up to date.",
                        file.path(), SHIPPED, NEWER);
        assertThat(rows("SELECT version FROM schema_version")).hasSize(SHIPPED);
    }

    private static Migrations shippedAnd(Migration next) {
        List<Migration> all = new ArrayList<>(Migrations.shipped().all());
        all.add(next);
        return new Migrations(all);
    }

    private SqliteLedger open(Migrations migrations) {
        return SqliteLedger.open(file, migrations, Duration.ZERO, CLOCK, "test");
    }

    private List<String> rows(String sql) throws SQLException {
        try (Session session =
                new Session(DriverManager.getConnection("jdbc:sqlite:" + file.path()))) {
            return session.query(sql, row -> row.getString(1));
        }
    }
}
