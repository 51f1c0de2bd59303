package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.beside;
import static dev.gradus.verdict.GateWords.gate;
import static dev.gradus.verdict.GateWords.passIf;
import static dev.gradus.verdict.GateWords.points;
import static dev.gradus.verdict.GateWords.text;
import static dev.gradus.verdict.GateWords.unknown;

import dev.gradus.cost.Economics;
import dev.gradus.score.JudgedScore;
import dev.gradus.task.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The gates of fine-tuning. Each is computed from evidence and prints what it needs, what it has
/// and where that comes from; one that cannot be computed is unknown, and unknown never permits.
/// There is one computer of gates, whoever measured.
public final class Gates {
    private static final String EVALUATION = "evaluation-set";
    private static final String RUNGS = "cheaper-rungs";
    private static final String GAP = "gap";
    private static final String MVP = "past-mvp";
    private final Evidence evidence;

    private Gates(Evidence evidence) {
        this.evidence = evidence;
    }

    /// Every gate, in the order in which to mend them.
    public static List<Gate> of(Evidence evidence) {
        return new Gates(evidence).all();
    }

    private List<Gate> all() {
        DataGates data = new DataGates(evidence);
        TuningGates tuning = new TuningGates(evidence);
        return List.of(
                evaluationSet(),
                cheaperRungs(),
                largeGap(),
                tuning.behaviour(),
                data.labelled(),
                tuning.labelsOrTuning(),
                data.verified(),
                data.stable(),
                pastMvp(),
                tuning.paysBack(),
                tuning.forgettingSuite(),
                tuning.baseModel());
    }

    private Gate evaluationSet() {
        Shows shows = evidence.shows();
        if (evidence.goal().isEmpty()) {
            return noGoal(EVALUATION, "examples that can show the gap to the goal, and settle it");
        }
        Optional<JudgedScore> unchecked =
                evidence.result().filter(GoalResult::uncalibrated).flatMap(GoalResult::judged);
        if (unchecked.isPresent()) {
            return gate(
                    EVALUATION,
                    "a judge that people have checked",
                    unchecked.get().labels()
                            + " of the "
                            + unchecked.get().fewest()
                            + " human labels that count",
                    Gate.Status.FAIL,
                    "judge calibration",
                    JudgeWords.label(unchecked.get()));
        }
        double wanted = Math.max(evidence.matters(), gap());
        boolean settled = evidence.result().filter(GoalResult::settled).isPresent();
        boolean enough =
                shows.smallest().isPresent() && shows.smallest().getAsDouble() <= wanted && settled;
        return gate(
                EVALUATION,
                text("a gain of %s can be shown, and the goal is settled", points(wanted)),
                text(
                        "%s %s; %s %s%s",
                        shows.what(),
                        shows.smallest().isPresent()
                                ? text(
                                        "shows %s at 80 %% power (%s)",
                                        points(shows.smallest().getAsDouble()), shows.how())
                                : "shows nothing: no two candidates differ on it",
                        shows.test(),
                        settled ? "settles it" : "does not settle it",
                        shows.heldOut() ? "" : "; whether it was held out is not known"),
                !enough
                        ? Gate.Status.FAIL
                        : shows.heldOut() ? Gate.Status.PASS : Gate.Status.UNKNOWN,
                "power of the paired test; " + evidence.source().where(),
                enough
                        ? "say which split the items are, and record items that no arm was made with"
                        : "add verified examples that no candidate was made with");
    }

    private Gate cheaperRungs() {
        String need =
                "every cheaper rung ended in gain or no gain that matters, or is not applicable";
        if (evidence.goal().isEmpty()) {
            return noGoal(RUNGS, need);
        }
        String open = named(RungEvidence.Status.NOT_SHOWN);
        String maybe = named(RungEvidence.Status.GAIN_AND_MORE_OPEN);
        String left = named(RungEvidence.Status.NOT_CLIMBED);
        String absent = named(RungEvidence.Status.NOT_RECORDED);
        String have =
                Stream.of(
                                open.isEmpty() ? "" : "not shown: " + open,
                                maybe.isEmpty()
                                        ? ""
                                        : "gain, and another candidate may be better still: "
                                                + maybe,
                                left.isEmpty() ? "" : "not climbed: " + left,
                                absent.isEmpty() ? "" : "not recorded: " + absent)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
        boolean fails = !open.isEmpty() || !maybe.isEmpty() || !left.isEmpty();
        return gate(
                RUNGS,
                need,
                have.isEmpty() ? "all did" : have,
                fails
                        ? Gate.Status.FAIL
                        : absent.isEmpty() ? Gate.Status.PASS : Gate.Status.UNKNOWN,
                evidence.source().ladder(),
                !open.isEmpty() || !maybe.isEmpty()
                        ? "add examples until these rungs are settled"
                        : !left.isEmpty()
                                ? "climb the rungs left out (gradus climb --all)"
                                : "record an arm for each of these rungs, or say why it does not apply");
    }

    private String named(RungEvidence.Status status) {
        return evidence.rungs().stream()
                .filter(rung -> rung.status() == status)
                .map(RungEvidence::rung)
                .collect(Collectors.joining(", "));
    }

    /// Large, or missed in cost or time; or tuning would bring enough money though the goal is met.
    private Gate largeGap() {
        if (evidence.goal().isEmpty()) {
            return noGoal(GAP, "a gap that matters, or a missed cost or latency goal");
        }
        double matters = evidence.matters();
        String need =
                "the gap to the goal is at least "
                        + points(matters)
                        + ", or the cost or latency goal is missed, or tuning brings money: net above 0"
                        + " at the lower bound and at least 95 % likely to pay";
        if (evidence.result().isEmpty()) {
            return unknown(GAP, need, "nothing was measured", evidence.source().where(), "climb");
        }
        GoalResult result = evidence.result().get();
        if (result.status().met()) {
            return byMoney(need, result);
        }
        double least = evidence.goal().get().score() - result.check().upper();
        boolean large = least >= matters || result.missesOtherPart();
        return gate(
                GAP,
                need,
                text(
                        "gap %s, at least %s%s%s",
                        points(gap()),
                        points(least),
                        result.missesOtherPart() ? "; cost or latency missed" : "",
                        result.settled() ? "" : "; inconclusive: the goal is not settled"),
                passIf(large),
                evidence.source().where(),
                result.settled()
                        ? gap() >= matters
                                ? "add fresh examples: these do not show that the gap is as large"
                                        + " as it seems"
                                : "the goal is nearly met: look for a cheaper way"
                        : "settle the goal first: add fresh examples");
    }

    private Gate byMoney(String need, GoalResult result) {
        String met =
                text(
                        "the goal is met below, by %s%s (%s)",
                        result.title(),
                        result.rung().map(rung -> " at rung " + rung).orElse(""),
                        beside(result.value(), evidence.goal().orElseThrow().score()));
        Optional<Economics.TuningCase> tuning =
                evidence.economics().tuning().filter(one -> evidence.tuningWorthItsMoney());
        if (tuning.isEmpty()) {
            return gate(
                    GAP,
                    need,
                    met,
                    Gate.Status.FAIL,
                    evidence.source().where(),
                    "nothing: use the candidate that meets it");
        }
        String net = money(tuning.get().net().orElse(0));
        double pays = tuning.get().odds().map(dev.gradus.cost.Odds::pays).orElse(0.0);
        if (evidence.tuning().forecast().isEmpty()) {
            return unknown(
                    GAP,
                    need,
                    met + "; a tuned model that just reaches it would bring " + net,
                    "economics",
                    "run a pilot: it tells what tuning brings");
        }
        return gate(
                GAP,
                need,
                text(
                        "%s; tuning brings at least %s and pays with a chance of %.0f %%",
                        met, net, Math.floor(100 * pays)),
                passIf(pays >= TuningGates.LIKELY),
                "economics",
                "learn more before you pay: "
                        + tuning.get()
                                .odds()
                                .map(dev.gradus.cost.Odds::worthKnowing)
                                .orElse("what is unknown"));
    }

    private String money(double amount) {
        return dev.gradus.cost.Terms.unstated(evidence.economics().currency()).money(amount);
    }

    private Gate pastMvp() {
        String need = "policy.stage: production";
        if (evidence.stage().isEmpty()) {
            return unknown(
                    MVP,
                    need,
                    "no task file was given",
                    evidence.source().where(),
                    "give the task file with --task");
        }
        Policy.Stage stage = evidence.stage().get();
        return gate(
                MVP,
                need,
                "policy.stage: " + stage.name().toLowerCase(Locale.ROOT),
                passIf(stage == Policy.Stage.PRODUCTION),
                "task file",
                "ship the best candidate first and learn from its traffic");
    }

    private Gate noGoal(String name, String need) {
        return unknown(
                name,
                need,
                "no goal was given",
                evidence.source().where(),
                "give --goal and --matters, or --task");
    }

    /// Goal less the score; 0 where there is neither.
    private double gap() {
        return evidence.goal().isPresent() && evidence.result().isPresent()
                ? evidence.goal().get().score() - evidence.result().get().value()
                : 0;
    }
}
