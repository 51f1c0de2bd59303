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
import dev.gradus.stats.Interval;
import dev.gradus.stats.PredictionPowered;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Split;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final Set<String> labelled;
    private final Map<String, List<String>> flags = new HashMap<>();

    /// What each candidate answered to the inputs that people labelled answers of.
    private final Map<String, Map<String, Set<String>>> answers = new HashMap<>();

    private @Nullable JudgeCalibration calibration;

    /// @param scorer the judge itself
    /// @param labels of people
    private Judging(Task task, Scorer scorer, List<HumanLabel> labels) {
        this.task = task;
        this.scorer = scorer;
        this.labels = List.copyOf(labels);
        this.labelled =
                labels.stream().map(label -> label.example().input()).collect(Collectors.toSet());
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
        remember(run, examples);
        return counted(task, run, examples, result);
    }

    private void remember(Run run, List<Example> examples) {
        Map<String, Set<String>> said =
                answers.computeIfAbsent(run.candidate().id(), id -> new HashMap<>());
        for (int i = 0; i < examples.size(); i++) {
            String input = examples.get(i).input();
            Optional<String> answer = run.outcomes().get(i).answer();
            if (answer.isPresent() && labelled.contains(input)) {
                said.computeIfAbsent(input, one -> new HashSet<>())
                        .add(JudgeCalibration.plain(answer.get()));
            }
        }
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
        return model(task, examples).map(model -> judged(model, run, examples, score, level));
    }

    private JudgedScore judged(
            ModelName model, Run run, List<Example> examples, ScoreEstimate score, double level) {
        JudgeCalibration held = calibration();
        JudgeCalibration.Corrected said = corrected(run, examples, OptionalDouble.empty());
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
                said.estimate().map(one -> corrected(run, examples, score, one, level)),
                all);
    }

    /// A missing outcome speaks against each one-sided bound. Each reaches at least as far as the
    /// bound of the judge's own scores, which knows of groups, as far as these are believed.
    private JudgedScore.Corrected corrected(
            Run run,
            List<Example> examples,
            ScoreEstimate score,
            PredictionPowered estimate,
            double level) {
        double value = estimate.value();
        double low = filled(run, examples, 0).lower(level);
        double high = filled(run, examples, 1).upper(level);
        double down = estimate.lambda() * (score.value() - score.lower(level));
        double up = estimate.lambda() * (score.upper(level) - score.value());
        return new JudgedScore.Corrected(
                value,
                estimate.interval(LEVEL),
                new Interval(
                        Math.max(0, Math.min(low, value - down)),
                        Math.min(1, Math.max(high, value + up)),
                        level));
    }

    private PredictionPowered filled(Run run, List<Example> examples, double missing) {
        return corrected(run, examples, OptionalDouble.of(missing)).estimate().orElseThrow();
    }

    /// @param run on these examples, or on some of them
    /// @param missing what a missing outcome scores; empty to leave it out
    private JudgeCalibration.Corrected corrected(
            Run run, List<Example> examples, OptionalDouble missing) {
        Map<String, String> inputs = new HashMap<>();
        examples.forEach(example -> inputs.put(example.id(), example.input()));
        List<JudgeCalibration.Given> given = new ArrayList<>();
        for (Outcome outcome : run.outcomes()) {
            OptionalDouble score = outcome.isMissing() ? missing : outcome.score();
            if (score.isPresent()) {
                given.add(
                        new JudgeCalibration.Given(
                                inputs.getOrDefault(outcome.exampleId(), ""),
                                outcome.answer().orElse(""),
                                score.getAsDouble()));
            }
        }
        return calibration()
                .corrected(
                        given,
                        arm(run.candidate()),
                        answers.getOrDefault(run.candidate().id(), Map.of()));
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
