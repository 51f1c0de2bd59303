package dev.gradus.store;

import dev.gradus.score.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Durable writes a second, against what the disk itself can do in the same run. `bench/ledger.sh
/// FOLDER` runs it; the folder decides which disk.
final class LedgerBench {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    private LedgerBench() {}

    private interface Step {
        void at(long n) throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "ledger-bench");
        try (SqliteLedger ledger =
                SqliteLedger.open(
                        folder.resolve("ledger.db"),
                        Duration.ZERO,
                        InstantSource.system(),
                        "bench")) {
            for (String round : List.of("warm-up", "measured")) {
                System.out.println(round);
                double disk = appendAndSync(folder.resolve(round));
                print("4 KB appends with fsync, one caller", disk, "/s");
                double single = rate(n -> ledger.record("single", round, outcomes(n, 1)));
                print("outcomes, one caller, one a commit", single, "/s");
                print("  of what the disk can do", single / disk, "");
                print(
                        "outcomes, one caller, 100 a commit",
                        100 * rate(n -> ledger.record("hundred", round, outcomes(n * 100, 100))),
                        "/s");
                print("outcomes, 100 callers, one each", callers(ledger, round), "/s");
            }
            ledger.record("totals", "large", outcomes(0, 300_000));
            long start = System.nanoTime();
            ledger.runTotals();
            print("ms for totals of all runs", (System.nanoTime() - start) / 1e6, "");
            long rows = ledger.runTotals().stream().mapToLong(run -> run.outcomes()).sum();
            print("  of rows", rows, "");
        }
        print(
                "MB of file",
                Files.size(folder.resolve("ledger.db")) / 1e6,
                " (" + folder + ", delete it yourself)");
    }

    private static double appendAndSync(Path file) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(4_096);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return rate(n -> {
                channel.write(page.rewind());
                channel.force(false);
            });
        }
    }

    private static double callers(SqliteLedger ledger, String round) {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() - start < LONG_ENOUGH.toNanos()) {
                        ledger.record("callers", round, outcomes(next.getAndIncrement(), 1));
                    }
                });
            }
        }
        return next.get() / ((System.nanoTime() - start) / 1e9);
    }

    private static double rate(Step step) throws IOException {
        long start = System.nanoTime();
        long n = 0;
        while (System.nanoTime() - start < LONG_ENOUGH.toNanos()) {
            step.at(n++);
        }
        return n / ((System.nanoTime() - start) / 1e9);
    }

    private static List<Outcome> outcomes(long from, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Outcome(
                                "example-" + (from + i),
                                Optional.of("card_payment_fee_charged"),
                                OptionalDouble.of(i % 2),
                                OptionalDouble.of(0.87654321),
                                OptionalLong.of(1_234_567 + i),
                                OptionalLong.of(1_134_567 + i),
                                OptionalDouble.of(1.234e-7),
                                Optional.empty()))
                .toList();
    }

    private static void print(String what, double value, String unit) {
        System.out.printf("  %-40s %,12.2f%s%n", what, value, unit);
    }
}
