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
import java.util.stream.IntStream;

/// Which of a rung's candidates replaces the kept one, decided on dev.
///
/// **Better**: a one-sided paired test against the kept candidate. Of the R applicable rungs each
/// gets 0.05 / R, with Holm's step-down inside the rung, so that over the whole climb a candidate
/// that is no better is called better in at most 5 % of climbs. Where test and interval disagree,
/// nothing is shown. Of a candidate that was not asked everything this is never claimed; it counts
/// in Holm's number all the same. So the test is a single one, however often [Asking] looked
/// before.
///
/// **Cheaper**: at least 5 % below the kept candidate in known cost, and not worse than the
/// *anchor* by `matters` or more. The anchor is the best-scoring candidate kept so far, never the
/// cheaper one that replaced it, so that small losses cannot add up. This claim has its own error
/// rate, split in the same way: over the whole climb a candidate whose true loss is `matters` is
/// kept in at most 5 % of climbs.
///
/// **Closed**: what else the rung tried cannot be better than what stands after it by `matters` or
/// more; see [Closing]. This claim too has its own error rate of 0.05 for the climb. It can be made
/// after any part of the examples, so its bounds are repeated ones.
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

    double matters() {
        return matters;
    }

    /// Whether a candidate would be shown better by what it was asked, at the share of the rung's
    /// error rate that Holm gives the first of so many. Of one that was not asked everything this
    /// is no claim: it says who leads.
    boolean better(Run kept, Run run, int candidates) {
        return measure.compare(kept, run).better(alpha / candidates);
    }

    /// The same decision after candidates that stopped were asked on. Nothing is kept anew: the
    /// climb went on from what was kept. Only what may still be better is looked at again.
    ///
    /// @param before what the rung's candidates were held against
    /// @param runs theirs as they are now
    Decision again(Decision made, Run before, List<Run> runs) {
        List<Tried> tried =
                made.tried().stream().map(one -> one.completed(now(one, runs), measure)).toList();
        Run end = made.kept();
        boolean better =
                made.tried().stream()
                        .anyMatch(one -> one.run() == end && one.role() == Tried.Role.KEPT_BETTER);
        List<MaybeBetter> open = closing.openLate(before, end, better, runs);
        if (made.status() != RungStatus.NOT_SHOWN) {
            return new Decision(end, made.anchor(), made.status(), made.why(), tried, open);
        }
        RungStatus status = open.isEmpty() ? RungStatus.NO_GAIN_THAT_MATTERS : RungStatus.NOT_SHOWN;
        return new Decision(
                end,
                made.anchor(),
                status,
                why(status, tried, end, before, runs, open),
                tried,
                open);
    }

    private static Run now(Tried tried, List<Run> runs) {
        return runs.stream()
                .filter(run -> run.candidate().id().equals(tried.run().candidate().id()))
                .findFirst()
                .orElse(tried.run());
    }

    /// At least 5 % below in cost; false where either is unknown.
    boolean muchCheaper(Run run, Run than) {
        Optional<Money> cost = run.costPerThousandCalls();
        return cost.isPresent()
                && than.costPerThousandCalls()
                        .filter(more -> cost.get().amount() <= CHEAPER * more.amount())
                        .isPresent();
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
        double[] p =
                IntStream.range(0, valid.size())
                        .mapToDouble(
                                i -> valid.get(i).complete() ? comparisons.get(i).pGreater() : 1)
                        .toArray();
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
        List<MaybeBetter> open =
                closing.open(kept, end, replacing.filter(run -> run == end).isPresent(), runs);
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
        List<Run> eligible =
                valid.stream().filter(run -> run != kept && muchCheaper(run, kept)).toList();
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
        List<String> words = new ArrayList<>();
        List<MaybeBetter> measured = open.stream().filter(one -> one.needed().isPresent()).toList();
        List<MaybeBetter> stopped = measured.stream().filter(MaybeBetter::stopped).toList();
        List<MaybeBetter> asked = measured.stream().filter(one -> !one.stopped()).toList();
        if (!asked.isEmpty()) {
            words.add(
                    "these examples cannot tell whether a candidate is better by "
                            + KeepWords.points(matters)
                            + " points: "
                            + KeepWords.open(asked));
        }
        if (!stopped.isEmpty()) {
            words.add(KeepWords.open(stopped) + "; --ask-all asks on");
        }
        if (failed > 0) {
            words.add(
                    failed
                            + " of "
                            + tried.size()
                            + " runs failed, and a failed run says nothing of its candidate");
        }
        return String.join("; ", words);
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
                run.complete() ? OptionalDouble.of(adjusted) : OptionalDouble.empty(),
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
