package dev.gradus.verdict;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.check.Movement;
import dev.gradus.cost.Economics;
import dev.gradus.cost.GainForecast;
import dev.gradus.cost.Priced;
import dev.gradus.cost.Sums;
import dev.gradus.cost.Terms;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.ClassifierRung;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.Ladder;
import dev.gradus.ladder.PromptRung;
import dev.gradus.ladder.Rung;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.RungStatus;
import dev.gradus.ladder.SealedResult;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Calling;
import dev.gradus.task.Example;
import dev.gradus.task.Goal;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Money;
import dev.gradus.task.Policy;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import dev.gradus.task.Traffic;
import dev.gradus.task.TuningCosts;
import dev.gradus.task.TuningPlan;
import dev.gradus.tuning.Pilot;
import dev.gradus.tuning.TuningForecast;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// A climb that ended with the goal missed and every gate open, and whatever a test changes of it.
final class Case {
    static final int SET = 2000;
    private static final ModelName ENCODER = ModelName.parse("embedded/minilm-l6");
    private static final List<Label> LABELS =
            List.of(Label.of("a", "the first"), Label.of("b", "the second"));

    int train = 1000;
    int unverified;
    int synthetic;
    double goal = 0.95;
    double matters = 0.01;
    int winnerRight = 1700;
    int testRight = 1700;
    double labelPrice = 20;
    boolean documents;
    boolean probed = true;

    /// True where the classifier's rung compared it with the names, at an error rate of 0.0125.
    boolean compared;

    int descriptionsWin = 10;
    int descriptionsLose;
    Money cost = usd(0.02);
    Optional<Money> costGoal = Optional.empty();
    Policy.Stage stage = Policy.Stage.PRODUCTION;
    RungStatus examplesEnded = RungStatus.NO_GAIN_THAT_MATTERS;
    Movement movement =
            new Movement(
                    true, 0, 30, Optional.of(Instant.parse("2026-01-05T10:00:00Z")), "the ledger");
    AnswerShape answer = new AnswerShape.Labels(LABELS);
    Scoring score = Scoring.of(ScoreName.ACCURACY);
    TuningPlan plan = TuningPlan.standard();
    TuningEvidence tuning = TuningEvidence.none().withForecast(forecast());

    Evidence evidence() {
        return climb().evidence();
    }

    ClimbEvidence climb() {
        Task task = task();
        Splits splits = new Splits(trainSet(), examples("dev"), examples("test"), true, Set.of());
        return new ClimbEvidence(
                task,
                splits,
                ascent(task, splits),
                List.of(),
                economics(task),
                movement,
                documents,
                tuning);
    }

    Gate gate(String name) {
        return Gates.of(evidence()).stream()
                .filter(gate -> gate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static TuningForecast forecast() {
        return TuningForecast.of(
                List.of(pilot(200, 280, 360), pilot(400, 300, 370), pilot(800, 320, 380)),
                List.of(),
                1000,
                1);
    }

    private static Pilot pilot(int size, int frozen, int tuned) {
        return new Pilot(size, firstRight(frozen), firstRight(tuned));
    }

    private static List<Double> firstRight(int right) {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            scores.add(i < right ? 1.0 : 0.0);
        }
        return scores;
    }

    private Task task() {
        return new Task(
                "case",
                "Say which.",
                answer,
                score,
                new Goal(goal, matters, costGoal, Optional.empty()),
                Optional.of(new Traffic(50_000, 0, Optional.of(usd(0.20)))),
                new Policy(stage, false, 12),
                List.of(ENCODER),
                Optional.empty(),
                Optional.empty(),
                new TuningCosts(
                        Optional.of(usd(100)),
                        Optional.of(usd(labelPrice)),
                        Optional.of(usd(200)),
                        OptionalDouble.of(2),
                        Optional.of(usd(0.02))),
                Optional.empty(),
                "USD",
                Calling.standard(),
                plan);
    }

    private Economics economics(Task task) {
        Priced winner = Priced.of("w", "winner", testRight / (double) SET, Optional.of(cost));
        boolean met = testRight / (double) SET >= goal;
        return Sums.of(
                Terms.of(task, OptionalDouble.of(train), Optional.empty()),
                new Sums.Field(
                        List.of(winner),
                        met ? List.of(winner) : List.of(),
                        Optional.of(winner),
                        OptionalDouble.of(Terms.justEnough(task.goal()))),
                tuning.forecast().map(made -> new GainForecast(made.gain().lower(), made.draws())),
                1);
    }

    private List<Example> trainSet() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < train; i++) {
            Example one = Example.of("train-" + i, "input " + i, "a");
            examples.add(
                    new Example(
                            one.id(),
                            one.input(),
                            one.expected(),
                            i < synthetic ? Example.Origin.SYNTHETIC : Example.Origin.HUMAN,
                            i >= synthetic + unverified,
                            one.slices(),
                            one.group(),
                            one.source()));
        }
        return examples;
    }

    private static List<Example> examples(String name) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < SET; i++) {
            examples.add(Example.of(name + "-" + i, name + " input " + i, "a"));
        }
        return examples;
    }

    private Ascent ascent(Task task, Splits splits) {
        Measure dev = new Measure(task, splits.dev(), 1);
        Run names = run(new Method.LabelNames(), splits, Split.DEV, 0, 1200);
        Run described =
                run(
                        new Method.LabelDescriptions(),
                        splits,
                        Split.DEV,
                        descriptionsLose,
                        1200,
                        winnerRight,
                        descriptionsWin);
        Run winner = run(new Method.Linear(1e-3), splits, Split.DEV, 0, winnerRight);
        Run onTest = run(new Method.Linear(1e-3), splits, Split.TEST, 0, testRight);
        List<RungResult> rungs = new ArrayList<>();
        for (Rung rung : Ladder.rungs()) {
            rungs.add(
                    switch (rung) {
                        case PromptRung prompt ->
                                result(
                                        rung,
                                        RungStatus.GAIN,
                                        probed ? List.of(names, described) : List.of(names),
                                        dev);
                        case ClassifierRung classifier ->
                                compared
                                        ? compared(rung, names, winner, dev)
                                        : result(rung, RungStatus.GAIN, List.of(winner), dev);
                        default ->
                                result(
                                        rung,
                                        rung.number() == 2
                                                ? examplesEnded
                                                : RungStatus.NO_GAIN_THAT_MATTERS,
                                        List.of(),
                                        dev);
                    });
        }
        ScoreEstimate scored = new Measure(task, splits.test(), 1).estimate(onTest).orElseThrow();
        SealedResult look =
                new SealedResult(
                        1,
                        0.025,
                        onTest,
                        scored,
                        GoalCheck.of(task.goal(), scored, onTest, 0.975),
                        Optional.empty(),
                        Optional.empty());
        return new Ascent(
                rungs,
                Optional.of(winner),
                Optional.of(new ClassifierRung()),
                Optional.empty(),
                List.of(look));
    }

    private static RungResult result(Rung rung, RungStatus status, List<Run> runs, Measure dev) {
        return new RungResult(
                rung,
                status,
                "as the test says",
                Optional.empty(),
                OptionalDouble.empty(),
                runs.stream()
                        .map(run ->
                                new Tried(
                                        run,
                                        dev.estimate(run),
                                        Optional.empty(),
                                        OptionalDouble.empty(),
                                        Tried.Role.NOT_BETTER,
                                        "as the test says"))
                        .toList(),
                Optional.empty(),
                OptionalLong.empty());
    }

    private static RungResult compared(Rung rung, Run below, Run winner, Measure dev) {
        return new RungResult(
                rung,
                RungStatus.GAIN,
                "as the test says",
                Optional.empty(),
                OptionalDouble.of(0.0125),
                List.of(
                        new Tried(
                                winner,
                                dev.estimate(winner),
                                Optional.of(dev.compare(below, winner)),
                                OptionalDouble.empty(),
                                Tried.Role.KEPT_BETTER,
                                "as the test says")),
                Optional.empty(),
                OptionalLong.empty());
    }

    /// Right in `[from, to)`, and in `[more, more + count)` where given.
    private Run run(Method method, Splits splits, Split split, int... right) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < splits.of(split).size(); i++) {
            boolean is = i >= right[0] && i < right[1];
            boolean also = right.length > 2 && i >= right[2] && i < right[2] + right[3];
            outcomes.add(
                    new Outcome(
                            splits.of(split).get(i).id(),
                            Optional.of(is || also ? "a" : "b"),
                            OptionalDouble.of(is || also ? 1 : 0),
                            OptionalDouble.empty(),
                            OptionalLong.empty(),
                            OptionalLong.empty(),
                            OptionalDouble.of(cost.amount() / 1000),
                            Optional.empty()));
        }
        Candidate candidate =
                new Candidate.Encoded(ENCODER, method, LABELS, method.learns() ? "train" : "");
        return new Run(candidate, split, outcomes, "USD");
    }

    private static Money usd(double amount) {
        return Money.of(amount, "USD");
    }
}
