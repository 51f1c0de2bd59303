package dev.gradus;

import dev.gradus.spi.ModelTuner;
import java.util.OptionalDouble;

/// What a job took at a provider, as the ledger keeps it: of the training, and of each size of a
/// pilot.
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

    static JobBill of(long climb, ModelTuner.Tuned tuned) {
        return new JobBill(
                climb,
                tuned.cost()
                        .map(cost -> OptionalDouble.of(cost.amount()))
                        .orElse(OptionalDouble.empty()),
                tuned.job(),
                tuned.model().toString());
    }

    static JobBill of(PilotSize size) {
        return parse(size.bill());
    }

    static JobBill parse(String text) {
        String[] parts = text.split(" ", PARTS);
        return new JobBill(
                Long.parseLong(parts[0]),
                parts[1].equals(UNKNOWN)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(parts[1])),
                parts[2],
                parts[3]);
    }

    /// What counts against this budget: what the climb of another command paid does not.
    double paidBy(Payer payer) {
        return payer.pays(climb) ? money.orElse(0) : 0;
    }
}
