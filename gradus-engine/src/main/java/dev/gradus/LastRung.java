package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.check.CheckReport;
import dev.gradus.check.Finding;
import dev.gradus.cost.BaseModelLife;
import dev.gradus.cost.Economics;
import dev.gradus.cost.GainForecast;
import dev.gradus.cost.MachineRate;
import dev.gradus.cost.Price;
import dev.gradus.cost.Priced;
import dev.gradus.cost.Sums;
import dev.gradus.cost.Terms;
import dev.gradus.cost.TrainingCost;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Pricing;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.spi.Ledger;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.verdict.ClimbEvidence;
import dev.gradus.verdict.Evidence;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.TuningEvidence;
import dev.gradus.verdict.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// What the gates of the last rung rest on: the money, the forecast, what must not be lost.
///
/// @param check what was found before any call
/// @param today on which the base model's life is looked up
/// @param quoted what training a chat model would cost; empty for an encoder, or where that is
///   unknown
record LastRung(
        ClimbRequest request,
        Splits splits,
        Ascent ascent,
        CheckReport check,
        Sources sources,
        Ledger ledger,
        LocalDate today,
        Optional<TrainingCost> quoted) {
    /// Gates that a pilot settles.
    private static final Set<String> BY_FORECAST = Set.of("gap", "pays-back", "labels-or-tuning");

    /// @param pilot what came of it
    Evidence evidence(Economics economics, Piloted pilot) {
        TuningEvidence known = TuningEvidence.none();
        Optional<String> suite = suite();
        known = suite.isPresent() ? known.withForgettingSuite(suite.get()) : known;
        known =
                pilot.forecast().isPresent()
                        ? known.withForecast(pilot.forecast().get().forecast())
                        : known;
        known = pilot.why().isPresent() ? known.withoutForecast(pilot.why().get()) : known;
        Optional<TuningEvidence.BaseModel> life = chatBase().map(this::life);
        known = life.isPresent() ? known.withBase(life.get()) : known;
        return new ClimbEvidence(
                        request.task(),
                        splits,
                        ascent,
                        check.findings(),
                        economics,
                        check.movement(),
                        request.documents(),
                        known)
                .evidence();
    }

    /// Whether a chat model stays long enough, by the price book.
    private TuningEvidence.BaseModel life(ModelName base) {
        Optional<Price> price = request.outside().prices().price(base);
        BaseModelLife life =
                price.map(known ->
                                BaseModelLife.of(
                                        known, today, request.task().policy().horizonMonths()))
                        .orElseGet(() -> BaseModelLife.unknown(base));
        return new TuningEvidence.BaseModel(
                switch (life.state()) {
                    case PASSES -> Gate.Status.PASS;
                    case FAILS -> Gate.Status.FAIL;
                    case UNKNOWN -> Gate.Status.UNKNOWN;
                },
                life.why(),
                price.map(Price::source).orElse("price book"),
                switch (life.state()) {
                    case PASSES -> "";
                    case FAILS -> "name another base (tuning.base), or one with open weights";
                    case UNKNOWN -> "look it up, and write it in prices.yaml";
                });
    }

    /// The same with what training a chat model would cost.
    LastRung withQuote(Optional<TrainingCost> quote) {
        return new LastRung(request, splits, ascent, check, sources, ledger, today, quote);
    }

    /// In words; empty where nothing guards what the base could do before.
    private Optional<String> suite() {
        List<String> parts = new ArrayList<>();
        if (inProcessBase().isPresent()) {
            parts.add("built in (" + GeneralRetrieval.TITLE + ")");
        } else if (chatBase().isPresent()) {
            parts.add("built in (" + ChatSkills.TITLE + ")");
        }
        int tasks = request.task().plan().forgetting().size();
        if (tasks > 0) {
            parts.add(tasks + (tasks == 1 ? " task" : " tasks") + " of tuning.forgetting");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
    }

    /// True where a forecast alone stands between this verdict and fine-tuning: a defect that is to
    /// be mended first would stay.
    boolean worthAPilot(Verdict verdict) {
        boolean defects = check.findings().stream().anyMatch(Finding::blocks);
        List<Gate> closed = verdict.closed();
        return !defects
                && !closed.isEmpty()
                && closed.stream()
                        .allMatch(gate ->
                                gate.status() == Gate.Status.UNKNOWN
                                        && BY_FORECAST.contains(gate.name()));
    }

    /// How the best candidate below answers, where it is on this encoder: a pilot then measures
    /// what tuning gains over it, and not over another.
    Optional<Method> ownMethod(ModelName base) {
        return ascent.kept()
                .map(Run::candidate)
                .filter(one -> one instanceof Candidate.Encoded)
                .map(one -> (Candidate.Encoded) one)
                .filter(one -> one.model().equals(base))
                .map(Candidate.Encoded::method);
    }

    /// The encoder that would be tuned: the plan's, else the winner's, else the task's first; empty
    /// where the plan names a chat model, or the task has no encoder or no labels.
    Optional<ModelName> inProcessBase() {
        Task task = request.task();
        if (task.answer().asLabels().isEmpty()) {
            return Optional.empty();
        }
        if (task.plan().base().isPresent()) {
            return task.plan().base().filter(ModelName::inProcess);
        }
        List<ModelName> winner =
                ascent.kept().map(run -> run.candidate().models()).orElse(List.of());
        if (ascent.kept().filter(LastRung::prompted).isPresent()) {
            return Optional.empty();
        }
        return winner.stream()
                .filter(ModelName::inProcess)
                .reduce((cheaper, stronger) -> stronger)
                .or(() -> task.models().stream().filter(ModelName::inProcess).findFirst());
    }

    /// The chat model that would be tuned: the plan's, else the winner's, else the task's last;
    /// empty where an encoder would be, or no chat model can be.
    Optional<ModelName> chatBase() {
        if (inProcessBase().isPresent()) {
            return Optional.empty();
        }
        if (request.task().plan().base().isPresent()) {
            return request.task().plan().base().filter(base -> !base.inProcess());
        }
        List<ModelName> winner =
                ascent.kept().map(run -> run.candidate().models()).orElse(List.of());
        return lastChat(winner).or(() -> lastChat(request.task().models()));
    }

    private static Optional<ModelName> lastChat(List<ModelName> models) {
        return models.stream()
                .filter(one -> !one.inProcess())
                .reduce((cheaper, stronger) -> stronger);
    }

    private static boolean prompted(Run run) {
        return run.candidate() instanceof Candidate.Prompted;
    }

    /// The money, with what a pilot measured.
    Economics economics(Optional<PilotForecast> pilot) {
        Task task = request.task();
        Map<String, Priced> priced = new LinkedHashMap<>();
        Optional<String> winner = ascent.kept().map(run -> run.candidate().id());
        tried().filter(one -> one.run().complete())
                .filter(one ->
                        one.role() != Tried.Role.NOT_BETTER
                                || winner.filter(one.run().candidate().id()::equals).isPresent())
                .forEach(one -> priced.put(one.run().candidate().id(), price(one)));
        long verified =
                splits.train().stream()
                        .filter(one -> one.verified() || one.origin() != Example.Origin.SYNTHETIC)
                        .count();
        Economics made =
                Sums.of(
                        Terms.of(
                                task,
                                OptionalDouble.of(verified),
                                pilot.flatMap(this::trainingCost).or(() -> quoted)),
                        new Sums.Field(
                                List.copyOf(priced.values()),
                                meeting(),
                                winner.map(priced::get),
                                OptionalDouble.of(Terms.justEnough(task.goal()))),
                        pilot.flatMap(this::gain),
                        Seeds.seed(request.options().seed(), "tuning pays"));
        return MachineRate.of(task)
                .filter(MachineRate::assumed)
                .filter(rate -> !sources.usable(task).isEmpty())
                .map(rate -> made.assuming(rate.words()))
                .orElse(made);
    }

    private Stream<Tried> tried() {
        return ascent.rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .filter(one -> one.score().isPresent());
    }

    /// Those that meet the goal on dev; one that the sealed test was opened for only where that
    /// says so too. Who stopped before the end was not the cheapest by then, or the climb had asked
    /// it the rest.
    private List<Priced> meeting() {
        Goal goal = request.task().goal();
        Measure dev = new Measure(request.task(), splits.dev(), request.options().seed());
        List<Priced> meeting = new ArrayList<>();
        tried().filter(one -> one.run().complete())
                .forEach(one -> {
                    boolean met =
                            ascent.looks().stream()
                                    .filter(look ->
                                            look.run()
                                                    .candidate()
                                                    .id()
                                                    .equals(one.run().candidate().id()))
                                    .reduce((earlier, later) -> later)
                                    .map(look -> look.status().met())
                                    .orElseGet(() ->
                                            dev.estimate(one.run())
                                                    .map(score ->
                                                            GoalCheck.of(
                                                                            goal, score, one.run(),
                                                                            0.95)
                                                                    .status()
                                                                    .met())
                                                    .orElse(false));
                    if (met) {
                        meeting.add(price(one));
                    }
                });
        return meeting;
    }

    /// What tuning gains over the best candidate below; where the pilot was set against another,
    /// through that one's dev run. Empty where nothing joins the two.
    private Optional<GainForecast> gain(PilotForecast pilot) {
        double lower = pilot.forecast().gain().lower();
        double[] draws = pilot.forecast().draws();
        if (pilot.frozen().best()) {
            return Optional.of(new GainForecast(lower, draws));
        }
        Optional<Run> other = tried().map(Tried::run).filter(this::untuned).findFirst();
        if (other.isEmpty() || ascent.kept().isEmpty()) {
            return Optional.empty();
        }
        double over =
                pilot.forecast()
                        .lowerOver(
                                new Measure(request.task(), splits.dev(), request.options().seed())
                                        .compare(other.get(), ascent.kept().get()));
        return Optional.of(
                new GainForecast(
                        over, Arrays.stream(draws).map(one -> one - (lower - over)).toArray()));
    }

    /// The linear classifier on the encoder that would be tuned.
    private boolean untuned(Run run) {
        return run.candidate() instanceof Candidate.Encoded one
                && one.method() instanceof Method.Linear
                && inProcessBase().filter(one.model()::equals).isPresent();
    }

    /// The compute of one whole run, as the pilot measured it; what people cost is stated in the
    /// task file.
    private Optional<TrainingCost> trainingCost(PilotForecast pilot) {
        Recipe recipe = request.task().plan().recipe();
        long wanted = (long) splits.train().size() * recipe.epochs() * recipe.seeds();
        return MachineRate.of(request.task())
                .map(MachineRate::perCoreHour)
                .filter(rate -> pilot.cpuSeconds() > 0 && pilot.seen() > 0)
                .map(rate -> TrainingCost.measured(pilot.cpuSeconds(), pilot.seen(), wanted, rate));
    }

    /// The winner at its sealed-test score, the others at their dev score.
    private Priced price(Tried tried) {
        Run run = tried.run();
        double score =
                ascent.sealed()
                        .filter(look -> look.run().candidate().id().equals(run.candidate().id()))
                        .map(look -> look.value())
                        .orElseGet(() -> tried.score().orElseThrow().value());
        return Pricing.of(run, request.task().score(), score);
    }
}
