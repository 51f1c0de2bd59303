package dev.gradus.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.score.Outcome;
import dev.gradus.spi.Ledger.RunTotal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeTest {
    private static final int CANDIDATES = 30;
    private static final int EXAMPLES = 10_000;

    @TempDir Path folder;

    @Test
    @Tag("slow")
    void three_hundred_thousand_outcomes_are_small_and_quickly_added_up() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (SqliteLedger ledger =
                SqliteLedger.open(file, Duration.ZERO, InstantSource.system(), "test")) {
            for (int candidate = 0; candidate < CANDIDATES; candidate++) {
                ledger.record("%064x".formatted(candidate), "dev", outcomes(candidate));
            }

            // CPU time: a busy machine is not the ledger's fault. SQLite computes in the caller's
            // thread.
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long start = threads.getCurrentThreadCpuTime();
            List<RunTotal> totals = ledger.runTotals();
            Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);

            assertThat(totals).hasSize(CANDIDATES);
            assertThat(totals)
                    .allSatisfy(total -> assertThat(total.outcomes()).isEqualTo(EXAMPLES));
            assertThat(totals.get(0).scoreSum()).isEqualTo(EXAMPLES / 2.0);
            assertThat(took).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(Files.size(file)).isLessThan(30_000_000);
    }

    private static List<Outcome> outcomes(int candidate) {
        Random random = new Random(candidate);
        return IntStream.range(0, EXAMPLES)
                .mapToObj(i ->
                        new Outcome(
                                "train-" + i,
                                Optional.of("card_payment_fee_charged"),
                                OptionalDouble.of(i % 2),
                                OptionalDouble.of(random.nextDouble()),
                                OptionalLong.of(random.nextLong(5_000_000)),
                                OptionalLong.of(random.nextLong(5_000_000)),
                                OptionalDouble.of(random.nextDouble() * 1e-6),
                                Optional.empty()))
                .toList();
    }
}
