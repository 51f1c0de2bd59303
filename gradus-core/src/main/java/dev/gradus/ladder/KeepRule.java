package dev.gradus.ladder;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.stats.Holm;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
/// **Closed**: what else the rung tried cannot be better than what stands after it by `matters` or
/// more; see [Closing]. This claim too has its own error rate of 0.05 for the climb.
///
/// A dearer candidate replaces only while the goal is not met. Ties go to the cheaper, then the
/// simpler.
final class KeepRule {
    private static final double CHEAPER = 0.95;
    private final Measure measure;
    private final double matters;
    private final double alpha;
    private final KeepWords words;
    private final Closing closing;

    /// @param alpha the rung's share of the climb's error rate
    /// @param rowsPerDevRow how many rows of the user's make one dev example
    KeepRule(Measure measure, double matters, double alpha, double rowsPerDevRow) {
        this.measure = measure;
        this.matters = matters;
        this.alpha = alpha;
        this.words = new KeepWords(matters);
        this.closing = new Closing(measure, matters, alpha, rowsPerDevRow);
    }

    /// @param kept what stands after the rung
    /// @param anchor the best-scoring candidate kept so far
    /// @param status how the rung ended
    /// @param tried every candidate with what became of it
    /// @param open those that may still be better by `matters` than what is kept
    record Decision(
            Run kept,
            Run anchor,
            RungStatus status,
            String why,
            List<Tried> tried,
            List<MaybeBetter> open) {

        /// Dev examples that would settle the least settled candidate; empty where none is open.
        OptionalLong needed() {
            return open.stream().flatMapToLong(one -> one.needed().stream()).max();
        }
    }

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
            List<Tried> all = runs.stream().map(Tried::failed).toList();
            return new Decision(
                    baseline, baseline, RungStatus.NOT_SHOWN, everyRunFailed(all), all, List.of());
        }
        if (rest.isEmpty()) {
            return new Decision(
                    baseline, baseline, RungStatus.DONE, first.why(), List.of(first), List.of());
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
                decision.open());
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
        Optional<Cheaper> cheaper = cheaper(nowKept, nowAnchor, valid);
        Run end = cheaper.map(Cheaper::run).orElse(nowKept);

        List<Tried> tried = new ArrayList<>();
        for (Run run : runs) {
            int i = valid.indexOf(run);
            tried.add(
                    i < 0
                            ? Tried.failed(run)
                            : judged(
                                    run,
                                    comparisons.get(i),
                                    adjusted[i],
                                    role(run, replacing, cheaper, better.contains(i)),
                                    kept,
                                    cheaper));
        }
        boolean gain = end != kept || !better.isEmpty();
        List<MaybeBetter> open = closing.open(kept, end, runs);
        RungStatus status =
                gain
                        ? RungStatus.GAIN
                        : open.isEmpty() ? RungStatus.NO_GAIN_THAT_MATTERS : RungStatus.NOT_SHOWN;
        return new Decision(
                end, nowAnchor, status, why(status, tried, end, kept, runs, open), tried, open);
    }

    private static Tried.Role role(
            Run run, Optional<Run> replacing, Optional<Cheaper> cheaper, boolean better) {
        if (cheaper.map(Cheaper::run).filter(run::equals).isPresent()) {
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

    /// What is kept for being cheaper.
    ///
    /// @param against the anchor
    /// @param level of the one-sided bound that decided
    private record Cheaper(Run run, Run anchor, Comparison against, double level) {}

    /// The cheapest candidate that is at least 5 % cheaper than what is kept and shown not to lose
    /// `matters` against the anchor. Only the candidates that are cheaper are tested, and the
    /// rung's error rate is split among them (Bonferroni: how many there are depends on costs, not
    /// on scores).
    private Optional<Cheaper> cheaper(Run kept, Run anchor, List<Run> valid) {
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
                .map(run -> new Cheaper(run, anchor, measure.compare(anchor, run), level))
                .filter(one -> one.against().lower(level) > -matters)
                .min(
                        Comparator.comparingDouble((Cheaper one) ->
                                        one.run().costPerThousandCalls().orElseThrow().amount())
                                .thenComparing(one -> one.run().candidate().complexity()));
    }

    private String why(
            RungStatus status,
            List<Tried> tried,
            Run end,
            Run kept,
            List<Run> runs,
            List<MaybeBetter> open) {
        if (end != kept) {
            return tried.stream()
                    .filter(one -> one.run() == end)
                    .map(one -> one.run().candidate().title() + ": " + one.why())
                    .findFirst()
                    .orElseThrow();
        }
        return switch (status) {
            case GAIN -> "a better candidate is dearer, and the goal is met without it";
            case NO_GAIN_THAT_MATTERS -> closing.closed(kept, runs);
            default -> notShown(tried, open);
        };
    }

    /// What keeps a rung open: runs that failed, examples that cannot tell, or both.
    private String notShown(List<Tried> tried, List<MaybeBetter> open) {
        long failed = tried.stream().filter(one -> one.role() == Tried.Role.FAILED).count();
        if (failed == tried.size()) {
            return everyRunFailed(tried);
        }
        List<MaybeBetter> measured = open.stream().filter(one -> one.needed().isPresent()).toList();
        String cannot =
                "these examples cannot tell whether a candidate is better by "
                        + KeepWords.points(matters)
                        + " points: "
                        + KeepWords.open(measured);
        if (failed == 0) {
            return cannot;
        }
        String runs =
                failed
                        + " of "
                        + tried.size()
                        + " runs failed, and a failed run says nothing of its candidate";
        return measured.isEmpty() ? runs : cannot + "; " + runs;
    }

    private static String everyRunFailed(List<Tried> tried) {
        return "every run failed; the first: " + tried.getFirst().why();
    }

    private Tried judged(
            Run run,
            Comparison comparison,
            double adjusted,
            Tried.Role role,
            Run kept,
            Optional<Cheaper> cheaper) {
        return new Tried(
                run,
                measure.estimate(run),
                Optional.of(comparison),
                OptionalDouble.of(adjusted),
                role,
                role == Tried.Role.KEPT_CHEAPER
                        ? cheaper.map(one ->
                                        words.cheaper(
                                                one.against(),
                                                one.level(),
                                                one.anchor().candidate()))
                                .orElseThrow()
                        : words.sentence(comparison, 1 - alpha, role, kept.candidate()));
    }
}
