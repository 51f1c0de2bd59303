package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.Evaluator.Look;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Release;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.Trainer.Kept;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.stats.Looks;
import dev.gradus.stats.Seeds;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.tuning.Forgetting;
import dev.gradus.tuning.ForgettingSlice;
import dev.gradus.tuning.ReleaseDecision;
import dev.gradus.tuning.ReleaseRule;
import dev.gradus.tuning.Trial;
import dev.gradus.verdict.Gate;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Rung 10 on an in-process encoder: train, measure as every other candidate was measured, look for
/// what was lost, promote or roll back.
///
/// The order saves looks: dev first, then the forgetting suite, and the sealed test is opened only
/// for a tuned model that could be promoted.
final class Tuning {
    private static final double ALPHA = 0.05;
    private static final double LEVEL = 0.95;
    private static final double CHEAPER = 0.95;
    private final TuneRequest request;
    private final Climbed below;
    private final Equipment equipment;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Task task;
    private final Splits splits;
    private final long seed;
    private final LedgerEvaluator evaluator;
    private final Optional<Trainer> trainer;
    private final LastRung last;
    private final TuneDocument document;

    Tuning(
            TuneRequest request,
            Climbed below,
            Equipment equipment,
            Sources sources,
            Ledger ledger,
            InstantSource clock) {
        this.request = request;
        this.below = below;
        this.equipment = equipment;
        this.ledger = ledger;
        this.clock = clock;
        this.task = request.climb().task();
        this.splits = below.splits();
        this.seed = request.climb().options().seed();
        this.trainer = sources.trainer();
        this.evaluator =
                new LedgerEvaluator(
                        task,
                        splits,
                        ledger,
                        equipment.answering(),
                        equipment.scorer(),
                        equipment.judging(),
                        request.climb().progress(),
                        clock,
                        "");
        this.last =
                new LastRung(
                        request.climb(), splits, below.ascent(), below.check(), sources, ledger);
        this.document = new TuneDocument(request, below, last);
    }

    TuneReport tune(TrainingWatch watch) {
        List<Gate> closed =
                below.report().verdict().gates().stream().filter(gate -> !gate.passes()).toList();
        if (!closed.isEmpty() && request.override().isEmpty()) {
            return ended(Optional.empty());
        }
        Run best = below.ascent().kept().orElseThrow(Tuning::nothingBelow);
        ModelName base = base();
        document.pilot(below.pilot().or(() -> last.pilot(equipment, watch)));
        Trained trained = train(base, watch);
        Kept kept = keep(base, trained);
        Candidate tuned =
                new Candidate.Encoded(
                        base,
                        new Method.Adapted(task.plan().recipe().kind().word(), kept.id()),
                        task.answer().asLabels().map(AnswerShape.Labels::labels).orElseThrow(),
                        ContentHash.of(splits.train()));
        Candidates.remember(ledger, tuned);
        ReleaseDecision decision = decide(tuned, best, base);
        release(tuned, best.candidate(), decision);
        trainer.orElseThrow()
                .note(
                        home(),
                        task.name(),
                        kept,
                        document.devScore(),
                        document.testScore(),
                        decision.kind().word() + ": " + String.join(" ", decision.why()));
        return ended(Optional.of(decision));
    }

    private TuneReport ended(Optional<ReleaseDecision> decision) {
        TuneReport report = new TuneReport(decision, document.tree(decision, clock.instant()));
        ledger.recordTuning(
                task.name(),
                dev.gradus.candidate.CanonicalJson.write(report.document()),
                clock.instant());
        return report;
    }

    private static GradusException nothingBelow() {
        return new GradusException.Usage(
                "no rung measured a candidate, so there is nothing that a tuned model could be set"
                        + " against. gradus climb says what to add.");
    }

    private ModelName base() {
        ModelName base =
                last.inProcessBase()
                        .orElseThrow(() ->
                                new GradusException.Usage(
                                        "gradus tune tunes in-process encoders on label tasks, and"
                                                + " this task would be answered by a chat model. Name an"
                                                + " encoder as tuning.base, or write a training set and"
                                                + " a recipe with --export."));
        Trainer one =
                trainer.orElseThrow(() ->
                        new GradusException.Usage(
                                "no trainer is on the class path; add gradus-tune"));
        one.refusal(base)
                .ifPresent(why -> {
                    throw new GradusException.Provider(why, false);
                });
        return base;
    }

    private Path home() {
        return request.climb()
                .outside()
                .home()
                .orElseThrow(() ->
                        new GradusException.Usage(
                                "an adapter is kept beside the ledger, and this ledger has no"
                                        + " folder"));
    }

    /// One run a seed; the one with the best held-out score inside train is kept.
    private Trained train(ModelName base, TrainingWatch watch) {
        List<Trainer.Job> jobs = new ArrayList<>();
        List<Trained> runs = new ArrayList<>();
        int seeds = task.plan().recipe().seeds();
        for (int i = 1; i <= seeds; i++) {
            Trainer.Job job = job(base, i);
            jobs.add(job);
            String which = seeds == 1 ? "" : ", seed " + i + " of " + seeds;
            runs.add(
                    watch.train(
                            trainer.orElseThrow(),
                            "tuning " + base + " by " + task.plan().recipe().kind().word() + which,
                            job));
        }
        Trained best =
                runs.stream().max(Comparator.comparingDouble(Trained::heldScore)).orElseThrow();
        document.trained(jobs, runs, runs.indexOf(best));
        return best;
    }

    private Trainer.Job job(ModelName base, int number) {
        List<String> labels = task.answer().asLabels().map(AnswerShape.Labels::names).orElseThrow();
        long own = Seeds.seed(seed, "tuning run " + number);
        String key =
                ContentHash.of(
                        task.name(),
                        base.toString(),
                        task.plan().recipe().toString(),
                        Long.toString(own),
                        ContentHash.of(splits.train()));
        return new Trainer.Job(
                base,
                task.plan().recipe(),
                labels,
                Pilots.labelled(splits.train(), labels),
                List.of(),
                own,
                home().resolve("tuning").resolve("run-" + key.substring(0, 16)),
                Optional.empty());
    }

    private Kept keep(ModelName base, Trained trained) {
        Trainer one = trainer.orElseThrow();
        one.merge(trained.folder(), base);
        Kept kept =
                one.keep(
                        home(),
                        task.name(),
                        trained,
                        document.job(trained),
                        ContentHash.of(splits.train()),
                        document.seeds());
        document.kept(kept);
        return kept;
    }

    private ReleaseDecision decide(Candidate tuned, Run best, ModelName base) {
        Measure onDev = new Measure(task, splits.dev(), seed);
        Run dev = evaluator.dev(tuned);
        document.dev(onDev, best, dev);
        frozen(base).ifPresent(run -> document.frozen(onDev.compare(run, dev), run));
        Optional<Forgetting> lost = forgetting((Candidate.Encoded) tuned, base);
        document.forgetting(lost);
        Optional<String> hopeless = hopeless(onDev, best, dev, lost);
        if (hopeless.isPresent()) {
            return new ReleaseDecision(
                    ReleaseDecision.Kind.ROLLED_BACK,
                    List.of(hopeless.get(), "The sealed test was not opened for it."),
                    java.util.OptionalLong.empty());
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
                best.costPerThousandCalls().isPresent()
                        && dev.costPerThousandCalls().isPresent()
                        && dev.costPerThousandCalls().get().amount()
                                <= CHEAPER * best.costPerThousandCalls().get().amount();
        return comparison.difference() >= 0 || cheaper
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                java.util.Locale.ROOT,
                                "Not better on dev: %.1f points [%+.1f, %+.1f] against %s on %,d"
                                        + " examples, and not cheaper.",
                                100 * comparison.difference(),
                                100 * comparison.difference(LEVEL).low(),
                                100 * comparison.difference(LEVEL).high(),
                                best.candidate().title(),
                                comparison.n()));
    }

    /// The linear classifier on the same encoder, untuned: always shown beside the tuned one.
    private Optional<Run> frozen(ModelName base) {
        if (!equipment.means().encoders().contains(base)) {
            return Optional.empty();
        }
        return Optional.of(
                evaluator.dev(
                        new Candidate.Encoded(
                                base,
                                new Method.Linear(equipment.means().study().strength(base).value()),
                                task.answer()
                                        .asLabels()
                                        .map(AnswerShape.Labels::labels)
                                        .orElseThrow(),
                                equipment.means().study().trainHash())));
    }

    private Optional<Forgetting> forgetting(Candidate.Encoded tuned, ModelName base) {
        Encoders encoders = equipment.encoders();
        VectorStore before = encoders.vectors(base);
        VectorStore after = encoders.vectors(tuned);
        List<ForgettingSlice> slices = new ArrayList<>();
        GeneralRetrieval.Result general = new GeneralRetrieval().of(before, after);
        slices.add(general.slice());
        document.agreement(general.agreement());
        OtherTasks others = new OtherTasks(encoders.classifiers(), seed);
        request.others().forEach(other -> slices.addAll(others.of(other, before, after)));
        return Optional.of(
                Forgetting.of(slices, task.plan().margin(), Seeds.seed(seed, "forgetting")));
    }

    /// What is served from now on. The best below is promoted first where nothing is live, so that
    /// a rollback has somewhere to go.
    private void release(Candidate tuned, Candidate best, ReleaseDecision decision) {
        String why = String.join(" ", decision.why()) + overridden();
        if (decision.promoted()) {
            if (Release.live(ledger.releases(task.name())).isEmpty()) {
                ledger.recordRelease(
                        act(
                                best,
                                Release.Act.PROMOTED,
                                "The best below tuning, by climb " + below.report().climb() + "."));
            }
            ledger.recordRelease(act(tuned, Release.Act.PROMOTED, why));
        } else {
            ledger.recordRelease(act(tuned, Release.Act.ROLLED_BACK, why));
        }
    }

    private String overridden() {
        return request.override()
                .map(reason ->
                        " Tuned by override (\""
                                + reason
                                + "\") past: "
                                + below.report().verdict().gates().stream()
                                        .filter(gate -> !gate.passes())
                                        .map(Gate::name)
                                        .collect(Collectors.joining(", "))
                                + ".")
                .orElse("");
    }

    private Release act(Candidate candidate, Release.Act act, String why) {
        return new Release(
                task.name(), candidate.id(), candidate.title(), act, why, clock.instant());
    }
}
