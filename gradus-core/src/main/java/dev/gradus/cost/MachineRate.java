package dev.gradus.cost;

import dev.gradus.task.Money;
import dev.gradus.task.Task;
import java.util.Optional;
import java.util.Set;

/// What an hour of one core of this machine costs: what the task states, else a default that is
/// marked as assumed, so that the cost of an in-process model is never unknown.
///
/// @param perCoreHour in the task's currency
/// @param assumed true where nobody stated it
public record MachineRate(Money perCoreHour, boolean assumed) {
    /// About what one virtual core of a general-purpose machine costs on demand.
    private static final double DEFAULT = 0.05;

    private static final String SINCE = "2026-11-30";

    /// Currencies whose unit is near enough to a dollar for an assumption of one digit.
    private static final Set<String> NEAR_A_DOLLAR =
            Set.of("USD", "EUR", "GBP", "CHF", "CAD", "AUD");

    /// Empty where nothing is stated and the currency is far from a dollar.
    public static Optional<MachineRate> of(Task task) {
        Optional<MachineRate> stated =
                task.machineRatePerCoreHour().map(rate -> new MachineRate(rate, false));
        return stated.isPresent() || !NEAR_A_DOLLAR.contains(task.currency())
                ? stated
                : Optional.of(new MachineRate(Money.of(DEFAULT, task.currency()), true));
    }

    /// In one sentence: who says so.
    public String words() {
        return perCoreHour
                + " a core hour"
                + (assumed
                        ? ", assumed on " + SINCE + ": state machine.rate-per-core-hour"
                        : " (machine.rate-per-core-hour)");
    }
}
