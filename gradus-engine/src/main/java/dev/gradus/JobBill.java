package dev.gradus;

import java.util.OptionalDouble;

/// What one size of a pilot took at a provider, as the ledger keeps it.
///
/// @param climb that paid
/// @param money in the task's currency; empty where the price is unknown
/// @param job at the provider
/// @param model that came of it
record JobBill(long climb, OptionalDouble money, String job, String model) {
    private static final String UNKNOWN = "unknown";
    private static final int PARTS = 4;

    String text() {
        return String.join(
                " ",
                Long.toString(climb),
                money.isPresent() ? Double.toString(money.getAsDouble()) : UNKNOWN,
                job,
                model);
    }

    static JobBill of(PilotSize size) {
        String[] parts = size.bill().split(" ", PARTS);
        return new JobBill(
                Long.parseLong(parts[0]),
                parts[1].equals(UNKNOWN)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(parts[1])),
                parts[2],
                parts[3]);
    }

    /// What counts against the budget of this climb: what another paid does not.
    double paidBy(long payer) {
        return climb == payer ? money.orElse(0) : 0;
    }
}
