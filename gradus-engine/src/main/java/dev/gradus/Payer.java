package dev.gradus;

import dev.gradus.spi.Ledger;

/// Who pays for calls, and what it has paid for already that is no call.
///
/// @param climb in the ledger; 0 where no call is made
/// @param jobs what it paid for jobs at a provider, in the task's currency
record Payer(long climb, double jobs) {
    static final Payer NOBODY = new Payer(0, 0);

    Payer(long climb) {
        this(climb, 0);
    }

    Payer with(double more) {
        return new Payer(climb, jobs + more);
    }

    /// Calls and jobs: what the budget has less of.
    Ledger.Spent spent(Ledger ledger) {
        Ledger.Spent calls = ledger.spent(climb);
        return new Ledger.Spent(
                calls.calls(), calls.tokens(), calls.money() + jobs, calls.callsOfUnknownCost());
    }
}
