package dev.gradus;

import dev.gradus.check.CheckReport;
import dev.gradus.check.Detectable;
import dev.gradus.check.Finding;
import dev.gradus.cost.Economics;
import dev.gradus.cost.MachineRate;
import dev.gradus.document.RecordTree;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Learners;
import dev.gradus.ladder.MaybeBetter;
import dev.gradus.ladder.Proposal;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.SealedResult;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Asked;
import dev.gradus.score.Comparison;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.spi.Ledger;
import dev.gradus.stats.Interval;
import dev.gradus.stats.OrderStatistic;
import dev.gradus.stats.RowsToSettle;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Goal;
import dev.gradus.task.Money;
import dev.gradus.task.RowFolds;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.verdict.Gate;
import dev.gradus.verdict.Meanwhile;
import dev.gradus.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// Writes a climb down as `gradus.verdict/1`: everything that a report, a script or a later reader
/// needs, in one document. Its fields are documented in docs/verdict.md. One long file because it
/// is one table.
final class VerdictDocument {
    private static final double LEVEL = 0.95;
    private final ClimbRequest request;
    private final DataVersion version;
    private final Task task;
    private final Splits splits;
    private final Ascent ascent;
    private final Verdict verdict;
    private final Economics economics;
    private final CheckReport check;
    private final Effort effort;
    private final Ledger ledger;
    private final LedgerEvaluator evaluator;
    private final Optional<PilotForecast> forecast;
    private final @org.jspecify.annotations.Nullable Map<String, Object> live;

    VerdictDocument(
            ClimbRequest request,
            DataVersion version,
            Splits splits,
            Ascent ascent,
            Verdict verdict,
            Economics economics,
            CheckReport check,
            Effort effort,
            Ledger ledger,
            LedgerEvaluator evaluator,
            Optional<PilotForecast> forecast,
            @org.jspecify.annotations.Nullable Map<String, Object> live) {
        this.live = live;
        this.forecast = forecast;
        this.request = request;
        this.version = version;
        this.task = request.task();
        this.splits = splits;
        this.ascent = ascent;
        this.verdict = verdict;
        this.economics = economics;
        this.check = check;
        this.effort = effort;
        this.ledger = ledger;
        this.evaluator = evaluator;
    }

    Map<String, Object> tree(long climb, Instant at) {
        Tree tree = new Tree();
        tree.put("schema", "gradus.verdict/1");
        tree.put("climb", climb);
        tree.put("task", task.name());
        tree.put("at", at.toString());
        tree.put("brief", task.brief());
        tree.put("verdict", verdict.kind().word());
        tree.put("headline", verdict.headline());
        tree.put("use", verdict.use().orElse(null));
        tree.put("reasons", verdict.reasons());
        tree.put("todo", verdict.todo());
        tree.put("goal", goal(task.goal()));
        tree.put("data", data(climb));
        tree.put("winner", ascent.kept().map(this::winner).orElse(null));
        tree.put("rungs", ascent.rungs().stream().map(this::rung).toList());
        tree.put("sealedTest", sealed());
        tree.put(
                "judge",
                ascent.sealed()
                        .flatMap(SealedResult::judged)
                        .map(VerdictDocument::judge)
                        .orElse(null));
        tree.put(
                "meanwhile",
                Meanwhile.ofFewRows(task, splits, ascent)
                        .map(VerdictDocument::meanwhile)
                        .orElse(null));
        tree.put("gap", ascent.sealed().map(this::gap).orElse(null));
        tree.put("gates", verdict.gates().stream().map(VerdictDocument::gate).toList());
        tree.put("economics", RecordTree.of(economics));
        tree.put("forecast", forecast.map(ForecastTree::of).orElse(null));
        tree.put("live", live);
        tree.put(
                "confusion",
                ascent.kept().map(run -> Confusions.of(run, splits.dev())).orElse(null));
        tree.put("findings", check.findings().stream().map(VerdictDocument::finding).toList());
        tree.put("questions", questions(check));
        tree.put("frontier", Frontier.of(ascent));
        tree.put("options", options());
        tree.put("cost", cost());
        tree.put("seconds", effort.wall().toMillis() / 1000.0);
        return tree.map();
    }

    private static Map<String, Object> meanwhile(Meanwhile meanwhile) {
        return new Tree()
                .put("candidate", meanwhile.candidate().id())
                .put("title", meanwhile.candidate().title())
                .put("crossValidated", meanwhile.crossValidated())
                .put(
                        "moreRows",
                        meanwhile.moreRows().isPresent() ? meanwhile.moreRows().getAsLong() : null)
                .map();
    }

    private Map<String, Object> goal(Goal goal) {
        return new Tree()
                .put("score", goal.score())
                .put("matters", goal.matters())
                .put("tolerance", goal.tolerance())
                .put("costPerThousand", money(goal.costPerThousandCalls()))
                .put("p95Ms", goal.p95().map(Duration::toMillis).orElse(null))
                .put("scoreName", task.score().word())
                .map();
    }

    private Map<String, Object> data(long climb) {
        return new Tree()
                .put("version", version.id())
                .put(
                        "changes",
                        version.since(ledger, request, climb)
                                .filter(changes -> !changes.none())
                                .map(VerdictDocument::changes)
                                .orElse(null))
                .put("train", splits.train().size())
                .put("dev", splits.dev().size())
                .put("test", splits.test().size())
                .put("testGiven", splits.testGiven())
                .put("testTwins", splits.testTwins().size())
                .put("approximate", splits.few())
                .put("folds", splits.folds().map(RowFolds::count).orElse(null))
                .put(
                        "labels",
                        task.answer().asLabels().map(labels -> labels.labels().size()).orElse(null))
                .put("trainHash", ContentHash.of(splits.train()))
                .put("devHash", ContentHash.of(splits.dev()))
                .put("testHash", splits.testHash())
                .map();
    }

    private static Map<String, Object> changes(DataVersion.Changes changes) {
        return new Tree()
                .put("climb", changes.climb())
                .put("version", changes.version())
                .put("added", changes.added())
                .put("removed", changes.removed())
                .put("relabelled", changes.relabelled())
                .put("words", changes.words())
                .map();
    }

    private Map<String, Object> winner(Run dev) {
        Optional<SealedResult> look = ascent.sealed();
        Run shown = look.map(SealedResult::run).orElse(dev);
        Optional<ScoreEstimate> devScore = devScore(dev);
        return new Tree()
                .put("candidate", dev.candidate().id())
                .put("title", dev.candidate().title())
                .put("rung", ascent.keptAt().map(rung -> rung.word()).orElse(null))
                .put("split", shown.split().word())
                .put(
                        "score",
                        look.map(one -> score(one.score()))
                                .orElse(devScore.map(this::scoreOfRows).orElse(null)))
                .put("devScore", devScore.map(this::scoreOfRows).orElse(null))
                .put("costPerThousand", money(shown.costPerThousandCalls()))
                .put("latencyMs", latency(shown))
                .put("repeats", repeats(shown))
                .put("definition", dev.candidate().fields())
                .map();
    }

    private Optional<ScoreEstimate> devScore(Run dev) {
        return ascent.rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .filter(tried -> tried.run().candidate().id().equals(dev.candidate().id()))
                .findFirst()
                .flatMap(Tried::score);
    }

    private Map<String, Object> rung(RungResult result) {
        return new Tree()
                .put("number", result.rung().number())
                .put("rung", result.rung().word())
                .put("status", result.status().word())
                .put("why", result.why())
                .put("add", result.add().orElse(null))
                .put("alpha", number(result.alpha()))
                .put("needed", result.needed().isPresent() ? result.needed().getAsLong() : null)
                .put("open", result.open().stream().map(VerdictDocument::open).toList())
                .put(
                        "candidates",
                        result.tried().stream().map(one -> tried(one, level(result))).toList())
                .put("evidence", evidence(result))
                .map();
    }

    /// Two-sided, of the intervals that a rung's share of the error rate decides by.
    private static double level(RungResult result) {
        return result.alpha().isPresent() ? 1 - 2 * result.alpha().getAsDouble() : LEVEL;
    }

    private static Map<String, Object> open(MaybeBetter open) {
        return new Tree()
                .put("candidate", open.candidate().id())
                .put("title", open.candidate().title())
                .put("why", open.why())
                .put("needed", open.needed().isPresent() ? open.needed().getAsLong() : null)
                .map();
    }

    private Map<String, Object> tried(Tried tried, double level) {
        Run run = tried.run();
        return new Tree()
                .put("candidate", run.candidate().id())
                .put("title", run.candidate().title())
                .put("models", run.candidate().models().stream().map(Object::toString).toList())
                .put("complexity", run.candidate().complexity())
                .put("role", tried.role().word())
                .put("why", tried.why())
                .put("score", tried.score().map(this::scoreOfRows).orElse(null))
                .put("asked", asked(tried))
                .put("crossValidated", splits.few() ? Learners.learned(run.candidate()) : null)
                .put("costPerThousand", money(run.costPerThousandCalls()))
                .put("latencyMs", latency(run))
                .put("tokens", tokens(run))
                .put("flags", evaluator.flags(run))
                .put("repeats", repeats(run))
                .put("valid", Validity.share(run, tried.score().isPresent()))
                .put(
                        "comparison",
                        tried.comparison()
                                .map(one -> comparisonOfRows(one, tried.adjustedP(), level))
                                .orElse(null))
                .put("definition", shortDefinition(run))
                .map();
    }

    /// How far a candidate was asked that was asked part by part; null for one that was asked all
    /// at once.
    private static @org.jspecify.annotations.Nullable Map<String, Object> asked(Tried tried) {
        Run run = tried.run();
        if (run.asked().equals(Asked.whole())) {
            return null;
        }
        int asked = run.outcomes().size();
        return new Tree()
                .put("examples", asked)
                .put("of", asked + run.asked().notAsked())
                .put("part", run.asked().interim().part())
                .put("parts", run.asked().interim().parts())
                .put(
                        "stop",
                        tried.stop()
                                .map(stop ->
                                        new Tree()
                                                .put("than", stop.than().id())
                                                .put("title", stop.than().title())
                                                .put("atMost", stop.atMost())
                                                .map())
                                .orElse(null))
                .map();
    }

    private @org.jspecify.annotations.Nullable Map<String, Object> repeats(Run run) {
        return evaluator
                .spread(run)
                .map(one ->
                        new Tree()
                                .put("n", one.n())
                                .put("within", one.within())
                                .put("between", number(one.between()))
                                .put("passAll", number(one.passAll()))
                                .put("examples", one.examples())
                                .map())
                .orElse(null);
    }

    /// Labels and descriptions stand once, under the winner.
    private static Map<String, Object> shortDefinition(Run run) {
        Map<String, Object> fields = new LinkedHashMap<>(run.candidate().fields());
        fields.remove("labels");
        fields.remove("first");
        fields.remove("second");
        return fields;
    }

    private Map<String, Object> comparisonOfRows(
            Comparison comparison, OptionalDouble adjusted, double level) {
        return approximate(comparison(comparison, adjusted, level));
    }

    static Map<String, Object> comparison(Comparison comparison, OptionalDouble adjusted) {
        return comparison(comparison, adjusted, LEVEL);
    }

    /// @param level of the interval: the one that decided
    private static Map<String, Object> comparison(
            Comparison comparison, OptionalDouble adjusted, double level) {
        return new Tree()
                .put("baseline", comparison.baseline())
                .put("candidate", comparison.candidate())
                .put("n", comparison.n())
                .put("scoreBaseline", comparison.scoreBaseline())
                .put("scoreCandidate", comparison.scoreCandidate())
                .put("baselineOnly", comparison.baselineOnly())
                .put("candidateOnly", comparison.candidateOnly())
                .put("p", comparison.p())
                .put("pGreater", comparison.pGreater())
                .put("pAdjusted", number(adjusted))
                .put("difference", interval(comparison.difference(), comparison.difference(level)))
                .put("missing", comparison.missing())
                .put("method", comparison.method())
                .put("costDelta", money(comparison.costDelta()))
                .map();
    }

    private Map<String, Object> evidence(RungResult result) {
        List<Object> tuned = new ArrayList<>();
        List<Object> escalations = new ArrayList<>();
        result.proposal()
                .ifPresent(proposal -> {
                    proposal.tuned().forEach((id, setting) -> tuned.add(setting(id, setting)));
                    proposal.escalations()
                            .forEach((id, escalation) ->
                                    escalations.add(
                                            new Tree()
                                                    .put("candidate", id)
                                                    .put("threshold", escalation.threshold())
                                                    .put("handedOver", escalation.handedOver())
                                                    .put("trainScore", escalation.score())
                                                    .put(
                                                            "trainScoreOfSecond",
                                                            escalation.scoreOfSecond())
                                                    .map()));
                });
        boolean confident =
                result.rung().word().equals("classifier") || result.rung().word().equals("model");
        List<Run> runs = confident ? result.tried().stream().map(Tried::run).toList() : List.of();
        List<Map<String, Object>> abstention = runs.stream().map(Confidence::curve).toList();
        List<Map<String, Object>> calibration = runs.stream().map(Confidence::calibration).toList();
        return new Tree()
                .put("tuned", tuned)
                .put("escalations", escalations)
                .put("abstention", abstention)
                .put("calibration", calibration)
                .map();
    }

    private static Map<String, Object> setting(String id, Proposal.Setting setting) {
        List<Object> tried = new ArrayList<>();
        setting.tuned()
                .tried()
                .forEach(trial ->
                        tried.add(
                                new Tree()
                                        .put("value", trial.value())
                                        .put("accuracy", trial.accuracy())
                                        .put("loss", trial.loss())
                                        .map()));
        return new Tree()
                .put("candidate", id)
                .put("setting", setting.name())
                .put("chosen", setting.tuned().value())
                .put("tried", tried)
                .map();
    }

    private Map<String, Object> sealed() {
        List<Ledger.Look> history = ledger.looks(splits.testHash());
        Tree tree = new Tree().put("looks", history.size()).put("hash", splits.testHash());
        tree.put(
                "history",
                history.stream()
                        .map(look ->
                                new Tree()
                                        .put("number", look.number())
                                        .put("candidate", look.candidate())
                                        .put("task", look.task())
                                        .put("at", look.at().toString())
                                        .map())
                        .toList());
        Optional<SealedResult> last = ascent.sealed();
        tree.put("look", last.map(SealedResult::number).orElse(null));
        tree.put("alpha", last.map(SealedResult::alpha).orElse(null));
        tree.put("status", last.map(look -> look.status().word()).orElse(null));
        last.ifPresent(look -> look(tree, look));
        return tree.map();
    }

    private void look(Tree tree, SealedResult look) {
        tree.put("lowerBound", look.check().lower());
        tree.put("upperBound", look.check().upper());
        tree.put(
                "moreRows",
                look.check().moreRows().isPresent() ? look.check().moreRows().getAsLong() : null);
        tree.put("moreRowsInWords", look.check().rows().map(RowsToSettle::words).orElse(null));
        tree.put("words", look.check().words());
        tree.put("level", look.check().level());
        tree.put("method", look.check().method());
        tree.put("leak", look.leak().map(LeakTree::of).orElse(null));
        tree.put("checks", look.check().parts().stream().map(VerdictDocument::part).toList());
    }

    private static Map<String, Object> part(GoalCheck.Part part) {
        return new Tree()
                .put("what", part.what())
                .put("need", part.need())
                .put("have", part.have())
                .put("status", part.status().word())
                .map();
    }

    private static Map<String, Object> judge(JudgedScore judged) {
        return new Tree()
                .put("model", judged.model().toString())
                .put("labels", judged.labels())
                .put("kappa", number(judged.kappa()))
                .put("calibrated", judged.calibrated())
                .put(
                        "corrected",
                        judged.corrected()
                                .map(one -> interval(one.value(), one.interval()))
                                .orElse(null))
                .put("flags", judged.flags())
                .map();
    }

    private Map<String, Object> gap(SealedResult look) {
        Interval interval = look.interval();
        double goal = task.goal().score();
        return new Tree()
                .put("value", goal - look.value())
                .put("low", goal - interval.high())
                .put("high", goal - interval.low())
                .put("level", LEVEL)
                .map();
    }

    static Map<String, Object> gate(Gate gate) {
        return new Tree()
                .put("gate", gate.name())
                .put("need", gate.need())
                .put("have", gate.have())
                .put("pass", gate.status() == Gate.Status.UNKNOWN ? null : gate.passes())
                .put("status", gate.status().word())
                .put("source", gate.source())
                .put("todo", gate.passes() ? null : gate.todo())
                .map();
    }

    static Map<String, Object> finding(Finding finding) {
        return new Tree()
                .put("code", finding.code())
                .put("severity", finding.severity().word())
                .put("where", finding.where())
                .put("what", finding.what())
                .put("cost", finding.cost())
                .put("todo", finding.todo())
                .put("evidence", finding.evidence())
                .put("source", finding.source())
                .map();
    }

    static Map<String, Object> check(Task task, CheckReport report) {
        return new Tree()
                .put("schema", "gradus.check/1")
                .put("task", task.name())
                .put("ceiling", report.ceiling())
                .put("findings", report.findings().stream().map(VerdictDocument::finding).toList())
                .put("questions", questions(report))
                .put("detectable", detectable(report.detectable()))
                .map();
    }

    private static Map<String, Object> detectable(Detectable shown) {
        return new Tree()
                .put("dev", shown.dev())
                .put("test", shown.test())
                .put("discordance", shown.discordance())
                .put("alpha", shown.alpha())
                .put("power", shown.power())
                .put("gain", number(shown.gain()))
                .put("margin", number(shown.margin()))
                .put("score", number(shown.score()))
                .map();
    }

    private static List<Map<String, Object>> questions(CheckReport report) {
        return report.questions().all().stream()
                .map(one ->
                        new Tree()
                                .put("question", one.question())
                                .put("answer", one.answer())
                                .map())
                .toList();
    }

    private Map<String, Object> options() {
        return new Tree()
                .put("all", request.options().all())
                .put("only", request.options().only().stream().sorted().toList())
                .put("skip", request.options().skip().stream().sorted().toList())
                .put("seed", request.options().seed())
                .put("askAll", request.options().askAll())
                .put("fresh", request.fresh())
                .put(
                        "machineRatePerCoreHour",
                        money(MachineRate.of(task).map(MachineRate::perCoreHour)))
                .put(
                        "machineRateAssumed",
                        MachineRate.of(task).map(MachineRate::assumed).orElse(null))
                .put(
                        "machine",
                        System.getProperty("os.arch")
                                + ", "
                                + effort.cores()
                                + (effort.cores() == 1 ? " core" : " cores"))
                .map();
    }

    private Map<String, Object> cost() {
        Optional<Money> money =
                MachineRate.of(task)
                        .map(rate -> rate.perCoreHour().times(effort.cpuSeconds() / 3600));
        return new Tree()
                .put("cpuSeconds", effort.cpuSeconds())
                .put("money", money(money))
                .put("outcomes", effort.answered())
                .put("outcomesFromLedger", effort.fromLedger())
                .put("calls", effort.spent().calls())
                .put("tokens", effort.spent().tokens())
                .put(
                        "callMoney",
                        money(Optional.of(Money.of(effort.spent().money(), task.currency()))))
                .put("callsOfUnknownCost", effort.spent().callsOfUnknownCost())
                .map();
    }

    /// Where there are too few rows for a test, marked as what it is.
    private Map<String, Object> scoreOfRows(ScoreEstimate score) {
        return approximate(score(score));
    }

    private Map<String, Object> approximate(Map<String, Object> estimated) {
        if (!splits.few()) {
            return estimated;
        }
        Map<String, Object> marked = new LinkedHashMap<>(estimated);
        marked.put("approximate", true);
        return marked;
    }

    static Map<String, Object> score(ScoreEstimate score) {
        Interval interval = score.interval(LEVEL);
        return new Tree()
                .put("value", score.value())
                .put("low", interval.low())
                .put("high", interval.high())
                .put("level", LEVEL)
                .put("n", score.n())
                .put("missing", score.missing())
                .put("method", score.method())
                .map();
    }

    static Map<String, Object> interval(double value, Interval interval) {
        return new Tree()
                .put("value", value)
                .put("low", interval.low())
                .put("high", interval.high())
                .put("level", interval.level())
                .map();
    }

    static Map<String, Object> latency(Run run) {
        OptionalDouble upper = OrderStatistic.upperBound(run.sortedLatencies(), 0.95, 0.95);
        return new Tree()
                .put("p50", run.latency(0.50).map(VerdictDocument::millis).orElse(null))
                .put("p95", run.latency(0.95).map(VerdictDocument::millis).orElse(null))
                .put("p95Upper", upper.isPresent() ? upper.getAsDouble() / 1e6 : null)
                .map();
    }

    /// Means over the calls whose provider counted; null where none did.
    private static @org.jspecify.annotations.Nullable Map<String, Object> tokens(Run run) {
        List<Outcome> counted =
                run.outcomes().stream()
                        .filter(one ->
                                one.usage().prompt().isPresent()
                                        && one.usage().completion().isPresent())
                        .toList();
        if (counted.isEmpty()) {
            return null;
        }
        return new Tree()
                .put("prompt", mean(counted, one -> one.usage().prompt()))
                .put("cached", mean(counted, one -> one.usage().cached()))
                .put("completion", mean(counted, one -> one.usage().completion()))
                .put("reasoning", mean(counted, one -> one.usage().reasoning()))
                .put("counted", counted.size())
                .map();
    }

    private static double mean(List<Outcome> outcomes, Function<Outcome, OptionalLong> tokens) {
        return outcomes.stream().mapToLong(one -> tokens.apply(one).orElse(0)).average().orElse(0);
    }

    private static double millis(Duration duration) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.4f", duration.toNanos() / 1e6));
    }

    static @org.jspecify.annotations.Nullable Object money(Optional<Money> money) {
        return money.map(one ->
                        new Tree()
                                .put("amount", one.amount())
                                .put("currency", one.currency())
                                .map())
                .orElse(null);
    }

    static @org.jspecify.annotations.Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
