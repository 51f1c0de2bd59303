package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.beside;
import static dev.gradus.verdict.GateWords.percent;
import static dev.gradus.verdict.GateWords.points;
import static dev.gradus.verdict.GateWords.stated;
import static dev.gradus.verdict.GateWords.text;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.cost.Choice;
import dev.gradus.cost.Economics;
import dev.gradus.cost.Economics.TuningCase;
import dev.gradus.cost.Terms;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.score.JudgedScore;
import dev.gradus.stats.RowsToSettle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// From evidence to the verdict, whoever measured, in this order:
///
/// 1. The goal is met: **stop**, at the candidate whose total is least; unless no cost goal is
///    stated and tuning would still bring at least 5 % of that total: **not yet**, worth a pilot,
///    or **fine-tune** where a pilot was run and every gate passes.
/// 2. A defect of labels, prompt or data that `check` found: **not yet**, mend it first.
/// 3. There are too few rows for a test: **inconclusive**, with what to use meanwhile and the rows
///    needed.
/// 4. Nothing could be measured: **not yet**, with what is missing.
/// 5. A model judged that nobody has checked, the goal is not settled, or a cheaper rung is not:
///    **inconclusive**, with the candidate to use meanwhile and the examples needed.
/// 6. Every gate passes: **fine-tune**. Otherwise **not yet**, with the failing gates in order.
public final class VerdictRule {
    private final Evidence evidence;
    private final List<Gate> gates;

    private VerdictRule(Evidence evidence) {
        this.evidence = evidence;
        this.gates = Gates.of(evidence);
    }

    /// @param evidence with a goal, or with a defect that blocks
    /// @throws IllegalArgumentException where there is neither
    public static Verdict decide(Evidence evidence) {
        return new VerdictRule(evidence).verdict();
    }

    private Verdict verdict() {
        List<Finding> defects = evidence.findings().stream().filter(Finding::blocks).toList();
        Optional<GoalResult> found = evidence.result();
        if (evidence.goal().isPresent() && found.filter(one -> one.status().met()).isPresent()) {
            return met(found.get());
        }
        if (!defects.isEmpty()) {
            return defective(defects);
        }
        if (evidence.goal().isEmpty()) {
            throw new IllegalArgumentException("a verdict needs a goal, or a defect");
        }
        if (evidence.fewRows().isPresent()) {
            FewRows few = evidence.fewRows().get();
            return verdict(
                    VerdictKind.INCONCLUSIVE,
                    few.headline(),
                    Optional.of(few.use()),
                    few.reasons(),
                    few.todo());
        }
        if (found.isEmpty()) {
            return unmeasured();
        }
        GoalResult result = found.get();
        if (result.uncalibrated()) {
            return unchecked(result, result.judged().orElseThrow());
        }
        if (!result.settled()) {
            return unsettled(result);
        }
        List<RungEvidence> open = evidence.rungs().stream().filter(RungEvidence::open).toList();
        if (!open.isEmpty()) {
            return rungsOpen(result, open);
        }
        return gates.stream().allMatch(Gate::passes) ? fineTune(result) : notYet(result);
    }

    private Verdict met(GoalResult result) {
        if (!evidence.tuningWorthItsMoney()) {
            return stop(result);
        }
        TuningCase tuning = evidence.economics().tuning().orElseThrow();
        return gates.stream().allMatch(Gate::passes)
                ? fineTuneForMoney(result, tuning)
                : worthAPilot(result, tuning);
    }

    private Verdict stop(GoalResult result) {
        List<String> reasons = measured(result);
        Optional<Choice> choice = evidence.economics().choice();
        choice.ifPresent(one -> {
            reasons.add("Of those that meet the goal, " + one.title() + ": " + one.why());
            reasons.addAll(one.besides());
        });
        costGoal().or(this::tuningLeft).ifPresent(reasons::add);
        reasons.addAll(evidence.story());
        return verdict(
                VerdictKind.STOP,
                lead(result.status()) + scores(result) + ".",
                use("Use ", result),
                reasons,
                List.of());
    }

    /// An estimate below the goal is never a plain stop.
    private static String lead(GoalCheck.Status status) {
        return switch (status) {
            case MET_WITHIN_TOLERANCE -> "Stop here, within your tolerance: ";
            case BELOW_WITHIN_TOLERANCE -> "Stop here, below the goal, within the tolerance: ";
            case MET, MISSED, INCONCLUSIVE -> "Stop here: ";
        };
    }

    /// A cost goal that is met is the user's word that they can pay: what tuning would save is
    /// told, and decides nothing.
    private Optional<String> costGoal() {
        Economics economics = evidence.economics();
        boolean stated = evidence.goal().orElseThrow().costPerThousandCalls().isPresent();
        return economics
                .tuning()
                .filter(one -> stated && !evidence.tuned() && one.matters())
                .map(one ->
                        text(
                                "The cost goal is met. A tuned model that %s would save %s over %d months,"
                                        + " outlay paid.",
                                reaches(one),
                                money(one.net().orElse(0)),
                                economics.horizonMonths()));
    }

    /// What tuning was set against the money and found wanting.
    private Optional<String> tuningLeft() {
        return evidence.economics()
                .tuning()
                .filter(one -> !evidence.tuned() && one.net().isPresent() && !one.matters())
                .map(one ->
                        text(
                                "Tuning is not worth it: a tuned model that %s would net %s over %d months.",
                                reaches(one),
                                money(one.net().orElse(0)),
                                evidence.economics().horizonMonths()));
    }

    private static String reaches(TuningCase tuning) {
        return switch (tuning.gainFrom()) {
            case FORECAST -> "brought the least that is forecast";
            case JUST_ENOUGH, NOWHERE -> "just reached the goal less its tolerance";
        };
    }

    private Verdict worthAPilot(GoalResult result, TuningCase tuning) {
        List<String> reasons = measured(result);
        evidence.economics()
                .choice()
                .ifPresent(one -> {
                    reasons.add("Of those that meet the goal, " + one.title() + ": " + one.why());
                    reasons.addAll(one.besides());
                });
        reasons.add(odds(tuning));
        List<Gate> closed = Gate.closed(gates);
        closed.forEach(gate -> reasons.add(gate.sentence()));
        reasons.addAll(evidence.story());
        String least =
                tuning.gainFrom() == Economics.GainFrom.FORECAST
                        ? "the least that a pilot forecasts"
                        : "a tuned model that just reaches the goal less its tolerance";
        return verdict(
                VerdictKind.NOT_YET,
                text(
                        "Not yet, worth a pilot: %s meets the goal and costs %s over %d months; %s would"
                                + " save %s of that, outlay paid.",
                        result.title(),
                        money(tuning.total().orElse(0)),
                        evidence.economics().horizonMonths(),
                        least,
                        money(tuning.net().orElse(0))),
                use("Use it meanwhile: ", result),
                reasons,
                pilotFirst(tuning, closed));
    }

    /// Cheaper rungs come before a pilot, a pilot before the rest.
    private List<String> pilotFirst(TuningCase tuning, List<Gate> closed) {
        List<String> todo = new ArrayList<>();
        closed.stream()
                .filter(gate -> gate.name().equals("cheaper-rungs"))
                .map(Gate::remedy)
                .forEach(todo::add);
        if (tuning.gainFrom() != Economics.GainFrom.FORECAST) {
            todo.add(
                    "run a pilot (gradus tune): it tells what tuning brings, and costs about 1.75 training"
                            + " runs, "
                            + (tuning.pilot().isPresent()
                                    ? "at most " + money(tuning.pilot().getAsDouble())
                                    : "whose price is not stated (tuning.training)"));
        }
        closed.stream()
                .filter(gate -> !gate.name().equals("cheaper-rungs"))
                .filter(gate -> !gate.name().equals("gap"))
                .map(Gate::remedy)
                .forEach(todo::add);
        return todo;
    }

    private String odds(TuningCase tuning) {
        return tuning.odds()
                .map(one ->
                        text(
                                "If a tuned model %s, tuning pays with a chance of %.0f %% (net %s to %s in 90 %%"
                                        + " of the draws); what is worth knowing most: %s.",
                                switch (tuning.gainFrom()) {
                                    case FORECAST -> "gains what the pilot forecasts";
                                    case JUST_ENOUGH, NOWHERE ->
                                            "just reaches the goal less its tolerance";
                                },
                                Math.floor(100 * one.pays()),
                                money(one.low()),
                                money(one.high()),
                                one.worthKnowing()))
                .orElse("How likely tuning is to pay is unknown.");
    }

    private Verdict fineTuneForMoney(GoalResult result, TuningCase tuning) {
        List<String> reasons = measured(result);
        reasons.add(odds(tuning));
        reasons.addAll(evidence.story());
        return verdict(
                VerdictKind.FINE_TUNE,
                text(
                        "Fine-tune, for the money: %s meets the goal and costs %s over %d months; tuning saves"
                                + " at least %s of that, and every gate passes.",
                        result.title(),
                        money(tuning.total().orElse(0)),
                        evidence.economics().horizonMonths(),
                        money(tuning.net().orElse(0))),
                use("Use it meanwhile: ", result),
                reasons,
                List.of());
    }

    /// The causes that the data rules out are named with the defect: who pays for a stronger model
    /// or for tuning before mending the list pays for nothing.
    private Verdict defective(List<Finding> defects) {
        List<String> reasons = new ArrayList<>();
        defects.forEach(finding -> reasons.add(finding.what() + " " + finding.cost()));
        reasons.addAll(evidence.story());
        List<String> todo = new ArrayList<>();
        evidence.findings().stream()
                .filter(finding -> finding.blocks() || costsInPrompt(finding))
                .forEach(finding -> todo.add(finding.todo()));
        if (evidence.source() == Source.RECORDED) {
            todo.add("Do not fine-tune before this is mended: it would learn the defect.");
        }
        return verdict(
                VerdictKind.NOT_YET,
                "Not yet: "
                        + (evidence.source() == Source.RECORDED ? "mend the prompt first. " : "")
                        + defects.getFirst().what(),
                evidence.result().flatMap(one -> use("Best so far: ", one)),
                reasons,
                todo.stream().distinct().toList());
    }

    /// What else is wrong with the prompt is mended in the same stroke.
    private boolean costsInPrompt(Finding finding) {
        return evidence.source() == Source.RECORDED
                && finding.severity() == Severity.COSTS
                && finding.code().startsWith("prompt-");
    }

    private Verdict unmeasured() {
        List<RungEvidence> idle =
                evidence.rungs().stream()
                        .filter(rung ->
                                rung.status() == RungEvidence.Status.NOT_APPLICABLE
                                        || rung.status() == RungEvidence.Status.NOT_SHOWN)
                        .toList();
        return verdict(
                VerdictKind.NOT_YET,
                "Not yet: no rung could measure a candidate.",
                Optional.empty(),
                idle.stream().map(rung -> rung.rung() + ": " + rung.why()).toList(),
                idle.stream()
                        .flatMap(rung ->
                                rung.add().stream().map(what -> rung.rung() + ": add " + what))
                        .toList());
    }

    /// No goal rests on a judge that people have not checked.
    private Verdict unchecked(GoalResult result, JudgedScore judge) {
        return verdict(
                VerdictKind.INCONCLUSIVE,
                text(
                        "Not enough evidence: %s scores %s by the judge %s, and that judge is not calibrated.",
                        result.title(), percent(result.value()), judge.model()),
                use("Use meanwhile: ", result),
                List.of(result.sentence(), JudgeWords.unchecked(judge)),
                List.of(JudgeWords.label(judge)));
    }

    private Verdict unsettled(GoalResult result) {
        List<String> reasons = measured(result);
        List<String> todo = new ArrayList<>();
        result.judged().ifPresent(judge -> todo.add(JudgeWords.more(judge)));
        todo.addAll(result.todo());
        result.check().rows().ifPresent(rows -> todo.add(rows(rows)));
        result.check().parts().stream()
                .filter(part ->
                        part.status() == GoalCheck.Status.INCONCLUSIVE
                                && !part.what().equals("score"))
                .forEach(
                        part -> reasons.add(part.what() + " is not settled: " + part.have() + "."));
        reasons.addAll(evidence.story());
        return verdict(
                VerdictKind.INCONCLUSIVE,
                "Not enough evidence: " + scores(result) + ", and that does not settle it.",
                use("Use meanwhile: ", result),
                reasons,
                todo);
    }

    /// One number: how many more rows settle it with a chance of 80 % at the next look.
    private String rows(RowsToSettle rows) {
        return switch (evidence.source()) {
            case CLIMB -> "add to the test: " + rows.words() + " would settle it with 80 % chance";
            case RECORDED -> "record more: " + rows.words() + " would settle it with 80 % chance";
        };
    }

    private Verdict rungsOpen(GoalResult result, List<RungEvidence> open) {
        List<String> reasons = measured(result);
        List<String> todo = new ArrayList<>();
        for (RungEvidence rung : open) {
            reasons.add("Rung " + rung.rung() + " is not settled: " + rung.why() + ".");
        }
        open.stream()
                .filter(rung -> rung.needed().isPresent())
                .mapToLong(rung -> rung.needed().getAsLong())
                .max()
                .ifPresent(n ->
                        todo.add(
                                text(
                                        "%s about %,d %s to settle %s",
                                        evidence.source() == Source.CLIMB
                                                ? "bring dev to"
                                                : "record",
                                        n,
                                        evidence.source() == Source.CLIMB ? "examples" : "items",
                                        rungs(open))));
        reasons.addAll(evidence.story());
        return verdict(
                VerdictKind.INCONCLUSIVE,
                text(
                        "Not enough evidence: the goal is missed (%s), and cheaper rungs are not settled:"
                                + " %s.",
                        scores(result),
                        open.stream().map(RungEvidence::rung).collect(Collectors.joining(", "))),
                use("Use meanwhile: ", result),
                reasons,
                todo);
    }

    private static String rungs(List<RungEvidence> open) {
        return (open.size() == 1 ? "rung " : "rungs ")
                + open.stream().map(RungEvidence::rung).collect(Collectors.joining(", "));
    }

    private Verdict fineTune(GoalResult result) {
        List<String> reasons = measured(result);
        reasons.addAll(evidence.story());
        return verdict(
                VerdictKind.FINE_TUNE,
                text(
                        "Fine-tune: the goal is missed (%s), the cheaper rungs are spent, and every gate"
                                + " passes.",
                        scores(result)),
                use("Use meanwhile: ", result),
                reasons,
                List.of());
    }

    private Verdict notYet(GoalResult result) {
        List<Gate> closed = Gate.closed(gates);
        List<String> reasons = measured(result);
        reasons.addAll(evidence.story());
        closed.forEach(gate -> reasons.add(gate.sentence()));
        return verdict(
                VerdictKind.NOT_YET,
                text(
                        "Not yet: the goal is missed (%s), and %d of %d gates of fine-tuning do not pass.",
                        scores(result), closed.size(), gates.size()),
                use("Use meanwhile: ", result),
                reasons,
                closed.stream().map(Gate::remedy).toList());
    }

    private List<String> measured(GoalResult result) {
        List<String> reasons = new ArrayList<>();
        reasons.add(result.sentence());
        reasons.addAll(result.besides());
        result.check().parts().stream()
                .filter(part ->
                        !part.what().equals("score")
                                && part.status() != GoalCheck.Status.INCONCLUSIVE)
                .forEach(part ->
                        reasons.add(
                                part.what()
                                        + ": "
                                        + part.have()
                                        + "; the goal is "
                                        + part.need()
                                        + "."));
        return reasons;
    }

    /// `X scores 90.5 %, you asked for 91 %`, and likewise what else of the goal is not met: `;
    /// cost 60.00 USD per 1,000 calls, you asked for at most 1.00 USD per 1,000 calls`.
    private String scores(GoalResult result) {
        double goal = evidence.goal().orElseThrow().score();
        String others =
                result.check().parts().stream()
                        .filter(part -> !part.what().equals("score") && !part.status().met())
                        .map(part ->
                                text(
                                        "; %s %s, you asked for %s",
                                        part.what(), part.have(), part.asked()))
                        .collect(Collectors.joining());
        return text(
                "%s scores %s, you asked for %s%s",
                result.title(), beside(result.value(), goal), stated(goal), others);
    }

    /// Which candidate, its score with interval, cost, time, and what is missing, in one sentence.
    private Optional<String> use(String lead, GoalResult result) {
        double gap = evidence.goal().map(goal -> goal.score() - result.value()).orElse(0.0);
        return Optional.of(
                text(
                        "%s%s: %s [%s, %s], %s, %s%s.",
                        lead,
                        result.title(),
                        percent(result.value()),
                        percent(result.interval().low()),
                        percent(result.interval().high()),
                        result.cost()
                                .map(cost -> cost + " per 1,000 calls")
                                .orElse("at an unknown cost"),
                        result.p95Millis().isPresent()
                                ? text("p95 %.1f ms", result.p95Millis().getAsDouble())
                                : "time unknown",
                        gap > 0 ? "; " + points(gap) + " are missing" : ""));
    }

    private Verdict verdict(
            VerdictKind kind,
            String headline,
            Optional<String> use,
            List<String> reasons,
            List<String> todo) {
        return new Verdict(kind, headline, use, reasons, todo, gates);
    }

    private String money(double amount) {
        return Terms.unstated(evidence.economics().currency()).money(amount);
    }
}
