package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.cost.Cheapest;
import dev.gradus.cost.Terms;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.spi.Evaluator;
import dev.gradus.stats.Looks;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One journey up the ladder. Each rung proposes, the evaluator runs the proposals on dev, the keep
/// rule decides. After each rung: where the goal is met on dev and the sealed test will probably
/// agree, it is opened; where it does agree the climb ends there, where it disagrees the climb goes
/// on and the look has been counted. At the ladder's end it is opened in any case.
public final class Climb {
    private static final double ALPHA = 0.05;
    private static final double DEV_LEVEL = 0.95;
    private final Means means;
    private final Splits splits;
    private final Evaluator evaluator;
    private final ClimbOptions options;
    private final ClimbObserver observer;
    private final Measure devMeasure;
    private final Measure testMeasure;
    private final double rungAlpha;
    private final FewRowsRule fewRows;
    private final TestOpening opening;
    private final LeakCheck leaks;
    private final Asking asking;
    private final Settling settling;

    private final List<RungResult> results = new ArrayList<>();
    private final List<Run> tried = new ArrayList<>();
    private final Map<String, Rung> proposedAt = new HashMap<>();
    private final List<SealedResult> looks = new ArrayList<>();
    private Optional<Run> kept = Optional.empty();
    private Optional<Run> anchor = Optional.empty();

    public Climb(
            Means means,
            Splits splits,
            Evaluator evaluator,
            ClimbOptions options,
            ClimbObserver observer) {
        this.means = means;
        this.splits = splits;
        this.evaluator = evaluator;
        this.options = options;
        this.observer = observer;
        this.devMeasure = new Measure(means.task(), splits.dev(), options.seed());
        this.testMeasure = new Measure(means.task(), splits.test(), options.seed());
        this.rungAlpha = rungAlpha(means);
        this.opening = new TestOpening(means.task(), splits);
        this.leaks = new LeakCheck(means.task(), splits, evaluator, testMeasure);
        this.fewRows = new FewRowsRule(keepRule(), devMeasure);
        this.asking =
                new Asking(
                        devMeasure,
                        evaluator,
                        keepRule(),
                        means.task().goal(),
                        splits.dev(),
                        inParts(means.task(), splits, options)
                                ? Optional.of(Parts.of(splits.dev(), options.seed()))
                                : Optional.empty());
        this.settling = new Settling(asking, keepRule());
    }

    /// Whether candidates that call chat models are asked part by part: where scores are those of
    /// single examples, and where an answer comes in seconds. Of a batch, which takes hours, all is
    /// asked at once; of few rows too.
    public static boolean inParts(Task task, Splits splits, ClimbOptions options) {
        return !options.askAll()
                && !splits.few()
                && !task.score().ofTheSet()
                && !task.calling().batch();
    }

    private KeepRule keepRule() {
        return new KeepRule(devMeasure, means.task().goal().matters(), rungAlpha, rowsPerDevRow());
    }

    /// R: the rungs among which the error rate is split, whether or not the user skips some.
    public static int applicableRungs(Means means) {
        return (int)
                Ladder.rungs().stream()
                        .filter(rung -> rung.applicability(means) instanceof Applicability.Applies)
                        .count();
    }

    /// What each rung has of the climb's error rate.
    public static double rungAlpha(Means means) {
        return ALPHA / Math.max(1, applicableRungs(means));
    }

    public Ascent climb() {
        boolean arrived = false;
        for (Rung rung : Ladder.rungs()) {
            if (rung instanceof GapRung || rung instanceof TuneRung) {
                continue;
            }
            observer.reached(rung);
            RungResult result = arrived ? notReached(rung) : step(rung);
            results.add(result);
            observer.ended(result);
            arrived =
                    arrived
                            || !options.all()
                                    && result.status() != RungStatus.NOT_APPLICABLE
                                    && topped();
        }
        if (splits.few()) {
            kept = fewRows.leader(tried, means.task().goal());
        }
        Optional<Run> winner = winner();
        gap(winner);
        if (winner.flatMap(this::lookOf).filter(look -> look.status().met()).isEmpty()) {
            settling.settle(results, (run, now) -> tried.set(tried.indexOf(run), now));
        }
        results.add(
                RungResult.of(
                        new TuneRung(), RungStatus.NOT_REACHED, "only where every gate passes"));
        return new Ascent(
                results,
                winner,
                winner.map(run -> proposedAt.get(run.candidate().id())),
                winner.flatMap(this::devCheck),
                looks);
    }

    private RungResult step(Rung rung) {
        return switch (rung.applicability(means)) {
            case Applicability.NotApplicable not -> RungResult.notApplicable(rung, not);
            case Applicability.ProposesNothing nothing ->
                    RungResult.of(rung, RungStatus.DONE, "see the findings of check");
            case Applicability.Applies applies -> {
                if (options.leavesOut(rung)) {
                    yield RungResult.of(
                            rung,
                            RungStatus.SKIPPED,
                            options.skip().contains(rung.word())
                                    ? "left out by --skip " + rung.word()
                                    : "left out by --only "
                                            + String.join(
                                                    ",",
                                                    options.only().stream().sorted().toList()));
                }
                yield tryAll(rung);
            }
        };
    }

    private RungResult tryAll(Rung rung) {
        Proposal proposal = rung.propose(new Footing(means, builtOn(), tried));
        if (proposal.candidates().isEmpty()) {
            String why = proposal.note().isEmpty() ? "nothing to try here" : proposal.note();
            return RungResult.notApplicable(rung, new Applicability.NotApplicable(why, ""));
        }
        List<Run> runs = new ArrayList<>(ask(fresh(proposal)));
        runs.forEach(run -> proposedAt.put(run.candidate().id(), rung));
        if (runs.isEmpty()) {
            return new RungResult(
                    rung,
                    RungStatus.NO_GAIN_THAT_MATTERS,
                    proposal.note().isEmpty() ? "nothing new to try" : proposal.note(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    List.of(),
                    Optional.of(proposal),
                    OptionalLong.empty());
        }
        Optional<Run> before = kept;
        KeepRule.Decision decision = decide(runs);
        for (Optional<Run> less = partial(decision); less.isPresent(); less = partial(decision)) {
            runs.set(runs.indexOf(less.get()), asking.complete(less.get()));
            decision = decide(runs);
        }
        settling.decided(rung, before, runs, decision);
        tried.addAll(runs);
        if (!decision.kept().failed()) {
            kept = Optional.of(decision.kept());
            anchor = Optional.of(decision.anchor());
        }
        return new RungResult(
                rung,
                decision.status(),
                proposal.noted(decision.why()),
                Optional.empty(),
                OptionalDouble.of(rungAlpha),
                asking.stops(decision.tried()),
                Optional.of(proposal),
                decision.needed(),
                decision.open());
    }

    private List<Candidate> fresh(Proposal proposal) {
        List<Candidate> fresh = new ArrayList<>();
        for (Candidate candidate : proposal.candidates()) {
            boolean known =
                    tried.stream().anyMatch(run -> run.candidate().id().equals(candidate.id()))
                            || fresh.stream().anyMatch(one -> one.id().equals(candidate.id()));
            if (!known) {
                fresh.add(candidate);
            }
        }
        return fresh;
    }

    /// Where nothing is kept yet the first that runs is asked everything, and the others are held
    /// against it.
    private List<Run> ask(List<Candidate> candidates) {
        List<Run> runs = new ArrayList<>();
        Optional<Run> against = kept;
        while (against.isEmpty() && runs.size() < candidates.size()) {
            Run run = asking.whole(candidates.get(runs.size()));
            runs.add(run);
            against = Optional.of(run).filter(one -> !one.failed());
        }
        List<Candidate> rest = candidates.subList(runs.size(), candidates.size());
        if (!rest.isEmpty()) {
            runs.addAll(
                    asking.of(rest, against.orElseThrow(), anchor.orElse(against.orElseThrow())));
        }
        return runs;
    }

    /// What would be kept, or be the anchor, and was not asked everything.
    private static Optional<Run> partial(KeepRule.Decision decision) {
        return Stream.of(decision.kept(), decision.anchor())
                .filter(run -> !run.complete() && !run.failed())
                .findFirst();
    }

    private KeepRule.Decision decide(List<Run> runs) {
        if (splits.few()) {
            return kept.isPresent()
                    ? fewRows.decide(kept.get(), anchor.orElseThrow(), runs, goalMet())
                    : fewRows.begin(runs);
        }
        return kept.isPresent()
                ? keepRule().decide(kept.get(), anchor.orElseThrow(), runs, goalMet())
                : keepRule().begin(runs, false);
    }

    /// What a rung builds on. Where there are too few rows for a test no classifier that learns is
    /// ever kept, so the best one tried is built on in place of the label names.
    private Optional<Run> builtOn() {
        return splits.few()
                        && kept.filter(run -> run.candidate() instanceof Candidate.Encoded)
                                .isPresent()
                ? Optional.empty()
                : kept;
    }

    /// Rows of the user's for one dev example: dev, and a test that is cut, are shares of them.
    private double rowsPerDevRow() {
        int rows =
                splits.train().size()
                        + splits.dev().size()
                        + (splits.testGiven() ? 0 : splits.test().size());
        return (double) rows / Math.max(1, splits.dev().size());
    }

    /// Met on dev, and the sealed test agrees where it was opened, or would probably agree where it
    /// was not.
    private boolean goalMet() {
        return kept.filter(run ->
                        devCheck(run).map(check -> check.status().met()).orElse(false)
                                && (splits.few() || agreed(run)))
                .isPresent();
    }

    private boolean agreed(Run run) {
        return lookOf(run).map(look -> look.status().met()).orElseGet(() -> worthALook(run));
    }

    /// The stop rule: the goal is met on dev, and the sealed test agrees. Where dev gives it less
    /// than the chance that a look is worth, the test stays closed and the climb goes on.
    private boolean topped() {
        if (!goalMet()) {
            return false;
        }
        if (splits.few()) {
            return true;
        }
        Run best = winner().orElseThrow();
        return agreed(best) && openTest(best).status().met();
    }

    /// What stands at the end: of the candidates that meet the goal on dev the one whose total is
    /// least; where none does, what was kept. The sealed test sees this one alone.
    private Optional<Run> winner() {
        if (splits.few()) {
            return kept;
        }
        Optional<Run> best = cheapestThatMeets();
        while (best.filter(run -> !run.complete()).isPresent()) {
            complete(best.get());
            best = cheapestThatMeets();
        }
        return best.or(() -> kept);
    }

    /// A candidate that stopped before the end and would win is asked the rest first.
    private void complete(Run run) {
        Run whole = asking.complete(run);
        tried.set(tried.indexOf(run), whole);
        settling.askedOn(run, whole, results);
    }

    private Optional<Run> cheapestThatMeets() {
        List<Run> meeting =
                tried.stream()
                        .filter(run -> !run.failed())
                        .filter(run ->
                                devCheck(run).map(check -> check.status().met()).orElse(false))
                        .filter(run -> lookOf(run).map(look -> look.status().met()).orElse(true))
                        .toList();
        Terms terms =
                Terms.of(means.task(), OptionalDouble.of(splits.train().size()), Optional.empty());
        return Cheapest.of(
                        terms,
                        meeting.stream()
                                .map(run ->
                                        Pricing.of(
                                                run, means.task().score(), devMeasure.value(run)))
                                .toList())
                .flatMap(choice ->
                        meeting.stream()
                                .filter(run -> run.candidate().id().equals(choice.candidate()))
                                .findFirst());
    }

    private boolean worthALook(Run run) {
        return devMeasure
                .estimate(run)
                .map(score ->
                        opening.worth(
                                run,
                                score,
                                evaluator.judged(run, score, DEV_LEVEL),
                                evaluator.nextLook(run.candidate())))
                .orElse(false);
    }

    /// Opens the test for the winner, which stays the winner whatever the test says: a verdict is
    /// about the candidate that was looked at.
    private void gap(Optional<Run> winner) {
        Optional<SealedResult> last =
                winner.filter(run -> !splits.test().isEmpty()).map(this::openTest);
        RungResult result =
                last.map(look ->
                                RungResult.of(
                                        new GapRung(),
                                        RungStatus.DONE,
                                        "look "
                                                + look.number()
                                                + " at the sealed test: "
                                                + look.status().word()))
                        .orElseGet(() ->
                                RungResult.of(
                                        new GapRung(),
                                        RungStatus.NOT_REACHED,
                                        splits.few()
                                                ? noTest()
                                                : "no candidate was kept, so the sealed test stays"
                                                        + " closed"));
        results.add(result);
        observer.ended(result);
    }

    private String noTest() {
        return "no test is cut: %,d rows; from %d rows on one is"
                .formatted(splits.dev().size(), Splitter.FEW);
    }

    private Optional<SealedResult> lookOf(Run run) {
        return looks.stream()
                .filter(look -> look.run().candidate().id().equals(run.candidate().id()))
                .findFirst();
    }

    private SealedResult openTest(Run devRun) {
        Optional<SealedResult> before = lookOf(devRun);
        if (before.isPresent()) {
            looks.remove(before.get());
            looks.add(before.get());
            return before.get();
        }
        Evaluator.Look look = evaluator.test(devRun.candidate());
        SealedResult result = sealed(look);
        looks.add(result);
        observer.openedTest(result);
        return result;
    }

    private SealedResult sealed(Evaluator.Look look) {
        double alpha = Looks.alpha(look.number(), ALPHA);
        ScoreEstimate score = testMeasure.estimate(look.run()).orElseThrow();
        Optional<JudgedScore> judged = evaluator.judged(look.run(), score, 1 - alpha);
        GoalCheck check = GoalCheck.of(means.task().goal(), score, judged, look.run(), 1 - alpha);
        return new SealedResult(
                look.number(),
                alpha,
                look.run(),
                score,
                check,
                leaks.of(look.run(), check),
                judged);
    }

    private Optional<GoalCheck> devCheck(Run run) {
        return devMeasure
                .estimate(run)
                .map(score ->
                        GoalCheck.of(
                                means.task().goal(),
                                score,
                                evaluator.judged(run, score, DEV_LEVEL),
                                run,
                                DEV_LEVEL));
    }

    private RungResult notReached(Rung rung) {
        return switch (rung.applicability(means)) {
            case Applicability.NotApplicable not -> RungResult.notApplicable(rung, not);
            case Applicability.Applies applies ->
                    RungResult.of(rung, RungStatus.NOT_REACHED, arrivedAt());
            case Applicability.ProposesNothing nothing ->
                    RungResult.of(rung, RungStatus.NOT_REACHED, arrivedAt());
        };
    }

    private String arrivedAt() {
        return kept.map(run -> proposedAt.get(run.candidate().id()))
                .map(rung ->
                        (splits.few() ? "on these rows " : "")
                                + "the goal was met at rung "
                                + rung.number()
                                + " ("
                                + rung.word()
                                + "); --all climbs on")
                .orElse("");
    }
}
