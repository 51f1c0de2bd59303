package dev.gradus.testkit;

import dev.gradus.spi.Ledger;

class MemoryLedgerTest extends LedgerContract {
    @Override
    protected Ledger empty() {
        return new MemoryLedger();
    }

    @Override
    protected Ledger reopened(Ledger ledger) {
        ledger.close();
        return ledger;
    }
}
