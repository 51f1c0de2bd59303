package dev.gradus.ladder;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.stats.Holm;
import dev.gradus.stats.Power;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Which of a rung's candidates replaces the kept one, decided on dev.
///
/// **Better**: a one-sided paired test against the kept candidate. Of the R applicable rungs each
/// gets 0.05 / R, with Holm's step-down inside the rung, so that over the whole climb a candidate
/// that is no better is called better in at most 5 % of climbs. Where test and interval disagree,
/// nothing is shown.
///
/// **Cheaper**: at least 5 % below the kept candidate in known cost, and not worse than the
/// *anchor* by `matters` or more. The anchor is the best-scoring candidate kept so far, never the
/// cheaper one that replaced it, so that small losses cannot add up. This claim has its own error
/// rate, split in the same way: over the whole climb a candidate whose true loss is `matters` is
/// kept in at most 5 % of climbs.
///
/// A dearer candidate replaces only while the goal is not met. Ties go to the cheaper, then the
/// simpler.
final class KeepRule {
    private static final double CHEAPER = 0.95;
    private static final double POWER = 0.80;
    private static final double DEV_LEVEL = 0.95;
    private final Measure measure;
    private final double matters;
    private final double alpha;

    KeepRule(Measure measure, double matters, double alpha) {
        this.measure = measure;
        this.matters = matters;
        this.alpha = alpha;
    }

    /// @param kept what stands after the rung
    /// @param anchor the best-scoring candidate kept so far
    /// @param status how the rung ended
    /// @param tried every candidate with what became of it
    record Decision(
            Run kept,
            Run anchor,
            RungStatus status,
            String why,
            List<Tried> tried,
            OptionalLong needed) {}

    /// A rung reached with nothing kept: its first candidate that ran is the baseline.
    Decision begin(List<Run> runs, boolean goalMetByBaseline) {
        Run baseline =
                runs.stream().filter(run -> !run.failed()).findFirst().orElse(runs.getFirst());
        Tried first =
                new Tried(
                        baseline,
                        measure.estimate(baseline),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        Tried.Role.BASELINE,
                        "the first candidate that could be measured");
        List<Run> rest = runs.stream().filter(run -> run != baseline).toList();
        if (baseline.failed()) {
            List<Tried> all = runs.stream().map(this::failed).toList();
            return new Decision(
                    baseline,
                    baseline,
                    RungStatus.NOT_SHOWN,
                    everyRunFailed(all),
                    all,
                    OptionalLong.empty());
        }
        if (rest.isEmpty()) {
            return new Decision(
                    baseline,
                    baseline,
                    RungStatus.DONE,
                    first.why(),
                    List.of(first),
                    OptionalLong.empty());
        }
        Decision decision = decide(baseline, baseline, rest, goalMetByBaseline);
        List<Tried> all = new ArrayList<>(List.of(first));
        all.addAll(decision.tried());
        return new Decision(
                decision.kept(),
                decision.anchor(),
                decision.status(),
                decision.why(),
                all,
                decision.needed());
    }

    Decision decide(Run kept, Run anchor, List<Run> runs, boolean goalMet) {
        List<Run> valid = runs.stream().filter(run -> !run.failed()).toList();
        List<Comparison> comparisons =
                valid.stream().map(run -> measure.compare(kept, run)).toList();
        double[] p = comparisons.stream().mapToDouble(Comparison::pGreater).toArray();
        double[] adjusted = Holm.adjust(p);
        List<Integer> better = new ArrayList<>();
        for (int i = 0; i < valid.size(); i++) {
            if (adjusted[i] <= alpha && comparisons.get(i).lower(1 - alpha) > 0) {
                better.add(i);
            }
        }
        Optional<Run> replacing =
                better.stream()
                        .map(valid::get)
                        .filter(run -> !goalMet || notDearer(run, kept))
                        .max(preference());
        Run nowKept = replacing.orElse(kept);
        Run nowAnchor = replacing.map(run -> higher(anchor, run)).orElse(anchor);
        Optional<Run> cheaper = cheaper(nowKept, nowAnchor, valid);

        List<Tried> tried = new ArrayList<>();
        for (Run run : runs) {
            int i = valid.indexOf(run);
            tried.add(
                    i < 0
                            ? failed(run)
                            : judged(
                                    run,
                                    comparisons.get(i),
                                    adjusted[i],
                                    better.contains(i),
                                    role(run, replacing, cheaper, better.contains(i)),
                                    kept));
        }
        Run end = cheaper.orElse(nowKept);
        RungStatus status = status(end != kept || !better.isEmpty(), comparisons, valid, runs);
        return new Decision(
                end,
                nowAnchor,
                status,
                why(status, tried, end, kept, comparisons),
                tried,
                status == RungStatus.NOT_SHOWN ? needed(comparisons) : OptionalLong.empty());
    }

    private static Tried.Role role(
            Run run, Optional<Run> replacing, Optional<Run> cheaper, boolean better) {
        if (cheaper.filter(run::equals).isPresent()) {
            return Tried.Role.KEPT_CHEAPER;
        }
        if (replacing.filter(run::equals).isPresent()) {
            return cheaper.isPresent() ? Tried.Role.BETTER_NOT_KEPT : Tried.Role.KEPT_BETTER;
        }
        return better ? Tried.Role.BETTER_NOT_KEPT : Tried.Role.NOT_BETTER;
    }

    /// The higher score; then the cheaper, an unknown cost last; then the simpler.
    private static Comparator<Run> preference() {
        return Comparator.comparingDouble((Run run) -> run.meanScore().orElse(0))
                .thenComparing(run ->
                        -run.costPerThousandCalls()
                                .map(Money::amount)
                                .orElse(Double.POSITIVE_INFINITY))
                .thenComparing(run -> -run.candidate().complexity());
    }

    private Run higher(Run anchor, Run run) {
        return measure.value(run) > measure.value(anchor) ? run : anchor;
    }

    private static boolean notDearer(Run run, Run kept) {
        Optional<Money> cost = run.costPerThousandCalls();
        Optional<Money> have = kept.costPerThousandCalls();
        return cost.isPresent() && have.isPresent() && cost.get().compareTo(have.get()) <= 0;
    }

    /// The cheapest candidate that is at least 5 % cheaper than what is kept and shown not to lose
    /// `matters` against the anchor. Only the candidates that are cheaper are tested, and the
    /// rung's error rate is split among them (Bonferroni: how many there are depends on costs, not
    /// on scores).
    private Optional<Run> cheaper(Run kept, Run anchor, List<Run> valid) {
        Optional<Money> have = kept.costPerThousandCalls();
        if (have.isEmpty()) {
            return Optional.empty();
        }
        double limit = CHEAPER * have.get().amount();
        List<Run> eligible =
                valid.stream()
                        .filter(run -> run != kept)
                        .filter(run ->
                                run.costPerThousandCalls()
                                        .filter(cost -> cost.amount() <= limit)
                                        .isPresent())
                        .toList();
        double level = 1 - alpha / Math.max(1, eligible.size());
        return eligible.stream()
                .filter(run -> measure.compare(anchor, run).lower(level) > -matters)
                .min(
                        Comparator.comparingDouble((Run run) ->
                                        run.costPerThousandCalls().orElseThrow().amount())
                                .thenComparing(run -> run.candidate().complexity()));
    }

    private RungStatus status(
            boolean gain, List<Comparison> comparisons, List<Run> valid, List<Run> runs) {
        if (gain) {
            return RungStatus.GAIN;
        }
        boolean bounded =
                !valid.isEmpty()
                        && valid.size() == runs.size()
                        && comparisons.stream()
                                .allMatch(comparison -> comparison.upper(DEV_LEVEL) < matters);
        return bounded ? RungStatus.NO_GAIN_THAT_MATTERS : RungStatus.NOT_SHOWN;
    }

    /// Pairs that would settle the least settled candidate, were its gain what it seems: either its
    /// upper bound falls below `matters`, or the gain is shown; whichever needs fewer.
    private OptionalLong needed(List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(comparison -> comparison.upper(DEV_LEVEL) >= matters)
                .mapToLong(this::needed)
                .max();
    }

    private long needed(Comparison comparison) {
        double deviation = Math.sqrt(Math.max(comparison.variancePerPair(), 1.0 / comparison.n()));
        double gain = comparison.difference();
        long toBound =
                gain < matters
                        ? Power.gradedExamplesToSettle(deviation, matters - gain, DEV_LEVEL)
                        : Long.MAX_VALUE;
        long toShow =
                gain > 0 ? Power.gradedSampleSize(deviation, gain, alpha, POWER) : Long.MAX_VALUE;
        return Math.min(toBound, toShow);
    }

    private String why(
            RungStatus status, List<Tried> tried, Run end, Run kept, List<Comparison> comparisons) {
        if (end != kept) {
            return tried.stream()
                    .filter(one -> one.run() == end)
                    .map(one -> one.run().candidate().title() + ": " + one.why())
                    .findFirst()
                    .orElseThrow();
        }
        return switch (status) {
            case GAIN -> "a better candidate is dearer, and the goal is met without it";
            case NO_GAIN_THAT_MATTERS ->
                    "no candidate can be better by " + points(matters) + " points or more";
            default -> notShown(tried, comparisons);
        };
    }

    /// What keeps a rung open: runs that failed, examples that cannot tell, or both.
    private String notShown(List<Tried> tried, List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return everyRunFailed(tried);
        }
        long failed = tried.stream().filter(one -> one.role() == Tried.Role.FAILED).count();
        boolean open =
                comparisons.stream().anyMatch(comparison -> comparison.upper(DEV_LEVEL) >= matters);
        String cannot =
                "these examples cannot tell whether a candidate is better by "
                        + points(matters)
                        + " points";
        if (failed == 0) {
            return cannot;
        }
        String runs =
                failed
                        + " of "
                        + tried.size()
                        + " runs failed, and a failed run says nothing of its candidate";
        return open ? cannot + "; " + runs : runs;
    }

    private static String everyRunFailed(List<Tried> tried) {
        return "every run failed; the first: " + tried.getFirst().why();
    }

    private Tried judged(
            Run run,
            Comparison comparison,
            double adjusted,
            boolean better,
            Tried.Role role,
            Run kept) {
        return new Tried(
                run,
                measure.estimate(run),
                Optional.of(comparison),
                OptionalDouble.of(adjusted),
                role,
                sentence(comparison, better, role, kept));
    }

    private String sentence(Comparison comparison, boolean better, Tried.Role role, Run kept) {
        var interval = comparison.difference(0.95);
        String shift =
                signed(comparison.difference())
                        + " points ["
                        + signed(interval.low())
                        + ", "
                        + signed(interval.high())
                        + "] against "
                        + kept.candidate().title();
        return switch (role) {
            case KEPT_CHEAPER ->
                    "as good within " + points(matters) + " points and cheaper: " + shift;
            case KEPT_BETTER -> "better by " + shift.substring(1);
            case BETTER_NOT_KEPT ->
                    "better, but not kept (outdone in this rung, or dearer while the goal is met): "
                            + shift;
            default -> (better ? "better: " : "not shown better: ") + shift;
        };
    }

    private Tried failed(Run run) {
        return new Tried(
                run,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Tried.Role.FAILED,
                failure(run));
    }

    /// Where all outcomes are missing for one and the same reason, that reason stands for the run.
    private static String failure(Run run) {
        List<String> errors =
                run.outcomes().stream()
                        .flatMap(outcome -> outcome.error().stream())
                        .distinct()
                        .limit(2)
                        .toList();
        if (errors.isEmpty()) {
            return "there is no outcome: a failed run";
        }
        boolean one = errors.size() == 1 && run.missing() == run.outcomes().size();
        return one && run.outcomes().size() > 1
                ? "a failed run, " + errors.getFirst()
                : run.missing()
                        + " of "
                        + run.outcomes().size()
                        + " outcomes are missing: a failed run. The first: "
                        + errors.getFirst();
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.1f", 100 * share);
    }
}
