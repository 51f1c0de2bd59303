package dev.gradus;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.scorer.JudgeCalibration;
import dev.gradus.spi.ModelSource.Place;
import dev.gradus.task.Scoring;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Optional;

/// Whether people have checked the judge of a task enough for a goal to rest on it.
final class JudgeCheck {
    private JudgeCheck() {}

    /// @param place the folder in which the file of human labels lies
    static Optional<Finding> of(Task task, Place place) {
        if (!(task.score() instanceof Scoring.Judge judge)) {
            return Optional.empty();
        }
        int labels = Judging.labels(judge, place).size();
        int missing = JudgeCalibration.FEWEST - labels;
        return missing <= 0
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "judge-not-calibrated",
                                Severity.COSTS,
                                judge.calibration().orElse("score"),
                                "The score is what "
                                        + judge.model()
                                        + " says, and "
                                        + (labels == 0
                                                ? "nobody has checked it."
                                                : "people have checked "
                                                        + labels
                                                        + " of the "
                                                        + JudgeCalibration.FEWEST
                                                        + " answers that it takes."),
                                "Such a judge cannot pass a goal or a gate: the verdict will be"
                                        + " inconclusive, whatever the climb spends.",
                                "Label "
                                        + missing
                                        + (labels == 0 ? "" : " more")
                                        + " answers in "
                                        + judge.calibration()
                                                .map(file -> file + ".")
                                                .orElse(
                                                        "a CSV file (columns input, answer, human) and"
                                                                + " name it as"
                                                                + " score.judge.calibration."),
                                List.of()));
    }
}
