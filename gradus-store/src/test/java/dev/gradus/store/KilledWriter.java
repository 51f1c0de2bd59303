package dev.gradus.store;

import dev.gradus.score.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Writes until it is killed, in four threads, and prints what was written after the ledger said
/// so. A line that was printed in full ends in a full stop.
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        String round = arguments[1];
        System.out.println("opening");
        SqliteLedger ledger =
                SqliteLedger.open(file, Duration.ZERO, InstantSource.system(), "round " + round);
        for (int i = 0; i < 3; i++) {
            String candidate = "c" + i;
            Thread.ofPlatform().start(() -> writeOutcomes(ledger, candidate, round));
        }
        Thread.ofPlatform().start(() -> look(ledger, round));
    }

    private static void writeOutcomes(SqliteLedger ledger, String candidate, String round) {
        for (int n = 0; ; n++) {
            String id = round + "-" + n;
            ledger.record(candidate, "x", List.of(Outcome.scored(id, "answer " + id, 1)));
            System.out.println("outcome " + candidate + " " + id + " .");
        }
    }

    private static void look(SqliteLedger ledger, String round) {
        for (int n = 0; ; n++) {
            String candidate = "look-" + round + "-" + n;
            int number = ledger.look("test", candidate, "task", Instant.EPOCH);
            System.out.println("look " + candidate + " " + number + " .");
        }
    }
}
