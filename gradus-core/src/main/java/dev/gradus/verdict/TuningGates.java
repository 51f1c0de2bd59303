package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.gate;
import static dev.gradus.verdict.GateWords.passIf;
import static dev.gradus.verdict.GateWords.pointsOf;
import static dev.gradus.verdict.GateWords.text;
import static dev.gradus.verdict.GateWords.unknown;

import dev.gradus.cost.Economics;
import dev.gradus.cost.Odds;
import dev.gradus.cost.Terms;
import dev.gradus.task.Money;
import dev.gradus.tuning.LabelsOrTuning;
import java.util.Optional;
import java.util.OptionalDouble;

/// The gates that ask whether tuning is the right lever: the cause of the failures, what else the
/// money would buy, whether it comes back, and what may be lost.
final class TuningGates {
    /// How likely tuning must be to pay.
    static final double LIKELY = 0.95;

    private static final double MAIN_CAUSE = 0.5;
    private static final String BEHAVIOUR =
            "the cause of the failures is behaviour, format or domain language, not missing facts";
    private static final String LABELS = "labels-or-tuning";
    private static final String PAYS = "pays-back";
    private static final String NO_PILOT =
            "state traffic, cost of an error and costs of tuning in a task file, and climb: where a"
                    + " pilot alone is missing, it is run";
    private final Evidence evidence;
    private final TuningEvidence tuning;

    TuningGates(Evidence evidence) {
        this.evidence = evidence;
        this.tuning = evidence.tuning();
    }

    /// Shown to be the main cause, shown not to be, or neither.
    Gate behaviour() {
        Cause cause = evidence.cause();
        if (cause.share().isEmpty()) {
            return unknown("behaviour", BEHAVIOUR, cause.unknown(), cause.source(), cause.todo());
        }
        KnowledgeShare share = cause.share().get();
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
                    cause.source(),
                    not ? "" : "facts are missing: retrieval first, or the facts in the prompt");
        }
        return unknown(
                "behaviour",
                BEHAVIOUR,
                have,
                cause.source(),
                "facts may be the main cause: bring dev to more failures, or put the facts in the"
                        + " prompt and climb again");
    }

    Gate labelsOrTuning() {
        Economics economics = evidence.economics();
        OptionalDouble outlay =
                economics.tuning().map(Economics.TuningCase::outlay).orElse(OptionalDouble.empty());
        LabelsOrTuning answer =
                LabelsOrTuning.of(
                        tuning.forecast(),
                        outlay.isPresent()
                                ? Optional.of(Money.of(outlay.getAsDouble(), economics.currency()))
                                : Optional.empty(),
                        tuning.perLabel());
        String need = "tuning brings more than the labels that its money would buy";
        String source = "learning curve, economics";
        return switch (answer.answer()) {
            case TUNING -> gate(LABELS, need, answer.sentence(), Gate.Status.PASS, source, "");
            case LABELS ->
                    gate(
                            LABELS,
                            need,
                            answer.sentence(),
                            Gate.Status.FAIL,
                            source,
                            text(
                                    "label %,d more examples first: they bring more for the money",
                                    answer.labels().orElse(0)));
            case NOT_SHOWN ->
                    unknown(
                            LABELS,
                            need,
                            answer.sentence() + "; which brings more is not shown",
                            source,
                            "add train examples: the pilot holds out more of them and tells the two"
                                    + " apart");
            case UNKNOWN ->
                    unknown(LABELS, need, "unknown: " + answer.sentence(), source, unknownGain());
        };
    }

    private String unknownGain() {
        if (tuning.forecast().isPresent()) {
            return tuning.forecast().get().curve().isPresent()
                    ? "state what is unknown in the task file"
                    : "add train examples: a learning curve needs the pilot at three sizes";
        }
        return tuning.noForecast().orElse(NO_PILOT);
    }

    Gate paysBack() {
        Economics economics = evidence.economics();
        String need =
                text(
                        "net over %d months at the lower bound of the gain at least 0, and at least 95 %%"
                                + " likely to pay",
                        economics.horizonMonths());
        Optional<Economics.TuningCase> known =
                economics.tuning().filter(one -> one.net().isPresent());
        if (known.isEmpty() || known.get().forecast().isEmpty()) {
            return unknown(
                    PAYS,
                    need,
                    "unknown: " + String.join("; ", economics.unknown()),
                    "economics",
                    forecastTodo(known.isEmpty()));
        }
        Economics.TuningCase money = known.get();
        double net = money.net().getAsDouble();
        double lower = money.forecast().getAsDouble();
        double pays = money.odds().map(Odds::pays).orElse(0.0);
        Terms words = Terms.unstated(economics.currency());
        String have =
                text(
                        "net %s at a gain of at least %s points%s; likely to pay: %.0f %%; outlay %s%s",
                        words.money(net),
                        pointsOf(lower),
                        money.servingAlone()
                                ? ", by serving alone: what an error costs is not known"
                                : "",
                        Math.floor(100 * pays),
                        words.money(money.outlay().orElse(0)),
                        money.trainingSource().map(one -> " (training " + one + ")").orElse(""));
        if (money.servingAlone() && lower < 0 && net >= 0) {
            return unknown(
                    PAYS,
                    need,
                    have + ", and the gain may be a loss",
                    "learning curve, economics",
                    "state traffic.cost-of-an-error: a loss in score must cost less than serving saves");
        }
        return gate(
                PAYS,
                need,
                have,
                passIf(net >= 0 && pays >= LIKELY),
                "learning curve, economics",
                net < 0
                        ? "the forecast gain does not earn back the outlay"
                        : "it may not pay: first learn "
                                + money.odds().map(Odds::worthKnowing).orElse("what is unknown"));
    }

    private String forecastTodo(boolean unstated) {
        String state = "state what is unknown in the task file";
        boolean nothing = evidence.economics().tuning().isEmpty();
        String pilot = tuning.noForecast().orElse(NO_PILOT);
        return unstated && !nothing ? state + "; then " + pilot : pilot;
    }

    Gate forgettingSuite() {
        Optional<String> suite = tuning.forgettingSuite();
        String need = "a suite of what the tuned model must not lose";
        if (suite.isEmpty() && evidence.source() == Source.RECORDED) {
            return unknown(
                    "forgetting-suite",
                    need,
                    "recorded outcomes hold none",
                    evidence.source().where(),
                    "write down what must not be lost, as examples");
        }
        return gate(
                "forgetting-suite",
                need,
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
        return tuning.base()
                .map(base ->
                        gate(
                                "base-model",
                                need,
                                base.have(),
                                base.status(),
                                base.source(),
                                base.todo()))
                .orElseGet(() ->
                        unknown(
                                "base-model",
                                need,
                                "no shutdown date is known",
                                "price book",
                                "state the base model's shutdown date"));
    }
}
