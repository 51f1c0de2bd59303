package dev.gradus.verdict;

import dev.gradus.check.Movement;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.RungStatus;
import dev.gradus.ladder.SealedResult;
import dev.gradus.score.JudgedScore;
import dev.gradus.stats.Power;
import dev.gradus.task.Example;
import dev.gradus.task.Policy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The gates of fine-tuning. Each is computed from evidence and prints what it needs, what it has
/// and where that comes from; one that cannot be computed is unknown, and unknown never permits.
final class Gates {
    private static final int ENOUGH = 500;
    private static final int REFUSED = 200;
    private static final double ALPHA = 0.05;
    private static final double POWER = 0.80;
    private static final double USUAL_DISCORDANCE = 0.10;
    private final Evidence evidence;
    private final Optional<SealedResult> sealed;
    private final double matters;

    Gates(Evidence evidence) {
        this.evidence = evidence;
        this.sealed = evidence.ascent().sealed();
        this.matters = evidence.task().goal().matters();
    }

    List<Gate> all() {
        return List.of(
                evaluationSet(),
                cheaperRungs(),
                largeGap(),
                behaviour(),
                labelled(),
                verified(),
                stable(),
                pastMvp(),
                paysBack(),
                forgettingSuite(),
                baseModel());
    }

    private Gate evaluationSet() {
        int dev = evidence.splits().dev().size();
        int test = evidence.splits().test().size();
        if (dev < 2) {
            return gate(
                    "evaluation-set",
                    "a dev split",
                    "none",
                    Gate.Status.FAIL,
                    "splits",
                    "add examples");
        }
        double smallest =
                Power.minimalDetectableEffect(dev, USUAL_DISCORDANCE, ALPHA, POWER).orElse(1);
        double gap = gapEstimate().orElse(0);
        double wanted = Math.max(matters, gap);
        boolean settled =
                sealed.map(look -> look.status() != GoalCheck.Status.INCONCLUSIVE).orElse(false);
        Optional<JudgedScore> unchecked =
                sealed.filter(SealedResult::uncalibrated).flatMap(SealedResult::judged);
        if (unchecked.isPresent()) {
            return gate(
                    "evaluation-set",
                    "a judge that people have checked",
                    unchecked.get().labels()
                            + " of the "
                            + unchecked.get().fewest()
                            + " human labels that count",
                    Gate.Status.FAIL,
                    "judge calibration",
                    JudgeWords.label(unchecked.get()));
        }
        return gate(
                "evaluation-set",
                text(
                        "dev can show a gain of %.1f points; the sealed test settles the goal",
                        100 * wanted),
                text(
                        "dev of %,d shows %.1f points at 80 %% power (discordance %.2f); the test of %,d %s",
                        dev,
                        100 * smallest,
                        USUAL_DISCORDANCE,
                        test,
                        settled ? "settles it" : "does not settle it"),
                smallest <= wanted && settled ? Gate.Status.PASS : Gate.Status.FAIL,
                "power of the paired test; sealed test",
                "add verified examples to dev and test");
    }

    private Gate cheaperRungs() {
        List<RungResult> rungs = evidence.ascent().rungs();
        String blocked = named(rungs, RungStatus.NOT_SHOWN);
        String left =
                Stream.of(RungStatus.SKIPPED, RungStatus.NOT_REACHED)
                        .map(status ->
                                rungs.stream()
                                        .filter(rung ->
                                                rung.status() == status && rung.rung().number() < 9)
                                        .map(rung -> rung.rung().word())
                                        .collect(Collectors.joining(", ")))
                        .filter(words -> !words.isEmpty())
                        .collect(Collectors.joining(", "));
        boolean pass = blocked.isEmpty() && left.isEmpty();
        String have =
                Stream.of(
                                blocked.isEmpty() ? "" : "not shown: " + blocked,
                                left.isEmpty() ? "" : "not climbed: " + left)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
        return gate(
                "cheaper-rungs",
                "every cheaper rung ended in gain or no gain that matters, or is not applicable",
                pass ? "all did" : have,
                pass ? Gate.Status.PASS : Gate.Status.FAIL,
                "the ladder",
                blocked.isEmpty()
                        ? "climb the rungs left out"
                        : "add examples until these rungs are settled");
    }

    private static String named(List<RungResult> rungs, RungStatus status) {
        return rungs.stream()
                .filter(rung -> rung.status() == status)
                .map(rung -> rung.rung().word())
                .collect(Collectors.joining(", "));
    }

    private Gate largeGap() {
        if (sealed.isEmpty()) {
            return unknown(
                    "gap",
                    "a gap of at least " + points(matters),
                    "no look at the sealed test",
                    "sealed test",
                    "climb");
        }
        SealedResult look = sealed.get();
        double upper = look.check().upper();
        double least = evidence.task().goal().score() - upper;
        boolean other =
                look.check().parts().stream()
                        .anyMatch(part ->
                                !part.what().equals("score")
                                        && part.status() == GoalCheck.Status.MISSED);
        return gate(
                "gap",
                "the gap to the goal is at least "
                        + points(matters)
                        + ", or the cost or latency goal is missed",
                text(
                        "gap %.1f points, at least %.1f%s",
                        100 * (evidence.task().goal().score() - look.value()),
                        100 * least,
                        other ? "; cost or latency missed" : ""),
                least >= matters || other ? Gate.Status.PASS : Gate.Status.FAIL,
                "sealed test, look " + look.number(),
                "the goal is met or nearly met: look for a cheaper way");
    }

    private Gate behaviour() {
        return unknown(
                "behaviour",
                "the cause of the failures is behaviour, format or domain language, not missing facts",
                "no probe was run: probes need a chat model",
                "diagnosis",
                "configure a chat model and run the probes, or read the failing dev examples in the report");
    }

    private Gate labelled() {
        long labelled = confirmed();
        Gate.Status status = labelled >= ENOUGH ? Gate.Status.PASS : Gate.Status.FAIL;
        String todo =
                labelled < REFUSED
                        ? text(
                                "label and verify %,d more: under %d tuning is refused",
                                ENOUGH - labelled, REFUSED)
                        : text(
                                "label and verify %,d more: %d to %d allow style only",
                                ENOUGH - labelled, REFUSED, ENOUGH - 1);
        return gate(
                "labelled-examples",
                "at least 500 verified train examples",
                text("%,d", labelled),
                status,
                "train split",
                todo);
    }

    private long confirmed() {
        return evidence.splits().train().stream()
                .filter(example ->
                        example.verified() || example.origin() != Example.Origin.SYNTHETIC)
                .count();
    }

    private Gate verified() {
        long synthetic =
                evidence.splits().train().stream()
                        .filter(example ->
                                example.origin() == Example.Origin.SYNTHETIC && !example.verified())
                        .count();
        return gate(
                "no-unverified-synthetic",
                "no synthetic example that nobody verified",
                text("%,d", synthetic),
                synthetic == 0 ? Gate.Status.PASS : Gate.Status.FAIL,
                "columns origin and verified",
                "have people verify the synthetic examples, or leave them out");
    }

    private Gate stable() {
        Movement movement = evidence.movement();
        String need = "brief, labels and prompt unchanged for " + movement.windowDays() + " days";
        if (!movement.known()) {
            return unknown(
                    "stable-task",
                    need,
                    "the ledger does not reach back that far, and there is no history of the task file",
                    "ledger, version control",
                    "climb again when the task has stood still that long");
        }
        return gate(
                "stable-task",
                need,
                movement.changes() + (movement.changes() == 1 ? " change" : " changes"),
                movement.changes() == 0 ? Gate.Status.PASS : Gate.Status.FAIL,
                movement.source(),
                "let the brief settle first: a tuned model freezes it");
    }

    private Gate pastMvp() {
        Policy.Stage stage = evidence.task().policy().stage();
        return gate(
                "past-mvp",
                "policy.stage: production",
                "policy.stage: " + stage.name().toLowerCase(Locale.ROOT),
                stage == Policy.Stage.PRODUCTION ? Gate.Status.PASS : Gate.Status.FAIL,
                "task file",
                "ship the best candidate first and learn from its traffic");
    }

    private Gate paysBack() {
        var tuning = evidence.economics().tuning();
        OptionalDouble needed = tuning.gainNeeded();
        String need =
                needed.isPresent()
                        ? text(
                                "a gain of %s points within %d months",
                                pointsOf(needed.getAsDouble()),
                                evidence.economics().horizonMonths())
                        : "the outlay earned back within "
                                + evidence.economics().horizonMonths()
                                + " months";
        if (needed.isEmpty() || tuning.forecast().isEmpty()) {
            return unknown(
                    "pays-back",
                    need,
                    "unknown: " + String.join("; ", evidence.economics().unknown()),
                    "economics",
                    needed.isEmpty()
                            ? "state what is unknown in the task file"
                            : "find out what tuning would gain: until there is a forecast, nothing"
                                    + " shows that it pays back");
        }
        double forecast = tuning.forecast().getAsDouble();
        return gate(
                "pays-back",
                need,
                "forecast of at least " + pointsOf(forecast) + " points",
                forecast >= needed.getAsDouble() ? Gate.Status.PASS : Gate.Status.FAIL,
                "learning curve, economics",
                "the forecast gain does not earn back the outlay");
    }

    private Gate forgettingSuite() {
        Optional<String> suite = evidence.tuning().forgettingSuite();
        return gate(
                "forgetting-suite",
                "a suite of what the tuned model must not lose",
                suite.orElse("none"),
                suite.isPresent() ? Gate.Status.PASS : Gate.Status.FAIL,
                "task file",
                "name tasks that it must not lose (tuning.forgetting), each a folder with examples");
    }

    private Gate baseModel() {
        boolean local =
                evidence.ascent()
                        .kept()
                        .map(run ->
                                run.candidate().models().stream()
                                        .allMatch(model -> model.inProcess()))
                        .orElse(false);
        return local
                ? gate(
                        "base-model",
                        "the base model is not about to be shut down",
                        "its weights are on this machine",
                        Gate.Status.PASS,
                        "model catalogue",
                        "")
                : unknown(
                        "base-model",
                        "the base model is not about to be shut down",
                        "no shutdown date is known",
                        "price book",
                        "state the base model's shutdown date");
    }

    private OptionalDouble gapEstimate() {
        return sealed.map(look -> OptionalDouble.of(evidence.task().goal().score() - look.value()))
                .orElse(OptionalDouble.empty());
    }

    private static Gate gate(
            String name, String need, String have, Gate.Status status, String source, String todo) {
        return new Gate(name, need, have, status, source, todo);
    }

    private static Gate unknown(String name, String need, String have, String source, String todo) {
        return new Gate(name, need, have, Gate.Status.UNKNOWN, source, todo);
    }

    private static String points(double share) {
        return pointsOf(share) + " points";
    }

    private static String pointsOf(double share) {
        double points = 100 * share;
        return Math.abs(points) >= 0.1 ? text("%.1f", points) : text("%.2g", points);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
