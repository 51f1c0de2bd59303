package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.gate;
import static dev.gradus.verdict.GateWords.passIf;
import static dev.gradus.verdict.GateWords.pointsOf;
import static dev.gradus.verdict.GateWords.text;
import static dev.gradus.verdict.GateWords.unknown;

import dev.gradus.cost.Economics;
import dev.gradus.ladder.RungResult;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.tuning.LabelsOrTuning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The gates that ask whether tuning is the right lever: the cause of the failures, what else the
/// money would buy, whether it comes back, and what may be lost.
final class TuningGates {
    private static final double MAIN_CAUSE = 0.5;
    private static final String BEHAVIOUR =
            "the cause of the failures is behaviour, format or domain language, not missing facts";
    private static final String JOBS =
            "gradus tune runs the pilot of a chat model where nothing but its figures is missing: three"
                    + " small jobs at its provider, for 0.875 of what training costs, and the answers; a"
                    + " climb orders no job";
    private final Evidence evidence;
    private final TuningEvidence tuning;

    TuningGates(Evidence evidence) {
        this.evidence = evidence;
        this.tuning = evidence.tuning();
    }

    Gate behaviour() {
        if (tuning.knowledge().isPresent()) {
            return knowledge(tuning.knowledge().get(), "diagnosis");
        }
        if (evidence.documents() && !retrieved()) {
            return unknown(
                    "behaviour",
                    BEHAVIOUR,
                    "the task has documents, and no rung read them",
                    "the ladder",
                    "climb rung retrieval: an answer that stands in a document is found, not tuned in");
        }
        if (!(evidence.task().answer() instanceof AnswerShape.Labels)) {
            return unknown(
                    "behaviour",
                    BEHAVIOUR,
                    "no probe was run: probes need a chat model",
                    "diagnosis",
                    "configure a chat model and run the probes, or read the failing dev examples in the report");
        }
        return new KnowledgeProbe(evidence)
                .share()
                .map(share -> knowledge(share, "label descriptions as the probe, on dev"))
                .orElseGet(() ->
                        unknown(
                                "behaviour",
                                BEHAVIOUR,
                                "no run with label descriptions stands beside one without, on failures"
                                        + " of the winner",
                                "the ladder",
                                "describe every label in one line (answer.labels), and climb rung"
                                        + " prompt"));
    }

    private boolean retrieved() {
        return evidence.ascent().rungs().stream()
                .filter(rung -> rung.rung().word().equals("retrieval"))
                .map(RungResult::tried)
                .anyMatch(tried -> !tried.isEmpty());
    }

    /// Shown to be the main cause, shown not to be, or neither.
    private static Gate knowledge(KnowledgeShare share, String source) {
        boolean not = share.net() <= 0 || share.interval().high() < MAIN_CAUSE;
        boolean main = share.interval().low() >= MAIN_CAUSE;
        String have =
                text(
                        "missing facts explain %.0f %% [%.0f, %.0f] of %,d failures: %s, %,d won and %,d lost",
                        100 * share.net(),
                        100 * share.interval().low(),
                        100 * share.interval().high(),
                        share.failures(),
                        share.probe(),
                        share.won(),
                        share.lost());
        if (not || main) {
            return gate(
                    "behaviour",
                    BEHAVIOUR,
                    have,
                    passIf(not),
                    source,
                    not ? "" : "facts are missing: retrieval first, or the facts in the prompt");
        }
        return unknown(
                "behaviour",
                BEHAVIOUR,
                have,
                source,
                "facts may be the main cause: bring dev to more failures, or put the facts in the"
                        + " prompt and climb again");
    }

    Gate labelsOrTuning() {
        String currency = evidence.economics().currency();
        OptionalDouble outlay = evidence.economics().tuning().outlay();
        LabelsOrTuning answer =
                LabelsOrTuning.of(
                        tuning.forecast(),
                        outlay.isPresent()
                                ? Optional.of(Money.of(outlay.getAsDouble(), currency))
                                : Optional.empty(),
                        evidence.task().tuning().labellingPerExample());
        String need = "tuning brings more than the labels that its money would buy";
        String source = "learning curve, economics";
        return switch (answer.answer()) {
            case TUNING ->
                    gate("labels-or-tuning", need, answer.sentence(), Gate.Status.PASS, source, "");
            case LABELS ->
                    gate(
                            "labels-or-tuning",
                            need,
                            answer.sentence(),
                            Gate.Status.FAIL,
                            source,
                            text(
                                    "label %,d more examples first: they bring more for the money",
                                    answer.labels().orElse(0)));
            case NOT_SHOWN ->
                    unknown(
                            "labels-or-tuning",
                            need,
                            answer.sentence() + "; which brings more is not shown",
                            source,
                            "add train examples: the pilot holds out more of them and tells the two"
                                    + " apart");
            case UNKNOWN ->
                    unknown(
                            "labels-or-tuning",
                            need,
                            "unknown: " + answer.sentence(),
                            source,
                            unknownGain());
        };
    }

    private String unknownGain() {
        if (tuning.forecast().isPresent()) {
            return tuning.forecast().get().curve().isPresent()
                    ? "state what is unknown in the task file"
                    : "add train examples: a learning curve needs the pilot at three sizes";
        }
        return inProcess()
                ? "run the pilot: it trains on part of train and costs CPU time"
                : noPilot();
    }

    Gate paysBack() {
        Economics economics = evidence.economics();
        OptionalDouble needed = economics.tuning().gainNeeded();
        OptionalDouble forecast = economics.tuning().forecast();
        String need =
                needed.isPresent()
                        ? text(
                                "a gain of %s points within %d months",
                                pointsOf(needed.getAsDouble()), economics.horizonMonths())
                        : "the outlay earned back within " + economics.horizonMonths() + " months";
        if (needed.isEmpty() || forecast.isEmpty()) {
            return unknown(
                    "pays-back",
                    need,
                    "unknown: " + String.join("; ", economics.unknown()),
                    "economics",
                    forecastTodo(needed.isEmpty()));
        }
        return gate(
                "pays-back",
                need,
                text(
                        "forecast of at least %s points; outlay %s with training (%s), retraining, labels"
                                + " and evaluation",
                        pointsOf(forecast.getAsDouble()),
                        Money.of(economics.tuning().outlay().orElse(0), economics.currency()),
                        economics.tuning().trainingSource()),
                passIf(forecast.getAsDouble() >= needed.getAsDouble()),
                "learning curve, economics",
                "the forecast gain does not earn back the outlay");
    }

    private String forecastTodo(boolean unstated) {
        String state = "state what is unknown in the task file";
        if (!inProcess()) {
            return unstated && tuning.noForecast().isEmpty()
                    ? state + "; then " + noPilot()
                    : noPilot();
        }
        return unstated
                ? state
                : "find out what tuning would gain: until there is a forecast, nothing shows that"
                        + " it pays back";
    }

    private String noPilot() {
        return tuning.noForecast().orElse(JOBS);
    }

    Gate forgettingSuite() {
        List<String> named = evidence.task().plan().forgetting();
        Optional<String> suite =
                tuning.forgettingSuite()
                        .or(() ->
                                named.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                "named in tuning.forgetting: "
                                                        + String.join(", ", named)))
                        .or(() ->
                                inProcess()
                                        ? Optional.of(
                                                "built in: neighbours and retrieval on general text")
                                        : Optional.empty());
        return gate(
                "forgetting-suite",
                "a suite of what the tuned model must not lose",
                suite.orElse(
                        "none: tuning.forgetting names no task, and a chat model has none built in"),
                passIf(suite.isPresent()),
                "task file",
                suite.isPresent()
                        ? ""
                        : "name tasks that it must not lose (tuning.forgetting), each a folder with"
                                + " examples");
    }

    Gate baseModel() {
        String need = "the base model is not about to be shut down";
        if (tuning.base().isPresent()) {
            TuningEvidence.BaseModel base = tuning.base().get();
            return gate("base-model", need, base.have(), base.status(), base.source(), base.todo());
        }
        return inProcess()
                ? gate(
                        "base-model",
                        need,
                        "its weights are on this machine",
                        Gate.Status.PASS,
                        "model catalogue",
                        "")
                : unknown(
                        "base-model",
                        need,
                        "no shutdown date is known",
                        "price book",
                        "state the base model's shutdown date");
    }

    /// True where the weights to be tuned are those of an encoder in this process.
    private boolean inProcess() {
        return evidence.task()
                .plan()
                .base()
                .map(ModelName::inProcess)
                .orElseGet(() ->
                        evidence.ascent()
                                .kept()
                                .map(run ->
                                        run.candidate().models().stream()
                                                .allMatch(ModelName::inProcess))
                                .orElse(false));
    }
}
