package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.scorer.HumanLabel;
import dev.gradus.scorer.HumanLabels;
import dev.gradus.scorer.JudgeCalibration;
import dev.gradus.scorer.JudgeGuard;
import dev.gradus.scorer.JudgeGuard.Judged;
import dev.gradus.scorer.JudgedChecks;
import dev.gradus.spi.Scorer;
import dev.gradus.stats.Estimate;
import dev.gradus.stats.Interval;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What stands between a judge's scores and what rests on them: runs are guarded against answers
/// that respond to nothing, and scores are held against people. Outcomes in the ledger stay as the
/// judge gave them. Thread-confined.
///
/// A score of checks is judged where an example has an `llm-rubric`: such answers are guarded as
/// those of a judge. People label the score of the answer, all its checks together, so that labels
/// of a random sample correct the mean whichever examples a model judged.
final class Judging {
    private static final double LEVEL = 0.95;

    private final Task task;
    private final Scorer scorer;
    private final List<HumanLabel> labels;
    private final Map<String, List<String>> flags = new HashMap<>();
    private @Nullable JudgeCalibration calibration;

    /// @param scorer the judge itself
    /// @param labels of people
    private Judging(Task task, Scorer scorer, List<HumanLabel> labels) {
        this.task = task;
        this.scorer = scorer;
        this.labels = List.copyOf(labels);
    }

    /// Of a task whose score is a judge, or may be one for some examples.
    static Optional<Judging> of(ClimbRequest request, Scorer scorer) {
        Task task = request.task();
        return switch (task.score().name()) {
            case JUDGE, CHECKS -> Optional.of(new Judging(task, scorer, labels(request)));
            default -> Optional.empty();
        };
    }

    /// True where a model judges the answers to this example.
    static boolean judges(Task task, Example example) {
        return task.score() instanceof Scoring.Judge
                || task.score().name() == ScoreName.CHECKS && JudgedChecks.in(example);
    }

    /// The model that judges; empty where none does.
    static Optional<ModelName> model(Task task, List<Example> examples) {
        if (task.score() instanceof Scoring.Judge judge) {
            return Optional.of(judge.model());
        }
        return examples.stream()
                .filter(example -> judges(task, example))
                .findFirst()
                .flatMap(example ->
                        JudgedChecks.model(example)
                                .or(() ->
                                        task.models().reversed().stream()
                                                .filter(one -> !one.inProcess())
                                                .findFirst()));
    }

    /// The human labels that the task names.
    static List<HumanLabel> labels(ClimbRequest request) {
        Scoring score = request.task().score();
        return score.calibration()
                .map(file -> request.outside().place().folder().resolve(file))
                .map(HumanLabels::read)
                .map(all ->
                        HumanLabels.ofTask(all, request.all(), score.name() == ScoreName.CHECKS))
                .orElse(List.of());
    }

    /// What names the file with human labels.
    static String key(Scoring score) {
        return "score." + score.word() + ".calibration";
    }

    /// The run with the scores that count.
    ///
    /// @param examples of the run, in its order
    Run guarded(Run run, List<Example> examples) {
        JudgeGuard.Result result = look(task, run, examples);
        flags.put(key(run.candidate(), run.split()), result.flags());
        return counted(task, run, examples, result);
    }

    /// The same for a run of a task that may have no judge.
    static Run guarded(Task task, Run run, List<Example> examples) {
        return counted(task, run, examples, look(task, run, examples));
    }

    /// What the guard said of this run, for people.
    List<String> flags(Run run) {
        return flags.getOrDefault(key(run.candidate(), run.split()), List.of());
    }

    private static String key(Candidate candidate, Split split) {
        return candidate.id() + " " + split.word();
    }

    private static JudgeGuard.Result look(Task task, Run run, List<Example> examples) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Outcome outcome = run.outcomes().get(i);
            if (!outcome.isMissing() && judges(task, examples.get(i))) {
                judged.add(judged(task, examples.get(i), outcome));
            }
        }
        return JudgeGuard.look(judged);
    }

    /// Checks are no expected answer: that those of two examples are alike excuses nothing.
    private static Judged judged(Task task, Example example, Outcome outcome) {
        return new Judged(
                task.score() instanceof Scoring.Judge
                        ? example
                        : Example.of(example.id(), example.input(), ""),
                outcome.answer().orElse(""),
                outcome.score());
    }

    private static Run counted(
            Task task, Run run, List<Example> examples, JudgeGuard.Result result) {
        if (!result.constant()) {
            return run;
        }
        List<Outcome> outcomes = new ArrayList<>(examples.size());
        for (int i = 0; i < examples.size(); i++) {
            Outcome outcome = run.outcomes().get(i);
            outcomes.add(
                    outcome.isMissing() || !judges(task, examples.get(i))
                            ? outcome
                            : outcome.withScore(
                                    result.score(judged(task, examples.get(i), outcome))));
        }
        return new Run(run.candidate(), run.split(), outcomes, run.currency());
    }

    /// What the score is worth; empty where no model judged an answer. Costs the judge's calls on
    /// the labelled answers, once.
    ///
    /// @param examples of the run
    /// @param level of the one-sided bounds
    Optional<JudgedScore> judged(
            Run run, List<Example> examples, ScoreEstimate score, double level) {
        return model(task, examples).map(model -> judged(model, run, score, level));
    }

    private JudgedScore judged(ModelName model, Run run, ScoreEstimate score, double level) {
        JudgeCalibration held = calibration();
        String arm = arm(run.candidate());
        double[] present =
                run.outcomes().stream()
                        .filter(one -> !one.isMissing())
                        .mapToDouble(one -> one.score().getAsDouble())
                        .toArray();
        JudgeCalibration.Corrected said = held.corrected(present, arm, LEVEL);
        List<String> all = new ArrayList<>(flags(run));
        all.addAll(said.flags());
        return new JudgedScore(
                model,
                said.labels(),
                JudgeCalibration.FEWEST,
                key(task.score()),
                task.score().calibration(),
                held.kappa()
                        .map(kappa -> OptionalDouble.of(kappa.value()))
                        .orElse(OptionalDouble.empty()),
                said.estimate().map(one -> corrected(run, score, one, arm, level)),
                all);
    }

    /// Each one-sided bound is an end of the two-sided interval that leaves twice as much out, and
    /// reaches at least as far as that of the judge's own scores, which knows of groups.
    private JudgedScore.Corrected corrected(
            Run run, ScoreEstimate score, Estimate estimate, String arm, double level) {
        double twoSided = 2 * level - 1;
        double low = end(run, 0, arm, twoSided).low();
        double high = end(run, 1, arm, twoSided).high();
        double value = estimate.value();
        return new JudgedScore.Corrected(
                value,
                estimate.interval(),
                new Interval(
                        Math.max(0, Math.min(low, value + score.lower(level) - score.value())),
                        Math.min(1, Math.max(high, value + score.upper(level) - score.value())),
                        level));
    }

    private Interval end(Run run, double missing, String arm, double level) {
        double[] filled =
                run.outcomes().stream().mapToDouble(one -> one.score().orElse(missing)).toArray();
        return calibration().corrected(filled, arm, level).estimate().orElseThrow().interval();
    }

    /// The file may name a candidate by its id or by its title.
    private String arm(Candidate candidate) {
        Optional<String> id = Optional.of(candidate.id());
        return labels.stream().anyMatch(label -> label.arm().equals(id))
                ? candidate.id()
                : candidate.title();
    }

    private JudgeCalibration calibration() {
        if (calibration == null) {
            calibration =
                    labels.isEmpty()
                            ? JudgeCalibration.none()
                            : JudgeCalibration.of(scorer, labels);
        }
        return calibration;
    }
}
