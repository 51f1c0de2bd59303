package dev.gradus;

import dev.gradus.calls.Backoff;
import dev.gradus.calls.Budget;
import dev.gradus.calls.Caller;
import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Shots;
import dev.gradus.check.CheckReport;
import dev.gradus.check.Finding;
import dev.gradus.cost.Economics;
import dev.gradus.cost.Sums;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.Climb;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.stats.TooFewGroups;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import dev.gradus.verdict.Evidence;
import dev.gradus.verdict.Verdict;
import dev.gradus.verdict.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

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
        long started = System.nanoTime();
        Instant at = clock.instant();
        Task task = request.task();
        List<ModelName> inProcess = usable(task);
        Splitter.Cut cut = Checker.cut(request);
        Splits splits = cut.splits();
        String key = keyOf(request);
        long climb = ledger.beginClimb(key, task.name(), request.configuration(), at).id();
        String freshness = request.fresh() ? "#" + climb : "";
        rememberVersion(task, at);
        CheckReport check = checker.check(request, cut, ledger.taskVersions(task.name()), at);
        try (Equipment equipment =
                new Equipment(
                        sources, request, splits, ledger, inProcess, cores, climb, freshness)) {
            begin(equipment);
            LedgerEvaluator evaluator =
                    new LedgerEvaluator(
                            task,
                            splits,
                            ledger,
                            equipment.answering(),
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
            Economics economics = economics(task, splits, ascent);
            Verdict verdict =
                    VerdictRule.decide(
                            new Evidence(
                                    task,
                                    splits,
                                    ascent,
                                    check.findings(),
                                    economics,
                                    check.movement(),
                                    false));
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
                                    request, splits, ascent, verdict, economics, check, effort,
                                    ledger, evaluator)
                            .tree(climb, at);
            ledger.finishClimb(
                    climb, dev.gradus.candidate.CanonicalJson.write(document), clock.instant());
            return new ClimbReport(climb, verdict, document);
        } catch (TooFewGroups few) {
            throw new GradusException.Data(String.valueOf(few.getMessage()));
        }
    }

    /// One candidate on the dev examples, or on every example of the file where it learns nothing
    /// from them. Costs what the ledger does not have yet. Not a climb: no rung, no look at a test.
    ///
    /// @param everything true for every example
    public Measured measure(ClimbRequest request, Candidate candidate, boolean everything) {
        if (everything && learns(candidate)) {
            throw new GradusException.Usage(
                    candidate.title()
                            + " learned from train examples, so it is measured on dev alone. Leave"
                            + " --all-examples out.");
        }
        Splits splits =
                everything
                        ? new Splits(List.of(), request.examples(), List.of(), false, Set.of())
                        : Checker.cut(request).splits();
        String key = ContentHash.of("measure", keyOf(request), candidate.id());
        long climb =
                ledger.beginClimb(
                                key,
                                request.task().name() + " (measured)",
                                request.configuration(),
                                clock.instant())
                        .id();
        try (Equipment equipment =
                new Equipment(
                        sources,
                        request,
                        splits,
                        ledger,
                        usable(request.task()),
                        cores,
                        climb,
                        "")) {
            begin(equipment);
            Run run =
                    new LedgerEvaluator(
                                    request.task(),
                                    splits,
                                    ledger,
                                    equipment.answering(),
                                    equipment.scorer(),
                                    equipment.judging(),
                                    request.progress(),
                                    clock,
                                    "")
                            .dev(candidate);
            return new Measured(splits.dev(), run, ledger.spent(climb));
        }
    }

    /// @param examples that were answered, in order
    /// @param run the candidate on them
    /// @param spent on calls
    public record Measured(List<Example> examples, Run run, Ledger.Spent spent) {}

    private static boolean learns(Candidate candidate) {
        return switch (candidate) {
            case Candidate.Encoded encoded -> encoded.method().learns();
            case Candidate.Prompted prompted -> !(prompted.shots() instanceof Shots.None);
            case Candidate.Cascade cascade -> true;
        };
    }

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
                        sources, request, splits, ledger, usable(request.task()), cores, 0, "")) {
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
    public Comparison compare(ClimbRequest request, Candidate baseline, Candidate candidate) {
        Splits splits = Checker.cut(request).splits();
        StoredRuns runs = new StoredRuns(request.task(), splits, ledger);
        return new Measure(request.task(), splits.dev(), request.options().seed())
                .compare(runs.dev(baseline), runs.dev(candidate));
    }

    /// What a climb would do at most. Opens the encoders and reads the ledger; calls nothing.
    public DryRun dryRun(ClimbRequest request) {
        Task task = request.task();
        List<ModelName> inProcess = usable(task);
        Splits splits = Checker.cut(request).splits();
        try (Equipment equipment =
                new Equipment(sources, request, splits, ledger, inProcess, cores, 0, "")) {
            return DryRun.of(
                    equipment.means(),
                    splits,
                    request.options(),
                    inProcess.stream().map(equipment.encoders()::load).toList(),
                    new CallEstimate(equipment, splits, request.outside().prices()));
        }
    }

    /// The task's in-process encoders, each known and installed.
    private List<ModelName> usable(Task task) {
        List<ModelName> inProcess = task.models().stream().filter(ModelName::inProcess).toList();
        if (inProcess.isEmpty()
                || sources.encoders().isEmpty()
                || sources.classifiers().isEmpty()) {
            return List.of();
        }
        List<EncoderFacts> known = sources.encoders().get().encoders();
        for (ModelName name : inProcess) {
            EncoderFacts facts =
                    known.stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    new GradusException.Data(
                                            "gradus.yaml names the model "
                                                    + name
                                                    + ", which is not known. Known in this process: "
                                                    + known.stream()
                                                            .map(one -> one.name().toString())
                                                            .collect(Collectors.joining(", "))
                                                    + "."));
            if (!facts.installed()) {
                throw new GradusException.Provider(
                        name
                                + " is not installed. Fetch it once ("
                                + facts.megabytes()
                                + " MB): ./gradus models get "
                                + name,
                        false);
            }
        }
        return inProcess;
    }

    /// A climb that goes on with a larger budget, or by batches, is the same climb.
    private static Task identity(Task task) {
        Task unbudgeted = task.withBudget(Optional.empty(), OptionalLong.empty());
        return unbudgeted.withCalling(unbudgeted.calling().withBatch(false));
    }

    private static String keyOf(ClimbRequest request) {
        ContentHash hash =
                new ContentHash()
                        .add(identity(request.task()).toString())
                        .add(ContentHash.of(request.examples()))
                        .add(request.test().map(ContentHash::of).orElse(""))
                        .add(Boolean.toString(request.options().all()))
                        .add(request.options().only().stream().sorted().toList().toString())
                        .add(request.options().skip().stream().sorted().toList().toString())
                        .add(Long.toString(request.options().seed()))
                        .add(Boolean.toString(request.fresh()));
        return hash.hex();
    }

    private void rememberVersion(Task task, Instant at) {
        String labels =
                task.answer()
                        .asLabels()
                        .map(AnswerShape.Labels::labels)
                        .map(Gradus::labelHash)
                        .orElse("");
        ledger.recordTaskVersion(
                new Ledger.TaskVersion(
                        task.name(),
                        ContentHash.of(task.brief()),
                        labels,
                        ContentHash.of(task.prompt().orElse("")),
                        at));
    }

    private static String labelHash(List<Label> labels) {
        ContentHash hash = new ContentHash();
        labels.forEach(label -> hash.add(label.name()).add(label.description().orElse("")));
        return hash.hex();
    }

    private static Economics economics(Task task, Splits splits, Ascent ascent) {
        List<Sums.Priced> priced = new ArrayList<>();
        Optional<String> winner = ascent.kept().map(run -> run.candidate().id());
        ascent.rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .filter(tried -> tried.score().isPresent())
                .filter(tried ->
                        tried.role() != Tried.Role.NOT_BETTER
                                || winner.filter(tried.run().candidate().id()::equals).isPresent())
                .forEach(tried -> priced.add(price(tried, ascent)));
        int verified =
                (int)
                        splits.train().stream()
                                .filter(one ->
                                        one.verified() || one.origin() != Example.Origin.SYNTHETIC)
                                .count();
        return Sums.of(task, priced, winner, verified, OptionalDouble.empty());
    }

    /// The winner at its sealed-test score, the others at their dev score.
    private static Sums.Priced price(Tried tried, Ascent ascent) {
        Run run = tried.run();
        double score =
                ascent.sealed()
                        .filter(look -> look.run().candidate().id().equals(run.candidate().id()))
                        .map(look -> look.value())
                        .orElseGet(() -> tried.score().orElseThrow().value());
        return new Sums.Priced(
                run.candidate().id(), run.candidate().title(), score, run.costPerThousandCalls());
    }
}
