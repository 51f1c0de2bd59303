package dev.gradus.cost;

import dev.gradus.task.Money;
import dev.gradus.task.Task;
import dev.gradus.task.TuningCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What tuning costs beside its calls: once, and again for every retraining within the horizon.
///
/// @param training one run, every seed of it; empty where unknown
/// @param trainingSource who says what it costs, in words; empty where nobody does
/// @param once training, labelling of the examples missing to 500, evaluation; empty where one of
///   them is unknown
/// @param retraining training again, as often as is stated, over the horizon
/// @param spent true where what is paid once has been paid already, whatever is decided
/// @param unknown what nobody stated, in the task file's words
public record Outlay(
        OptionalDouble training,
        String trainingSource,
        OptionalDouble once,
        OptionalDouble retraining,
        boolean spent,
        List<String> unknown) {
    private static final int EXAMPLES_FOR_TUNING = 500;

    public Outlay {
        unknown = List.copyOf(unknown);
    }

    /// Where nobody said anything.
    static Outlay unstated() {
        return new Outlay(
                OptionalDouble.empty(),
                "",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                false,
                List.of());
    }

    /// @param verified how many labelled, verified examples there are; empty where nobody knows:
    ///   nothing is then charged for labels
    /// @param found what a pilot measured or a provider quoted for one run
    static Outlay of(Task task, OptionalDouble verified, Optional<TrainingCost> found) {
        TuningCosts stated = task.tuning();
        Optional<Money> training = larger(stated.training(), found);
        List<String> unknown = new ArrayList<>();
        OptionalDouble run = need(training, "one training run (tuning.training)", unknown);
        OptionalDouble evaluation =
                need(stated.evaluation(), "what the evaluation costs (tuning.evaluation)", unknown);
        double missing =
                verified.isPresent()
                        ? Math.max(0, EXAMPLES_FOR_TUNING - verified.getAsDouble())
                        : 0;
        OptionalDouble labelling =
                missing == 0
                        ? OptionalDouble.of(0)
                        : times(
                                need(
                                        stated.labellingPerExample(),
                                        "what a verified example costs (tuning.labelling-per-example)",
                                        unknown),
                                missing);
        OptionalDouble again = OptionalDouble.empty();
        if (stated.retrainsPerYear().isPresent()) {
            double runs =
                    stated.retrainsPerYear().getAsDouble() * task.policy().horizonMonths() / 12.0;
            again = runs == 0 ? OptionalDouble.of(0) : times(run, runs);
        } else {
            unknown.add("how often it is trained again (tuning.retrains-per-year)");
        }
        return new Outlay(
                run,
                source(stated.training(), found),
                sum(sum(run, labelling), evaluation),
                again,
                stated.spent(),
                unknown);
    }

    /// What is still to be paid over the horizon; empty where a part is unknown.
    public OptionalDouble ahead() {
        return spent ? retraining : total();
    }

    /// Everything, whether it is paid already or not.
    public OptionalDouble total() {
        return sum(once, retraining);
    }

    /// One run: the larger of what is stated and what was found.
    private static Optional<Money> larger(Optional<Money> stated, Optional<TrainingCost> found) {
        return stated.isPresent() && found.isPresent()
                ? Optional.of(statedCounts(stated, found) ? stated.get() : found.get().money())
                : stated.or(() -> found.map(TrainingCost::money));
    }

    private static boolean statedCounts(Optional<Money> stated, Optional<TrainingCost> found) {
        return stated.filter(
                        one -> found.filter(other -> other.money().compareTo(one) > 0).isEmpty())
                .isPresent();
    }

    private static String source(Optional<Money> training, Optional<TrainingCost> found) {
        String other = found.map(one -> one.source().word() + ": " + one.how()).orElse("");
        String stated = training.map(one -> "stated: " + one).orElse("");
        if (stated.isEmpty() || other.isEmpty()) {
            return stated + other;
        }
        return statedCounts(training, found)
                ? stated + " (" + other + ")"
                : other + " (" + stated + ", which is less)";
    }

    private static OptionalDouble need(Optional<Money> money, String what, List<String> unknown) {
        if (money.isEmpty()) {
            unknown.add(what);
        }
        return Terms.amount(money);
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static OptionalDouble sum(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() + b.getAsDouble())
                : OptionalDouble.empty();
    }
}
