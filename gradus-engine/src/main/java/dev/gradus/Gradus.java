package dev.gradus;

import dev.gradus.calls.Backoff;
import dev.gradus.calls.Budget;
import dev.gradus.calls.Caller;
import dev.gradus.candidate.Candidate;
import dev.gradus.check.CheckReport;
import dev.gradus.check.Finding;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.Climb;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.stats.TooFewGroups;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import dev.gradus.verdict.Verdict;
import dev.gradus.verdict.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.DoubleAdder;

/// The front door: `Gradus.with(ledger).climb(request)`. Thread-confined; one climb at a time.
///
/// The means (encoders, classifiers) are found by `ServiceLoader`, so an application that embeds
/// Gradus puts the modules it wants on the class path and no more.
public final class Gradus {
    private static final long NO_CLIMB = 0;
    private final Ledger ledger;
    private final Checker checker;
    private final Sources sources;
    private final InstantSource clock;
    private final int cores;
    private volatile boolean stopped;
    private volatile Optional<Equipment> working = Optional.empty();

    Gradus(Ledger ledger, Sources sources, InstantSource clock, int cores) {
        this.ledger = ledger;
        this.checker = new Checker(sources.encoders(), clock);
        this.sources = sources;
        this.clock = clock;
        this.cores = cores;
    }

    /// With the means on the class path, the system's clock and every core.
    public static Gradus with(Ledger ledger) {
        return new Gradus(
                ledger,
                Sources.found(),
                InstantSource.system(),
                Runtime.getRuntime().availableProcessors());
    }

    /// Climbs, and stores the verdict. Costs what the candidates cost that the ledger does not have
    /// yet.
    ///
    /// @throws GradusException with what is wrong and what to do
    public ClimbReport climb(ClimbRequest request) {
        return climbed(request, PilotWish.FREE).report();
    }

    private Climbed climbed(ClimbRequest request, PilotWish pilots) {
        long started = System.nanoTime();
        Instant at = clock.instant();
        Task task = request.task();
        List<ModelName> inProcess = sources.usable(task);
        Splitter.Cut cut = Checker.cut(request);
        Splits splits = cut.splits();
        Payer payer = ClimbIdentity.of(request).begin(ledger, at);
        long climb = payer.climb();
        String freshness = request.fresh() ? "#" + climb : "";
        AskedVersions.remember(ledger, task, at);
        DataVersion version = DataVersion.of(request);
        version.remember(ledger, climb);
        CheckReport check = checker.check(request, cut, ledger.taskVersions(task.name()), at);
        try (Equipment equipment =
                new Equipment(
                        sources, request, splits, ledger, inProcess, cores, payer, freshness)) {
            begin(equipment);
            LedgerEvaluator evaluator =
                    new LedgerEvaluator(
                            task,
                            splits,
                            ledger,
                            equipment.answering(),
                            equipment.refits(),
                            equipment.scorer(),
                            equipment.judging(),
                            request.progress(),
                            clock,
                            freshness);
            Ascent ascent =
                    new Climb(
                                    equipment.means(),
                                    splits,
                                    evaluator,
                                    request.options(),
                                    request.observer())
                            .climb();
            FailedRuns.refuseWhereAllFailed(ascent);
            Decided decided =
                    decide(
                            equipment,
                            lastRung(request, equipment, splits, ascent, check),
                            pilots,
                            payer);
            Effort effort =
                    new Effort(
                            evaluator.answered(),
                            evaluator.fromLedger(),
                            equipment.encoders().cpuNanos() / 1e9,
                            ledger.spent(climb),
                            Duration.ofNanos(System.nanoTime() - started),
                            cores);
            Map<String, Object> document =
                    new VerdictDocument(
                                    request,
                                    version,
                                    splits,
                                    ascent,
                                    decided.verdict(),
                                    decided.economics(),
                                    check,
                                    effort,
                                    ledger,
                                    evaluator,
                                    decided.pilot(),
                                    new Retuning(
                                                    task,
                                                    splits,
                                                    ledger,
                                                    sources.trainer(),
                                                    new AdapterFolders(request.outside().home()))
                                            .tree(decided.economics()))
                            .tree(climb, at);
            ledger.finishClimb(
                    climb, dev.gradus.canonical.CanonicalJson.write(document), clock.instant());
            return new Climbed(
                    new ClimbReport(climb, decided.verdict(), document),
                    splits,
                    ascent,
                    check,
                    payer,
                    decided.pilot());
        } catch (TooFewGroups few) {
            throw new GradusException.Data(String.valueOf(few.getMessage()));
        }
    }

    private record Decided(Verdict verdict, Economics economics, Optional<PilotForecast> pilot) {}

    /// The verdict without a forecast; where nothing but a forecast stands between it and
    /// fine-tuning, or tuning follows whatever it says, a pilot is worth its cost, and the verdict
    /// is made again with what it showed.
    private Decided decide(Equipment equipment, LastRung last, PilotWish wish, Payer payer) {
        Economics economics = last.economics(Optional.empty());
        Verdict verdict = VerdictRule.decide(last.evidence(economics, Piloted.unwanted()));
        boolean anyway =
                wish == PilotWish.ANYWAY
                        && last.inProcessBase().isPresent()
                        && last.ascent().kept().isPresent();
        if (!anyway && !last.worthAPilot(verdict)) {
            return new Decided(verdict, economics, Optional.empty());
        }
        TrainingWatch watch = new TrainingWatch(last.request().progress(), () -> stopped);
        Piloted pilot = Piloted.unwanted();
        if (last.inProcessBase().isPresent()) {
            pilot = EncoderPilots.run(last, equipment, watch);
        } else if (wish == PilotWish.PAID) {
            pilot = ChatPilots.run(last, economics, payer, besides(equipment), watch);
        }
        Economics known = last.economics(pilot.forecast());
        return new Decided(
                VerdictRule.decide(last.evidence(known, pilot)), known, pilot.forecast());
    }

    private LastRung lastRung(
            ClimbRequest request,
            Equipment equipment,
            Splits splits,
            Ascent ascent,
            CheckReport check) {
        LastRung last =
                new LastRung(
                        request,
                        splits,
                        ascent,
                        check,
                        sources,
                        ledger,
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                        Optional.empty());
        return last.withQuote(ChatQuote.of(last, equipment));
    }

    /// Tunes, if every gate passes or the user overrides them by name; then measures the tuned
    /// model as every other candidate, and promotes it or rolls it back. Costs a climb, a pilot,
    /// the training and one look at the sealed test.
    ///
    /// @throws GradusException with what is wrong and what to do
    public TuneReport tune(TuneRequest request) {
        refuseFewRows(request);
        Climbed below =
                climbed(
                        request.climb(),
                        request.override().isEmpty() ? PilotWish.PAID : PilotWish.ANYWAY);
        try (Equipment equipment =
                new Equipment(
                        sources,
                        request.climb(),
                        below.splits(),
                        ledger,
                        sources.usable(request.climb().task()),
                        cores,
                        below.payer(),
                        "")) {
            begin(equipment);
            return new Tuning(bench(request, below, equipment), clock).tune();
        } catch (TooFewGroups few) {
            throw new GradusException.Data(String.valueOf(few.getMessage()));
        }
    }

    /// Nothing could show that the tuned model is better, so no reason of the user's opens this
    /// way.
    private static void refuseFewRows(TuneRequest request) {
        Splits splits = Checker.splits(request.climb());
        if (splits.few() && request.override().isPresent()) {
            throw new GradusException.Usage(
                    String.format(
                            Locale.ROOT,
                            "%,d rows without a test file are too few to tune on, and an override does"
                                    + " not help: no test is cut from fewer than %d rows, so nothing could"
                                    + " show that the tuned model is better. Add %,d rows or more; gradus"
                                    + " climb says how many settle the verdict.",
                            splits.dev().size(),
                            Splitter.FEW,
                            Splitter.FEW - splits.dev().size()));
        }
    }

    private TuneBench bench(TuneRequest request, Climbed below, Equipment equipment) {
        LastRung last =
                lastRung(request.climb(), equipment, below.splits(), below.ascent(), below.check());
        return new TuneBench(
                request,
                below,
                equipment,
                sources,
                ledger,
                evaluator(request.climb(), below.splits(), equipment),
                last,
                new TuneDocument(request, below, last),
                besides(equipment),
                new TrainingWatch(request.climb().progress(), () -> stopped),
                new DoubleAdder());
    }

    /// @param first that is open while others are
    private Beside besides(Equipment first) {
        return (payer, other, splits, work) -> {
            try (Equipment equipment =
                    new Equipment(
                            sources,
                            other,
                            splits,
                            ledger,
                            sources.usable(other.task()),
                            cores,
                            payer,
                            "")) {
                begin(equipment);
                work.accept(equipment, evaluator(other, splits, equipment));
            } finally {
                begin(first);
            }
        };
    }

    private LedgerEvaluator evaluator(ClimbRequest request, Splits splits, Equipment equipment) {
        return new LedgerEvaluator(
                request.task(),
                splits,
                ledger,
                equipment.answering(),
                equipment.refits(),
                equipment.scorer(),
                equipment.judging(),
                request.progress(),
                clock,
                "");
    }

    /// One candidate on the dev examples, or on every example of the file where it learns nothing
    /// from them. Costs what the ledger does not have yet. Not a climb: no rung, no look at a test.
    ///
    /// @param everything true for every example
    public Measured measure(ClimbRequest request, Candidate candidate, boolean everything) {
        if (everything && candidate.learns()) {
            throw new GradusException.Usage(
                    candidate.title()
                            + " learned from train examples, so it is measured on dev alone. Leave"
                            + " --all-examples out.");
        }
        Splits splits =
                everything
                        ? new Splits(List.of(), request.examples(), List.of(), false, Set.of())
                        : Checker.cut(request).splits();
        Payer payer = ClimbIdentity.of(request).measuring(candidate).begin(ledger, clock.instant());
        try (Equipment equipment =
                new Equipment(
                        sources,
                        request,
                        splits,
                        ledger,
                        sources.usable(request.task()),
                        cores,
                        payer,
                        "")) {
            begin(equipment);
            Run run = evaluator(request, splits, equipment).dev(candidate);
            return new Measured(splits.dev(), run, ledger.spent(payer.climb()));
        }
    }

    /// @param examples that were answered, in order
    /// @param run the candidate on them
    /// @param spent on calls
    public record Measured(List<Example> examples, Run run, Ledger.Spent spent) {}

    /// The candidate that stands for the task file as it is now: the user's own first prompt on the
    /// first chat model, else our sharper one; without a chat model the linear classifier on the
    /// first encoder.
    public Candidate asWritten(ClimbRequest request) {
        // A prompt shows nothing of the examples, so they need not be split for it.
        boolean prompted = request.task().models().stream().anyMatch(one -> !one.inProcess());
        Splits splits =
                prompted
                        ? new Splits(List.of(), List.of(), List.of(), false, Set.of())
                        : Checker.cut(request).splits();
        try (Equipment equipment =
                new Equipment(
                        sources,
                        request,
                        splits,
                        ledger,
                        sources.usable(request.task()),
                        cores,
                        Payer.NOBODY,
                        "")) {
            return equipment.means().asWritten();
        }
    }

    /// From another thread: no further call of a chat model is begun, and the climb ends with
    /// `Stopped`. Waits for those in flight, as they are paid for; what they bring is kept.
    ///
    /// @param patience how long to wait at most
    public void stop(Duration patience) {
        stopped = true;
        working.ifPresent(equipment -> rest(equipment.caller(), patience));
    }

    private static void rest(Caller caller, Duration patience) {
        caller.stop();
        try {
            caller.rest(patience);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Equipment equipment) {
        working = Optional.of(equipment);
        if (stopped) {
            equipment.caller().stop();
        }
    }

    /// Asks the task's last chat model which rules of brief, prompts and label descriptions
    /// contradict or repeat each other: one call, kept in the ledger, within the task's budget.
    ///
    /// @throws GradusException.Usage where the task names no chat model
    /// @throws GradusException.Provider where no reply came that can be read
    public List<Finding> ask(ClimbRequest request) {
        Task task = request.task();
        try (ChatModels models =
                new ChatModels(task, sources.models(), request.outside().place())) {
            List<ModelName> chat = models.named();
            if (chat.isEmpty()) {
                throw new GradusException.Usage(
                        "--ask puts the prompts to the task's last chat model, and models names none."
                                + " Name one, or leave --ask out.");
            }
            Caller caller =
                    new Caller(
                            models::model,
                            ledger,
                            request.outside().prices(),
                            new Budget(
                                    task.budget(),
                                    task.calling().tokenBudget(),
                                    new Ledger.Spent(0, 0, 0, 0)),
                            new Caller.Settings(
                                    1,
                                    Equipment.DEADLINE,
                                    Backoff.standard(),
                                    task.currency(),
                                    "",
                                    request.outside().polling()),
                            request.outside().recorder(),
                            NO_CLIMB);
            return new PromptReview(task).by(chat.getLast(), caller);
        }
    }

    /// Two candidates on the dev examples, from outcomes that the ledger has.
    ///
    /// @throws GradusException.Usage where a candidate was not run on this dev split
    public Compared compare(ClimbRequest request, Candidate baseline, Candidate candidate) {
        Splits splits = Checker.cut(request).splits();
        StoredRuns runs = new StoredRuns(request.task(), splits, ledger);
        for (Candidate one : List.of(baseline, candidate)) {
            if (!runs.has(one)) {
                throw new GradusException.Usage(
                        one.title()
                                + " has none of the "
                                + splits.dev().size()
                                + " dev outcomes in this ledger: "
                                + DataVersion.of(request)
                                        .since(ledger, request, 0)
                                        .filter(changes -> !changes.none())
                                        .map(changes ->
                                                changes.words()
                                                        + (changes.places().isEmpty()
                                                                ? ""
                                                                : ", such as "
                                                                        + String.join(
                                                                                ", ",
                                                                                changes.places())))
                                        .orElse(
                                                "it was measured on other examples, or by another score")
                                + ". Run gradus climb first.");
            }
        }
        Run before = runs.dev(baseline);
        Run after = runs.dev(candidate);
        Measure measure = new Measure(request.task(), splits.dev(), request.options().seed());
        if (!measure.comparable(before, after)) {
            throw new GradusException.Usage(
                    "no dev example was answered by both "
                            + baseline.title()
                            + " and "
                            + candidate.title()
                            + ". Run gradus climb again: what failed is asked once more.");
        }
        Comparison comparison = measure.compare(before, after);
        return new Compared(
                comparison, splits.dev().size() - comparison.n() - comparison.missing());
    }

    /// @param comparison on the dev examples that both were asked
    /// @param notAsked dev examples that one of them was not asked
    public record Compared(Comparison comparison, int notAsked) {}

    /// What a climb would do at most. Opens the encoders and reads the ledger; calls nothing.
    public DryRun dryRun(ClimbRequest request) {
        Task task = request.task();
        List<ModelName> inProcess = sources.usable(task);
        Splits splits = Checker.cut(request).splits();
        try (Equipment equipment =
                new Equipment(
                        sources, request, splits, ledger, inProcess, cores, Payer.NOBODY, "")) {
            return DryRun.of(
                    equipment.means(),
                    splits,
                    request.options(),
                    inProcess.stream().map(equipment.encoders()::load).toList(),
                    new CallEstimate(
                            equipment, splits, request.outside().prices(), request.options()),
                    paid(request, equipment),
                    ClimbIdentity.of(request).finished(ledger));
        }
    }

    /// Calls that are taken off what a climb would ask. A judge's calls are among those that were
    /// paid and not among those that are estimated, so with a judge nothing is taken off; nor where
    /// everything is measured anew.
    private long paid(ClimbRequest request, Equipment equipment) {
        return request.fresh() || equipment.judging().isPresent()
                ? 0
                : ClimbIdentity.of(request).spent(ledger).calls();
    }
}
