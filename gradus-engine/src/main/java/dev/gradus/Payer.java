package dev.gradus;

import dev.gradus.spi.Ledger;
import java.util.Set;
import java.util.TreeSet;

/// Who pays for calls, and what it has paid for already that is no call.
///
/// @param climb in the ledger; 0 where no call is made
/// @param same every climb that the one budget pays for, this one too: those that were begun with
///   the same command, whether or not they measured anew
/// @param jobs what they paid for jobs at a provider, in the task's currency
record Payer(long climb, Set<Long> same, double jobs) {
    static final Payer NOBODY = new Payer(0, Set.of(), 0);

    Payer {
        same = Set.copyOf(same);
    }

    Payer(long climb, Set<Long> same) {
        this(climb, same, 0);
    }

    Payer with(double more) {
        return new Payer(climb, same, jobs + more);
    }

    /// True where what that climb paid counts against this budget.
    boolean pays(long other) {
        return same.contains(other);
    }

    /// Calls and jobs: what the budget has less of.
    Ledger.Spent spent(Ledger ledger) {
        long calls = 0;
        long tokens = 0;
        double money = jobs;
        long unknown = 0;
        // In one order, so that a sum has the same last digit in every process.
        for (long one : new TreeSet<>(same)) {
            Ledger.Spent spent = ledger.spent(one);
            calls += spent.calls();
            tokens += spent.tokens();
            money += spent.money();
            unknown += spent.callsOfUnknownCost();
        }
        return new Ledger.Spent(calls, tokens, money, unknown);
    }
}
