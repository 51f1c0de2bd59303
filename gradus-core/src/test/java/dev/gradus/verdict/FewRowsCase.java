package dev.gradus.verdict;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.ClassifierRung;
import dev.gradus.ladder.GoalCheck;
import dev.gradus.ladder.RungResult;
import dev.gradus.ladder.RungStatus;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Measure;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Split;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A climb on few rows that a linear classifier won.
final class FewRowsCase {
    private FewRowsCase() {}

    static ClimbEvidence climb(int right, int rows, double goal) {
        Case base = new Case();
        base.goal = goal;
        ClimbEvidence like = base.climb();
        Task task = like.task();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            examples.add(
                    Example.of(
                            "row-" + i,
                            Integer.toString(i * 7_919_113, 36) + " " + i,
                            i % 2 == 0 ? "a" : "b"));
        }
        Splits splits =
                Splitter.cutUnlessFew(task.answer(), examples, Optional.empty(), 1).splits();
        Run kept = run(task, splits, right);
        ScoreEstimate score = new Measure(task, splits.dev(), 1).estimate(kept).orElseThrow();
        return new ClimbEvidence(
                task,
                splits,
                new Ascent(
                        List.of(
                                new RungResult(
                                        new ClassifierRung(),
                                        RungStatus.NOT_SHOWN,
                                        "as the test says",
                                        Optional.empty(),
                                        OptionalDouble.empty(),
                                        List.of(
                                                new Tried(
                                                        kept,
                                                        Optional.of(score),
                                                        Optional.empty(),
                                                        OptionalDouble.empty(),
                                                        Tried.Role.NOT_BETTER,
                                                        "as the test says")),
                                        Optional.empty(),
                                        OptionalLong.empty())),
                        Optional.of(kept),
                        Optional.of(new ClassifierRung()),
                        Optional.of(GoalCheck.of(task.goal(), score, kept, 0.95)),
                        List.of()),
                List.of(),
                like.economics(),
                like.movement(),
                false,
                TuningEvidence.none());
    }

    private static Run run(Task task, Splits splits, int right) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < splits.dev().size(); i++) {
            Example row = splits.dev().get(i);
            outcomes.add(
                    Outcome.scored(
                            row.id(), i < right ? row.expected() : "other", i < right ? 1 : 0));
        }
        AnswerShape.Labels labels = task.answer().asLabels().orElseThrow();
        return new Run(
                new Candidate.Encoded(
                        task.models().getFirst(), new Method.Linear(1e-3), labels.labels(), "rows"),
                Split.DEV,
                outcomes,
                "USD");
    }
}
