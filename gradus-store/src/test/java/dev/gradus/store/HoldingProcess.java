package dev.gradus.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Holds a ledger until a line comes in.
final class HoldingProcess {
    private HoldingProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (SqliteLedger ledger =
                SqliteLedger.open(
                        Path.of(arguments[0]),
                        Duration.ofSeconds(10),
                        InstantSource.system(),
                        "gradus climb")) {
            ledger.recordChoice("held", "{}");
            System.out.println("held");
            if (System.in.read() < 0) {
                throw new IOException("the test went away");
            }
        }
    }
}
