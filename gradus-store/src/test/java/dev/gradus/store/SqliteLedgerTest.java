package dev.gradus.store;

import dev.gradus.spi.Ledger;
import dev.gradus.testkit.LedgerContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest extends LedgerContract {
    @TempDir Path folder;

    @Override
    protected Ledger empty() {
        return open();
    }

    @Override
    protected Ledger reopened(Ledger ledger) {
        ledger.close();
        return open();
    }

    private Ledger open() {
        return SqliteLedger.open(
                folder.resolve(".gradus/ledger.db"), Duration.ZERO, InstantSource.system(), "test");
    }
}
