package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process, really killed.
class KillTest {
    private static final long SEED = 20_261_120;
    private static final int ROUNDS = 10;

    @TempDir Path folder;

    @Test
    @Tag("slow")
    void what_a_killed_process_was_told_is_durable() throws Exception {
        Random random = new Random(SEED);
        Path file = folder.resolve("ledger.db");
        List<String> printed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String when = "seed " + SEED + ", round " + round;
            try (ChildProcess child = start(file, round)) {
                assertThat(child.lines().readLine()).as(when).isEqualTo("opening");
                printed.add(child.lines().readLine());
                Thread.sleep(random.nextLong(300));
                printed.addAll(child.kill());
            }
            printed.removeIf(line -> !line.endsWith(" ."));
            assertHoldsWhoeverOpens(file, printed, when);
        }
        assertThat(printed).hasSizeGreaterThanOrEqualTo(ROUNDS);
    }

    @Test
    @Tag("slow")
    void a_ledger_whose_first_process_was_killed_can_be_opened() throws Exception {
        Random random = new Random(SEED + 1);
        for (int round = 0; round < ROUNDS; round++) {
            Path file = folder.resolve("new-" + round + ".db");
            List<String> printed = new ArrayList<>();
            try (ChildProcess child = start(file, round)) {
                assertThat(child.lines().readLine()).isEqualTo("opening");
                Thread.sleep(random.nextLong(250));
                printed.addAll(child.kill());
            }
            printed.removeIf(line -> !line.endsWith(" ."));
            String when = "seed " + (SEED + 1) + ", round " + round;
            open(file).close();
            assertHoldsWhoeverOpens(file, printed, when);
        }
    }

    private static ChildProcess start(Path file, int round) throws IOException {
        return ChildProcess.start(KilledWriter.class, file.toString(), String.valueOf(round));
    }

    private static Ledger open(Path file) {
        return SqliteLedger.open(file, Duration.ZERO, InstantSource.system(), "test");
    }

    private static void assertHoldsWhoeverOpens(Path file, List<String> printed, String when)
            throws SQLException {
        try (Ledger reader = SqliteLedger.openReadOnly(file)) {
            assertHolds(reader, printed, when + ", read while nobody has recovered it");
        }
        try (Ledger ledger = open(file)) {
            assertHolds(ledger, printed, when);
        }
        try (Session session = LedgerFile.of(file).openToRead()) {
            assertThat(session.query("PRAGMA integrity_check", row -> row.getString(1)))
                    .as(when)
                    .containsExactly("ok");
        }
    }

    private static void assertHolds(Ledger ledger, List<String> printed, String when) {
        Map<String, List<String>> ids = new HashMap<>();
        List<Look> looks = ledger.looks("test");
        for (String line : printed) {
            String[] words = line.split(" ");
            if (words[0].equals("outcome")) {
                ids.computeIfAbsent(words[1], key -> new ArrayList<>()).add(words[2]);
            } else {
                assertThat(looks.get(Integer.parseInt(words[2]) - 1).candidate())
                        .as("%s: %s", when, line)
                        .isEqualTo(words[1]);
            }
        }
        ids.forEach((candidate, told) ->
                assertThat(ledger.outcomes(candidate, "x"))
                        .as(when)
                        .containsKeys(told.toArray(String[]::new)));
        assertThat(looks)
                .as(when)
                .extracting(Look::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, looks.size()).boxed().toList());
    }
}
