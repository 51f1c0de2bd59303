package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.gate;
import static dev.gradus.verdict.GateWords.passIf;
import static dev.gradus.verdict.GateWords.points;
import static dev.gradus.verdict.GateWords.text;
import static dev.gradus.verdict.GateWords.unknown;

import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.RungStatus;
import dev.gradus.ladder.SealedResult;
import dev.gradus.score.JudgedScore;
import dev.gradus.stats.Power;
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
        String maybe =
                rungs.stream()
                        .filter(rung -> rung.status() != RungStatus.NOT_SHOWN)
                        .filter(rung -> rung.unsettled().isPresent())
                        .map(rung -> rung.rung().word())
                        .collect(Collectors.joining(", "));
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
        boolean pass = blocked.isEmpty() && maybe.isEmpty() && left.isEmpty();
        String have =
                Stream.of(
                                blocked.isEmpty() ? "" : "not shown: " + blocked,
                                maybe.isEmpty()
                                        ? ""
                                        : "gain, and another candidate may be better still: "
                                                + maybe,
                                left.isEmpty() ? "" : "not climbed: " + left)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
        return gate(
                "cheaper-rungs",
                "every cheaper rung ended in gain or no gain that matters, or is not applicable",
                pass ? "all did" : have,
                pass ? Gate.Status.PASS : Gate.Status.FAIL,
                "the ladder",
                blocked.isEmpty() && maybe.isEmpty()
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
        boolean large = !look.status().met() && (least >= matters || other);
        return gate(
                "gap",
                "the gap to the goal is at least "
                        + points(matters)
                        + ", or the cost or latency goal is missed",
                gapWords(look, least, other),
                passIf(large),
                "sealed test, look " + look.number(),
                look.status() == GoalCheck.Status.INCONCLUSIVE
                        ? "settle the goal first: add fresh examples to the test"
                        : "the goal is met or nearly met: look for a cheaper way");
    }

    private String gapWords(SealedResult look, double least, boolean other) {
        if (look.status().met()) {
            return text(
                    "the goal is met below, by %s%s (%.3f)",
                    look.run().candidate().title(),
                    evidence.ascent().keptAt().map(rung -> " at rung " + rung.word()).orElse(""),
                    look.value());
        }
        return text(
                "gap %.1f points, at least %.1f%s%s",
                100 * (evidence.task().goal().score() - look.value()),
                100 * least,
                other ? "; cost or latency missed" : "",
                look.status() == GoalCheck.Status.INCONCLUSIVE
                        ? "; inconclusive: the sealed test does not settle the goal"
                        : "");
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

    private OptionalDouble gapEstimate() {
        return sealed.map(look -> OptionalDouble.of(evidence.task().goal().score() - look.value()))
                .orElse(OptionalDouble.empty());
    }
}
