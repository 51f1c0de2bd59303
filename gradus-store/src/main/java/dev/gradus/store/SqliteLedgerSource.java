package dev.gradus.store;

import dev.gradus.spi.Ledger;
import dev.gradus.spi.LedgerSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Opens ledgers that are SQLite files, by the time of this machine.
public final class SqliteLedgerSource implements LedgerSource {
    @Override
    public Ledger open(Path file, Duration wait, String who) {
        return SqliteLedger.open(file, wait, InstantSource.system(), who);
    }

    @Override
    public Ledger openReadOnly(Path file) {
        return SqliteLedger.openReadOnly(file);
    }
}
