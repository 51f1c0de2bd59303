package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.canonical.CanonicalJson;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator.Look;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Release;
import dev.gradus.stats.Looks;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ReleaseDecision;
import dev.gradus.tuning.ReleaseRule;
import dev.gradus.tuning.Trial;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.VerdictKind;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Rung 10: train, measure as every other candidate was measured, look for what was lost, promote
/// or roll back.
///
/// The order saves looks: dev first, then the forgetting suite, and the sealed test is opened only
/// for a tuned model that could be promoted.
final class Tuning {
    private static final double ALPHA = 0.05;
    private static final double LEVEL = 0.95;
    private final TuneBench bench;
    private final TuneRequest request;
    private final Climbed below;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Task task;
    private final Splits splits;
    private final long seed;
    private final LedgerEvaluator evaluator;
    private final TuneDocument document;

    Tuning(TuneBench bench, InstantSource clock) {
        this.bench = bench;
        this.request = bench.request();
        this.below = bench.below();
        this.ledger = bench.ledger();
        this.clock = clock;
        this.task = bench.task();
        this.splits = bench.splits();
        this.seed = bench.seed();
        this.evaluator = bench.evaluator();
        this.document = bench.document();
    }

    TuneReport tune() {
        // A defect that is to be mended first refuses even where every gate passes.
        boolean permitted = below.report().verdict().kind() == VerdictKind.FINE_TUNE;
        if (!permitted && request.override().isEmpty()) {
            return ended(Optional.empty());
        }
        Run best = below.ascent().kept().orElseThrow(Tuning::nothingBelow);
        TuningWay way = way();
        Candidate tuned = way.tuned();
        Candidates.remember(ledger, tuned);
        ReleaseDecision decision = decide(way, tuned, best);
        release(tuned, best.candidate(), decision);
        way.decided(decision);
        return ended(Optional.of(decision));
    }

    /// By the base: an encoder here, a chat model where it is served.
    private TuningWay way() {
        return bench.last()
                .inProcessBase()
                .<TuningWay>map(base -> new EncoderTuning(bench, base))
                .or(() -> bench.last().chatBase().map(base -> new ChatTuning(bench, base)))
                .orElseThrow(() ->
                        new GradusException.Usage(
                                "there is nothing to tune: an encoder learns labels alone, and the"
                                        + " task names no chat model. Name one as tuning.base."));
    }

    private TuneReport ended(Optional<ReleaseDecision> decision) {
        TuneReport report = new TuneReport(decision, document.tree(decision, clock.instant()));
        ledger.recordTuning(task.name(), CanonicalJson.write(report.document()), clock.instant());
        return report;
    }

    private static GradusException nothingBelow() {
        return new GradusException.Usage(
                "no rung measured a candidate, so there is nothing that a tuned model could be set"
                        + " against. gradus climb says what to add.");
    }

    private ReleaseDecision decide(TuningWay way, Candidate tuned, Run best) {
        Measure onDev = new Measure(task, splits.dev(), seed);
        Run dev = evaluator.dev(tuned);
        document.dev(onDev, best, dev);
        way.measured(onDev, dev);
        Optional<Forgetting> lost = Optional.of(way.forgetting(tuned));
        document.forgetting(lost);
        Optional<String> hopeless = hopeless(onDev, best, dev, lost);
        if (hopeless.isPresent()) {
            return new ReleaseDecision(
                    ReleaseDecision.Kind.ROLLED_BACK,
                    List.of(hopeless.get(), "The sealed test was not opened for it."),
                    OptionalLong.empty());
        }
        Look bestLook = evaluator.test(best.candidate());
        Look look = evaluator.test(tuned);
        Measure onTest = new Measure(task, splits.test(), seed);
        document.test(onTest, bestLook.run(), look);
        return ReleaseRule.decide(
                Trial.of(
                        new Trial.Pair(onDev, best, dev),
                        new Trial.Pair(onTest, bestLook.run(), look.run()),
                        splits.testTwins(),
                        lost),
                task.goal().matters(),
                Looks.alpha(look.number(), ALPHA));
    }

    /// Why no look at the sealed test could promote it; empty where one could.
    private static Optional<String> hopeless(
            Measure onDev, Run best, Run dev, Optional<Forgetting> lost) {
        if (dev.failed() || best.failed()) {
            return Optional.of("The run on dev failed: most of its outcomes are missing.");
        }
        if (lost.filter(one -> one.status() != Forgetting.Status.KEPT).isPresent()) {
            return Optional.of("Forgetting: " + String.join("; ", lost.get().why()) + ".");
        }
        Comparison comparison = onDev.compare(best, dev);
        boolean cheaper =
                ReleaseRule.cheaper(dev.costPerThousandCalls(), best.costPerThousandCalls());
        return !ReleaseRule.worse(comparison) || cheaper
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "Worse on dev: %+.1f points [%+.1f, %+.1f] against %s on %,d"
                                        + " examples, and not cheaper.",
                                100 * comparison.difference(),
                                100 * comparison.difference(LEVEL).low(),
                                100 * comparison.difference(LEVEL).high(),
                                best.candidate().title(),
                                comparison.n()));
    }

    /// What is served from now on. The best below is promoted first where nothing is live, so that
    /// a rollback has somewhere to go.
    private void release(Candidate tuned, Candidate best, ReleaseDecision decision) {
        String why = String.join(" ", decision.why()) + overridden();
        if (decision.promoted()) {
            if (Release.live(ledger.releases(task.name())).isEmpty()) {
                record(
                        act(
                                best,
                                Release.Act.PROMOTED,
                                "The best below tuning, by climb " + below.report().climb() + "."));
            }
            record(act(tuned, Release.Act.PROMOTED, why));
        } else {
            record(act(tuned, Release.Act.ROLLED_BACK, why));
        }
    }

    private String overridden() {
        String past =
                below.report().verdict().closed().stream()
                        .map(Gate::name)
                        .collect(Collectors.joining(", "));
        String verdict = "the verdict " + below.report().verdict().kind().word();
        return request.override()
                .map(reason ->
                        " Tuned by override (\""
                                + reason
                                + "\") past: "
                                + (past.isEmpty() ? verdict : past)
                                + ".")
                .orElse("");
    }

    /// Unless it is the last word on its candidate already: running the same command again adds
    /// nothing.
    private void record(Release act) {
        Optional<Release> last =
                ledger.releases(task.name()).stream()
                        .filter(one -> one.candidate().equals(act.candidate()))
                        .reduce((before, after) -> after);
        if (last.filter(one -> one.act() == act.act() && one.why().equals(act.why())).isEmpty()) {
            ledger.recordRelease(act);
        }
    }

    private Release act(Candidate candidate, Release.Act act, String why) {
        return new Release(
                task.name(), candidate.id(), candidate.title(), act, why, clock.instant());
    }
}
