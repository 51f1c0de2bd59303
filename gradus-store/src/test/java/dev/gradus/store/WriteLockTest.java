package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLockTest {
    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:07Z");
    private static final Duration BRIEF = Duration.ofMillis(200);

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("ledger.db");
    }

    private static SqliteLedger open(Path file, Duration wait) {
        return SqliteLedger.open(file, wait, InstantSource.system(), "test");
    }

    @Test
    void a_second_process_is_told_who_holds_the_ledger() throws Exception {
        try (ChildProcess child = ChildProcess.start(HoldingProcess.class, file().toString())) {
            assertThat(child.lines().readLine()).isEqualTo("held");
            long start = System.nanoTime();

            assertThatThrownBy(() -> open(file(), BRIEF))
                    .isInstanceOf(GradusException.Usage.class)
                    .message()
                    .matches(
                            "\\Q%s\\E is held by process %d \\(gradus climb, since (\\S+ )?\\d\\d:\\d\\d:\\d\\d\\)\\. Wait for it, or use --ledger with another file\\."
                                    .formatted(file(), child.process().pid()));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(BRIEF);
            try (Ledger reader = SqliteLedger.openReadOnly(file())) {
                assertThat(reader.choice("held")).contains("{}");
            }

            child.kill();
            open(file(), Duration.ZERO).close();
        }
    }

    @Test
    void a_second_process_goes_on_when_the_first_ends() throws Exception {
        try (ChildProcess child = ChildProcess.start(HoldingProcess.class, file().toString())) {
            assertThat(child.lines().readLine()).isEqualTo("held");
            CompletableFuture<SqliteLedger> second =
                    CompletableFuture.supplyAsync(() -> open(file(), Duration.ofSeconds(30)));
            assertThat(second)
                    .as("waits while the first holds it")
                    .failsWithin(300, TimeUnit.MILLISECONDS);

            child.process().outputWriter().append("go\n").close();
            try (SqliteLedger ledger = second.get(30, TimeUnit.SECONDS)) {
                assertThat(ledger.choice("held")).contains("{}");
            }
            assertThat(child.process().waitFor()).isZero();
        }
    }

    @Test
    void a_failed_try_in_this_process_leaves_the_lock_where_it_is() throws Exception {
        InstantSource clock = InstantSource.fixed(BEGUN);
        String time =
                LocalDateTime.ofInstant(BEGUN, ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("HH:mm:ss"));
        SqliteLedger held = SqliteLedger.open(file(), Duration.ZERO, clock, "gradus climb");
        try (held) {
            assertThatThrownBy(
                            () -> SqliteLedger.open(file(), Duration.ZERO, clock, "gradus judge"))
                    .isInstanceOf(GradusException.Usage.class)
                    .hasMessage(
                            "%s is held by process %d (gradus climb, since %s). Wait for it, or use --ledger with another file.",
                            file(), ProcessHandle.current().pid(), time);
            try (ChildProcess child = ChildProcess.start(HoldingProcess.class, file().toString())) {
                CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> read(child));
                assertThat(line)
                        .as("another process still finds it held")
                        .failsWithin(2, TimeUnit.SECONDS);
                held.close();
                assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("held");
            }
        }
    }

    private static String read(ChildProcess child) {
        try {
            return String.valueOf(child.lines().readLine());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void two_names_of_one_file_meet_at_one_lock() throws IOException {
        Path other = Files.createSymbolicLink(folder.resolve("other"), folder);
        try (SqliteLedger held = open(file(), Duration.ZERO)) {
            held.recordChoice("k", "{}");
            assertThatThrownBy(() -> open(other.resolve("ledger.db"), Duration.ZERO))
                    .isInstanceOf(GradusException.Usage.class)
                    .hasMessageStartingWith(file().toRealPath() + " is held by process ");
        }
    }

    @Test
    void two_ledgers_do_not_wait_for_each_other() {
        try (SqliteLedger one = open(folder.resolve("one.db"), Duration.ZERO);
                SqliteLedger two = open(folder.resolve("two.db"), Duration.ZERO)) {
            one.recordChoice("k", "1");
            two.recordChoice("k", "2");
            assertThat(one.choice("k")).contains("1");
        }
    }

    @Test
    void a_holder_of_another_day_is_named_with_the_day() {
        Holder holder = new Holder(4242, BEGUN, "gradus climb");
        Instant nextWeek = BEGUN.plus(Duration.ofDays(7));
        String then =
                LocalDateTime.ofInstant(BEGUN, ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));

        assertThat(Holder.inWords(holder.note(), nextWeek))
                .isEqualTo("process 4242 (gradus climb, since " + then + ")");
    }

    @Test
    void a_note_that_is_not_ours_names_nobody() {
        assertThat(Holder.inWords("", BEGUN)).isEqualTo("another process");
        assertThat(Holder.inWords("one two three", BEGUN)).isEqualTo("another process");
        assertThat(Holder.inWords("1 two three", BEGUN)).isEqualTo("another process");
    }
}
