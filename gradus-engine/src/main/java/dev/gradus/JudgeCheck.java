package dev.gradus;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.scorer.JudgeCalibration;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Optional;

/// Whether people have checked the judge of a task enough for a goal to rest on it.
final class JudgeCheck {
    private static final String CONSEQUENCE =
            "Such a judge cannot pass a goal or a gate: the verdict will be inconclusive, whatever"
                    + " the climb spends.";

    private JudgeCheck() {}

    /// @param examples of the task
    /// @param place the folder in which the file of human labels lies
    static Optional<Finding> of(Task task, List<Example> examples, Place place) {
        return Judging.model(task, examples).flatMap(judge -> of(judge, task, examples, place));
    }

    private static Optional<Finding> of(
            ModelName judge, Task task, List<Example> examples, Place place) {
        Scoring score = task.score();
        int labels = Judging.labels(score, examples, place).size();
        int missing = JudgeCalibration.FEWEST - labels;
        return missing <= 0
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "judge-not-calibrated",
                                Severity.COSTS,
                                score.calibration().orElse("score"),
                                (score.name() == ScoreName.CHECKS
                                                ? "Some checks are llm-rubric, which is what "
                                                : "The score is what ")
                                        + judge
                                        + " says, and "
                                        + (labels == 0
                                                ? "nobody has checked it."
                                                : "people have checked "
                                                        + labels
                                                        + " of the "
                                                        + JudgeCalibration.FEWEST
                                                        + " answers that it takes."),
                                CONSEQUENCE,
                                "Label "
                                        + missing
                                        + (labels == 0 ? "" : " more")
                                        + " answers in "
                                        + score.calibration()
                                                .map(file -> file + ".")
                                                .orElse(
                                                        "a CSV file (columns input, answer, human) and"
                                                                + " name it as "
                                                                + Judging.key(score)
                                                                + "."),
                                List.of()));
    }
}
