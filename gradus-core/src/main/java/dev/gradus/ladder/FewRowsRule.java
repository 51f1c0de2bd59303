package dev.gradus.ladder;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.stats.Interval;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// What becomes of candidates where there are too few rows for a test.
///
/// Those that learn nothing are held to the keep rule as ever: they answer rows that they never
/// saw. Those that learn are measured by cross-validation on the very rows that taught them. Their
/// answers hang together through the rows that the folds share, and no paired test knows by how
/// much (Bengio and Grandvalet 2004, JMLR 5, 1089-1105: no estimator of that variance is unbiased),
/// so none of them is ever called better or cheaper. They are shown, and one of them may be what to
/// use meanwhile.
final class FewRowsRule {
    /// Costs within 5 % of each other are a tie, as they are between candidates that meet a goal.
    private static final double TIE = 1.05;

    private final KeepRule rule;
    private final Measure measure;

    FewRowsRule(KeepRule rule, Measure measure) {
        this.rule = rule;
        this.measure = measure;
    }

    /// A rung reached with nothing kept: its first candidate that ran and learned nothing is the
    /// baseline, else its first that ran.
    KeepRule.Decision begin(List<Run> runs) {
        Optional<Run> first =
                ran(runs).stream()
                        .filter(run -> !Learners.learned(run.candidate()))
                        .findFirst()
                        .or(() -> ran(runs).stream().findFirst());
        if (first.isEmpty()) {
            return rule.begin(runs, false);
        }
        KeepRule.Decision alone = rule.begin(List.of(first.get()), false);
        List<Run> rest = runs.stream().filter(run -> run != first.get()).toList();
        if (rest.isEmpty()) {
            return alone;
        }
        KeepRule.Decision decision = decide(first.get(), first.get(), rest, false);
        List<Tried> tried = new ArrayList<>(alone.tried());
        tried.addAll(decision.tried());
        return new KeepRule.Decision(
                decision.kept(),
                decision.anchor(),
                decision.status(),
                decision.why(),
                tried,
                decision.open());
    }

    KeepRule.Decision decide(Run kept, Run anchor, List<Run> runs, boolean goalMet) {
        List<Run> held =
                runs.stream()
                        .filter(run ->
                                !Learners.learned(run.candidate())
                                        && !Learners.learned(kept.candidate()))
                        .toList();
        List<Run> shown = runs.stream().filter(run -> !held.contains(run)).toList();
        if (shown.isEmpty()) {
            return approximate(rule.decide(kept, anchor, runs, goalMet));
        }
        Optional<KeepRule.Decision> decided =
                held.isEmpty()
                        ? Optional.empty()
                        : Optional.of(approximate(rule.decide(kept, anchor, held, goalMet)));
        boolean gain = decided.filter(one -> one.status() == RungStatus.GAIN).isPresent();
        return new KeepRule.Decision(
                decided.map(KeepRule.Decision::kept).orElse(kept),
                decided.map(KeepRule.Decision::anchor).orElse(anchor),
                gain ? RungStatus.GAIN : RungStatus.NOT_SHOWN,
                decided.map(one -> one.why() + "; ").orElse("") + unshown(shown),
                runs.stream()
                        .map(run -> shown.contains(run) ? shown(run, kept) : of(decided, run))
                        .toList(),
                decided.map(KeepRule.Decision::open).orElse(List.of()));
    }

    /// The same decision in words that say how far its intervals can be trusted.
    private static KeepRule.Decision approximate(KeepRule.Decision decision) {
        return new KeepRule.Decision(
                decision.kept(),
                decision.anchor(),
                decision.status(),
                approximately(decision.why()),
                decision.tried().stream()
                        .map(one ->
                                new Tried(
                                        one.run(),
                                        one.score(),
                                        one.comparison(),
                                        one.adjustedP(),
                                        one.role(),
                                        approximately(one.why())))
                        .toList(),
                decision.open());
    }

    private static String approximately(String words) {
        return words.replace(" points [", " points, approximately [");
    }

    private static Tried of(Optional<KeepRule.Decision> decided, Run run) {
        return decided.stream()
                .flatMap(one -> one.tried().stream())
                .filter(one -> one.run() == run)
                .findFirst()
                .orElseThrow();
    }

    private static String unshown(List<Run> shown) {
        return (shown.size() == 1
                        ? "1 candidate is cross-validated"
                        : shown.size() + " candidates are cross-validated")
                + " on these rows, which shows nothing better";
    }

    private Tried shown(Run run, Run kept) {
        if (run.failed()) {
            return Tried.failed(run);
        }
        Comparison comparison = measure.compare(kept, run);
        Interval interval = comparison.difference(0.95);
        return new Tried(
                run,
                measure.estimate(run),
                Optional.of(comparison),
                OptionalDouble.empty(),
                Tried.Role.NOT_BETTER,
                String.format(
                        Locale.ROOT,
                        "not shown: %+.1f points, approximately [%+.1f, %+.1f], against %s%s",
                        100 * comparison.difference(),
                        100 * interval.low(),
                        100 * interval.high(),
                        kept.candidate().title(),
                        Learners.learned(run.candidate()) ? "; cross-validated" : ""));
    }

    /// What to use until more rows are there: the highest score among those that keep to the stated
    /// cost and time, as far as they were measured; of equal ones the cheaper, then the simpler. By
    /// the estimate alone, so nothing is shown by it. Empty where no run succeeded.
    Optional<Run> leader(List<Run> tried, Goal goal) {
        List<Run> best = best(ran(tried), run -> affordable(run, goal) ? 1 : 0);
        List<Run> highest = best(best, measure::value);
        double least = highest.stream().mapToDouble(FewRowsRule::cost).min().orElse(0);
        return highest.stream()
                .filter(run -> cost(run) <= TIE * least)
                .min(
                        Comparator.comparingInt((Run run) -> run.candidate().complexity())
                                .thenComparingDouble(FewRowsRule::cost));
    }

    private static List<Run> best(List<Run> runs, ToDoubleFunction<Run> by) {
        double most = runs.stream().mapToDouble(by).max().orElse(0);
        return runs.stream().filter(run -> by.applyAsDouble(run) == most).toList();
    }

    private static double cost(Run run) {
        return run.costPerThousandCalls().map(Money::amount).orElse(Double.POSITIVE_INFINITY);
    }

    private static boolean affordable(Run run, Goal goal) {
        boolean cheap =
                goal.costPerThousandCalls()
                        .map(limit ->
                                run.costPerThousandCalls()
                                        .filter(cost -> cost.compareTo(limit) <= 0)
                                        .isPresent())
                        .orElse(true);
        boolean quick =
                goal.p95()
                        .map(limit ->
                                run.latency(0.95)
                                        .filter(time -> time.compareTo(limit) <= 0)
                                        .isPresent())
                        .orElse(true);
        return cheap && quick;
    }

    private static List<Run> ran(List<Run> runs) {
        return runs.stream().filter(run -> !run.failed()).toList();
    }
}
