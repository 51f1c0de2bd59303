package dev.gradus.cost;

import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is known of the money before any candidate is looked at: how many calls, what an error
/// costs, what tuning costs. What nobody stated is empty; 0 is a value.
///
/// @param currency of every amount
/// @param volume of calls; empty where the traffic is unknown
/// @param error what one wrong answer costs; empty where unknown
/// @param months of the horizon
/// @param outlay of tuning
/// @param serving what one call of the tuned model costs; empty where unknown
/// @param unknown what nobody stated, in the task file's words
public record Terms(
        String currency,
        Optional<Volume> volume,
        OptionalDouble error,
        int months,
        Outlay outlay,
        OptionalDouble serving,
        List<String> unknown) {
    private static final int USUAL_MONTHS = 12;

    public Terms {
        unknown = List.copyOf(unknown);
    }

    /// Where there is no task file: amounts in `currency`, and nothing else is known.
    public static Terms unstated(String currency) {
        return new Terms(
                currency,
                Optional.empty(),
                OptionalDouble.empty(),
                USUAL_MONTHS,
                Outlay.unstated(),
                OptionalDouble.empty(),
                List.of("traffic, cost of an error, costs of tuning: give --task"));
    }

    /// @param verified how many labelled, verified examples there are; empty where nobody knows
    /// @param found what a pilot measured or a provider quoted for one training run
    public static Terms of(Task task, OptionalDouble verified, Optional<TrainingCost> found) {
        List<String> unknown = new ArrayList<>();
        if (task.traffic().isEmpty()) {
            unknown.add("the traffic (traffic.calls-per-day)");
        }
        OptionalDouble error = amount(task.traffic().flatMap(Traffic::costOfAnError));
        if (error.isEmpty()) {
            unknown.add("what an error costs (traffic.cost-of-an-error)");
        }
        Outlay outlay = Outlay.of(task, verified, found);
        unknown.addAll(outlay.unknown());
        if (verified.isEmpty()) {
            unknown.add("how many verified train examples there are (no labels are charged)");
        }
        Optional<Money> serving = task.tuning().servingPerThousandCalls();
        if (serving.isEmpty()) {
            unknown.add("what the tuned model costs to serve (tuning.serving-per-1k)");
        }
        return new Terms(
                task.currency(),
                task.traffic()
                        .map(traffic ->
                                new Volume(traffic.callsPerDay(), traffic.growthPerMonth())),
                error,
                task.policy().horizonMonths(),
                outlay,
                serving.isPresent()
                        ? OptionalDouble.of(serving.get().amount() / 1000)
                        : OptionalDouble.empty(),
                unknown);
    }

    /// The lowest score that is still good enough.
    public static double justEnough(Goal goal) {
        return goal.score() - goal.tolerance();
    }

    /// Calls over the horizon; empty where the traffic is unknown.
    public OptionalDouble calls() {
        return volume.map(one -> OptionalDouble.of(one.over(months)))
                .orElse(OptionalDouble.empty());
    }

    /// `4,179 USD`, `0.0043 USD`.
    public String money(double amount) {
        return Math.abs(amount) >= 100
                ? String.format(Locale.ROOT, "%,.0f %s", amount, currency)
                : Money.of(amount, currency).toString();
    }

    static OptionalDouble amount(Optional<Money> money) {
        return money.map(one -> OptionalDouble.of(one.amount())).orElse(OptionalDouble.empty());
    }
}
