package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.score.Outcome;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be wrong with a ledger's file, each with its full text.
class FaultTest {
    private static final Outcome OUTCOME = Outcome.scored("e", "refund", 1);

    @TempDir Path folder;

    @Test
    void a_full_disk_stops_the_write_and_keeps_what_was_there() {
        LedgerFile file =
                new LedgerFile(folder.resolve("ledger.db"), List.of("PRAGMA max_page_count = 60"));
        int written = 0;
        Throwable thrown = null;
        try (SqliteLedger ledger = open(file)) {
            while (thrown == null && written < 100_000) {
                List<Outcome> next = outcomes(written, 100);
                thrown = catchThrowable(() -> ledger.record("c", "x", next));
                written += thrown == null ? 100 : 0;
            }
            assertThat(thrown)
                    .isInstanceOf(GradusException.Data.class)
                    .hasMessage(
                            "%s cannot grow: the disk is full. What was recorded before is safe. Free some space, then run the command again: it goes on where it stopped.",
                            file.path());
            assertThat(written).isPositive();
            assertThat(ledger.outcomes("c", "x")).hasSize(written);
        }
        try (SqliteLedger ledger = open(LedgerFile.of(file.path()))) {
            ledger.record("c", "x", outcomes(written, 1_000));
            assertThat(ledger.outcomes("c", "x")).hasSize(written + 1_000);
        }
    }

    private static List<Outcome> outcomes(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Outcome.scored("e" + i, "an answer of some length " + i, 1))
                .toList();
    }

    @Test
    void a_file_that_is_no_database_is_left_alone() throws IOException {
        Path file = folder.resolve("notes.txt");
        String notes = "This is not a database. ".repeat(100);
        Files.writeString(file, notes);
        String text =
                file
                        + " is not a ledger: it is no SQLite database. Use --ledger with another file.";

        assertData(() -> open(file), text);
        assertData(() -> SqliteLedger.openReadOnly(file), text);
        assertThat(file).hasContent(notes);
    }

    @Test
    void the_database_of_another_program_is_left_alone() throws SQLException {
        Path file = folder.resolve("other.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            statement.executeUpdate("CREATE TABLE outcomes (x)");
        }
        String text =
                file
                        + " is not a ledger: it is the SQLite database of another program. Use --ledger"
                        + " with another file.";

        assertData(() -> open(file), text);
        assertData(() -> SqliteLedger.openReadOnly(file), text);
    }

    @Test
    void a_damaged_ledger_is_named() throws IOException {
        Path file = folder.resolve("ledger.db");
        try (SqliteLedger ledger = open(file)) {
            ledger.record("c", "x", outcomes(0, 5_000));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4_096, bytes.length, (byte) 0x5a);
        Files.write(file, bytes);

        assertThatThrownBy(() -> open(file).runTotals())
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(file + " is damaged (")
                .hasMessageEndingWith("). Use a copy of it, or --ledger with another file.");
    }

    @Test
    void reading_where_nothing_was_recorded_says_what_to_do() throws IOException {
        Path absent = folder.resolve("absent.db");
        assertThatThrownBy(() -> SqliteLedger.openReadOnly(absent))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "there is no ledger at %s. Run gradus climb first, or use --ledger with another file.",
                        absent);
        assertThat(absent).doesNotExist();

        Path empty = Files.createFile(folder.resolve("empty.db"));
        assertThatThrownBy(() -> SqliteLedger.openReadOnly(empty))
                .isInstanceOf(GradusException.Usage.class)
                .hasMessage(
                        "%s is empty: nothing was recorded there yet. Run gradus climb first.",
                        empty);
    }

    @Test
    void a_folder_in_which_nobody_can_write_is_named() {
        Path file = Path.of("/proc/ledger.db");
        assumeTrue(Files.isDirectory(file.getParent()), "needs /proc, which refuses root as well");

        assertData(
                () -> open(file),
                file
                        + " cannot be opened (nothing can be made in that folder). Give yourself the right"
                        + " to write the file and its folder, or use --ledger with another file.");
    }

    @Test
    void a_folder_in_which_we_may_not_write_is_named_and_can_be_read() throws IOException {
        Path file = folder.resolve("locked/ledger.db");
        try (SqliteLedger ledger = open(file)) {
            ledger.record("c", "x", List.of(OUTCOME));
        }
        Files.delete(file.resolveSibling("ledger.db.lock"));
        Files.setPosixFilePermissions(
                file.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(file.getParent()), "root may write everywhere");
            assertData(
                    () -> open(file),
                    file
                            + " cannot be opened (no right to write in the folder). Give yourself the"
                            + " right to write the file and its folder, or use --ledger with another"
                            + " file.");
            try (SqliteLedger reader = SqliteLedger.openReadOnly(file)) {
                assertThat(reader.outcomes("c", "x")).containsOnlyKeys("e");
            }
        } finally {
            Files.setPosixFilePermissions(
                    file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void a_file_where_the_folder_should_be_is_named() throws IOException {
        Path there = Files.createFile(folder.resolve("there"));

        assertData(
                () -> open(there.resolve("ledger.db")),
                there.resolve("ledger.db")
                        + " cannot be opened ("
                        + Quoted.cut(there + " is no folder")
                        + "). Give yourself the right to write the file and its folder, or use"
                        + " --ledger with another file.");
    }

    @Test
    void a_folder_where_the_file_should_be_is_named() {
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(GradusException.Data.class)
                .hasMessageStartingWith(folder + " cannot be opened (");
    }

    @Test
    void a_fault_while_opening_lets_the_lock_go() throws IOException {
        Path file = folder.resolve("ledger.db");
        Files.writeString(file, "This is not a database. ".repeat(100));
        assertThatThrownBy(() -> open(file)).isInstanceOf(GradusException.Data.class);
        Files.delete(file);

        try (SqliteLedger ledger = open(file)) {
            ledger.record("c", "x", List.of(OUTCOME));
        }
    }

    private static SqliteLedger open(Path file) {
        return open(LedgerFile.of(file));
    }

    private static SqliteLedger open(LedgerFile file) {
        return SqliteLedger.open(
                file, Migrations.shipped(), Duration.ZERO, InstantSource.system(), "test");
    }

    private interface Opening {
        Ledger open();
    }

    private static void assertData(Opening opening, String text) {
        assertThatThrownBy(opening::open).isInstanceOf(GradusException.Data.class).hasMessage(text);
    }
}
