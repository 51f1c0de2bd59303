package dev.gradus;

import dev.gradus.check.Finding;
import dev.gradus.check.Severity;
import dev.gradus.scorer.JudgeCalibration;
import dev.gradus.task.ModelName;
import dev.gradus.task.ScoreName;
import dev.gradus.task.Scoring;
import java.util.List;
import java.util.Optional;

/// Whether people have checked the judge of a task enough for a goal to rest on it.
final class JudgeCheck {
    private static final String CONSEQUENCE =
            "Such a judge cannot pass a goal or a gate: the verdict will be inconclusive, whatever"
                    + " the climb spends.";

    private JudgeCheck() {}

    static Optional<Finding> of(ClimbRequest request) {
        return Judging.model(request.task(), request.all()).flatMap(judge -> of(judge, request));
    }

    private static Optional<Finding> of(ModelName judge, ClimbRequest request) {
        Scoring score = request.task().score();
        int labels = Judging.labels(request).size();
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
