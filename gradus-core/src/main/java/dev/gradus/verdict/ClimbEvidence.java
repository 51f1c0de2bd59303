package dev.gradus.verdict;

import static dev.gradus.verdict.GateWords.beside;
import static dev.gradus.verdict.GateWords.percent;
import static dev.gradus.verdict.GateWords.stated;
import static dev.gradus.verdict.GateWords.text;

import dev.gradus.check.Finding;
import dev.gradus.check.Movement;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.CascadeRung;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.SealedResult;
import dev.gradus.ladder.Tried;
import dev.gradus.stats.Power;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.ModelName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A climb as [Evidence].
///
/// @param documents true where the task has documents that an answer may rest on
public record ClimbEvidence(
        Task task,
        Splits splits,
        Ascent ascent,
        List<Finding> findings,
        Economics economics,
        Movement movement,
        boolean documents,
        TuningEvidence tuning) {
    private static final double POWER = 0.80;
    private static final double USUAL_DISCORDANCE = 0.10;
    private static final double USUAL_ALPHA = 0.05;
    private static final String PILOT =
            "run the pilot (gradus tune): it trains on parts of train and costs CPU time";
    private static final String JOBS =
            "gradus tune runs the pilot of a chat model where nothing but its figures is missing: small"
                    + " jobs at its provider, for 1.75 times what training costs (each size with two seeds),"
                    + " and the answers; a climb orders no job";

    /// What a verdict rests on.
    public Evidence evidence() {
        return new Evidence(
                Source.CLIMB,
                Optional.of(task.goal()),
                ascent.sealed().map(this::result),
                FewRows.of(task, splits, ascent),
                ascent.rungs().stream()
                        .filter(rung -> rung.rung().number() > 0 && rung.rung().number() < 9)
                        .map(ClimbEvidence::rung)
                        .toList(),
                shows(),
                Optional.of(labels()),
                Optional.of(movement),
                Optional.of(task.policy().stage()),
                cause(),
                findings,
                economics,
                known(),
                false,
                List.of());
    }

    private GoalResult result(SealedResult look) {
        Goal goal = task.goal();
        String title = winner();
        List<String> besides = new ArrayList<>();
        List<String> todo = new ArrayList<>();
        look.leak()
                .ifPresent(leak -> {
                    if (look.hangsOnTwins()) {
                        besides.addAll(TwinWords.hangs(leak));
                        todo.addAll(TwinWords.todo(leak));
                    } else {
                        besides.addAll(TwinWords.told(leak));
                    }
                });
        return new GoalResult(
                title,
                "the sealed test",
                sentence(look, title, goal),
                look.value(),
                look.interval(),
                look.score().n(),
                look.check(),
                look.status(),
                look.judged(),
                ascent.keptAt().map(rung -> rung.word()),
                look.run().costPerThousandCalls(),
                look.run().latency(0.95).map(ClimbEvidence::millis).orElse(OptionalDouble.empty()),
                besides,
                todo);
    }

    private static OptionalDouble millis(Duration time) {
        return OptionalDouble.of(time.toNanos() / 1e6);
    }

    private static String sentence(SealedResult look, String title, Goal goal) {
        String sentence =
                text(
                        "Sealed test, look %d: %s scores %s [%s, %s] on %,d examples; %s (goal %s, matters"
                                + " %s).",
                        look.number(),
                        title,
                        beside(look.value(), goal.score()),
                        percent(look.interval().low()),
                        percent(look.interval().high()),
                        look.score().n(),
                        look.check().status().word().replace('-', ' '),
                        stated(goal.score()),
                        goal.mattersInWords());
        return look.judged()
                .map(judge -> sentence + JudgeWords.worth(judge, look.score().value()))
                .orElse(sentence);
    }

    private String winner() {
        return ascent.kept().map(run -> run.candidate().title()).orElse("no candidate");
    }

    private static RungEvidence rung(RungResult result) {
        return new RungEvidence(
                result.rung().word(),
                switch (result.status()) {
                    case GAIN ->
                            result.open().isEmpty()
                                    ? RungEvidence.Status.GAIN
                                    : RungEvidence.Status.GAIN_AND_MORE_OPEN;
                    case DONE -> RungEvidence.Status.GAIN;
                    case NO_GAIN_THAT_MATTERS -> RungEvidence.Status.NO_GAIN_THAT_MATTERS;
                    case NOT_SHOWN -> RungEvidence.Status.NOT_SHOWN;
                    case NOT_APPLICABLE -> RungEvidence.Status.NOT_APPLICABLE;
                    case SKIPPED, NOT_REACHED -> RungEvidence.Status.NOT_CLIMBED;
                },
                result.unsettled().orElse(result.why()),
                result.add(),
                result.needed());
    }

    /// By the widest discordance that the last rung showed beside what was kept when it was
    /// reached, and by the error rate that a rung had. Rungs below tell by how much a weak
    /// candidate differs from a strong one, and a cascade shares most answers with its stages:
    /// neither is what the next candidate will do.
    private Shows shows() {
        int dev = splits.dev().size();
        double[] squares =
                ascent.rungs().reversed().stream()
                        .filter(rung -> !(rung.rung() instanceof CascadeRung))
                        .map(ClimbEvidence::squares)
                        .filter(found -> found.length > 0)
                        .findFirst()
                        .orElse(new double[0]);
        double alpha =
                ascent.rungs().stream()
                        .filter(rung -> rung.alpha().isPresent())
                        .mapToDouble(rung -> rung.alpha().getAsDouble())
                        .findFirst()
                        .orElse(USUAL_ALPHA);
        boolean observed = squares.length > 0;
        double square = observed ? squares[squares.length - 1] : USUAL_DISCORDANCE;
        return new Shows(
                text("dev of %,d", dev),
                dev,
                dev < 2
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                Power.gradedMinimalDetectableEffect(
                                        dev, Math.sqrt(square), alpha, POWER)),
                text(
                        "discordance %.2f %s, alpha %.2g",
                        square, observed ? "as observed" : "assumed", alpha),
                true,
                text("the sealed test of %,d", splits.test().size()));
    }

    /// Mean squared differences of the rung's comparisons, rising: of right-or-wrong scores the
    /// discordances.
    private static double[] squares(RungResult rung) {
        return rung.tried().stream()
                .map(Tried::comparison)
                .flatMap(Optional::stream)
                .mapToDouble(one -> one.variancePerPair() + one.difference() * one.difference())
                .filter(square -> square > 0)
                .sorted()
                .toArray();
    }

    private LabelFacts labels() {
        List<Example> train = splits.train();
        return new LabelFacts(
                train.size(),
                train.stream()
                        .filter(one -> one.verified() || one.origin() != Example.Origin.SYNTHETIC)
                        .count(),
                train.stream().filter(Example::verified).count(),
                train.stream()
                        .filter(one -> one.origin() == Example.Origin.SYNTHETIC && !one.verified())
                        .count(),
                style());
    }

    /// A free answer that a rubric or a pattern scores: neither asks whether the content is right.
    private boolean style() {
        if (task.answer() instanceof AnswerShape.Labels) {
            return false;
        }
        return switch (task.score()) {
            case Scoring.Judge judge -> true;
            case Scoring.Regex regex -> !regex.pattern().contains("{{expected}}");
            case Scoring.Plain plain -> false;
            case Scoring.Checks checks -> false;
            case Scoring.Numeric numeric -> false;
            case Scoring.Similarity similarity -> false;
            case Scoring.Cel cel -> false;
            case Scoring.Command command -> false;
        };
    }

    private Cause cause() {
        if (tuning.knowledge().isPresent()) {
            return Cause.known(tuning.knowledge().get(), "diagnosis");
        }
        if (documents && !retrieved()) {
            return Cause.unknown(
                    "the task has documents, and no rung read them",
                    "the ladder",
                    "climb rung retrieval: an answer that stands in a document is found, not tuned in");
        }
        if (!(task.answer() instanceof AnswerShape.Labels)) {
            return Cause.unknown(
                    "no probe was run: probes need a chat model",
                    "diagnosis",
                    "configure a chat model and run the probes, or read the failing dev examples in the report");
        }
        return new KnowledgeProbe(task, splits, ascent)
                .share()
                .map(share -> Cause.known(share, "label descriptions as the probe, on dev"))
                .orElseGet(() ->
                        Cause.unknown(
                                "no run with label descriptions stands beside one without, on failures"
                                        + " of the winner",
                                "the ladder",
                                "describe every label in one line (answer.labels), and climb rung prompt"));
    }

    private boolean retrieved() {
        return ascent.rungs().stream()
                .filter(rung -> rung.rung().word().equals("retrieval"))
                .map(RungResult::tried)
                .anyMatch(tried -> !tried.isEmpty());
    }

    /// What is known of tuning, with what the task file and the base model say.
    private TuningEvidence known() {
        TuningEvidence all = tuning.withPerLabel(task.tuning().labellingPerExample());
        if (all.forgettingSuite().isEmpty()) {
            List<String> named = task.plan().forgetting();
            if (!named.isEmpty()) {
                all =
                        all.withForgettingSuite(
                                "named in tuning.forgetting: " + String.join(", ", named));
            } else if (inProcess()) {
                all = all.withForgettingSuite("built in: neighbours and retrieval on general text");
            }
        }
        if (all.base().isEmpty() && inProcess()) {
            all =
                    all.withBase(
                            new TuningEvidence.BaseModel(
                                    Gate.Status.PASS,
                                    "its weights are on this machine",
                                    "model catalogue",
                                    ""));
        }
        return all.noForecast().isEmpty() && all.forecast().isEmpty()
                ? all.withoutForecast(inProcess() ? PILOT : JOBS)
                : all;
    }

    /// True where the weights to be tuned are those of an encoder in this process.
    private boolean inProcess() {
        return task.plan()
                .base()
                .map(ModelName::inProcess)
                .orElseGet(() ->
                        ascent.kept()
                                .map(run ->
                                        run.candidate().models().stream()
                                                .allMatch(ModelName::inProcess))
                                .orElse(false));
    }
}
