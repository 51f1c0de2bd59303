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
                                "Climb, then label "
                                        + missing
                                        + (labels == 0 ? "" : " more")
                                        + " answers of the winner: gradus export answers --sample "
                                        + JudgeCalibration.FEWEST
                                        + " --into FILE picks them at random"
                                        + score.calibration()
                                                .map(file -> "; add them to " + file + ".")
                                                .orElse(
                                                        "; name the file as "
                                                                + Judging.key(score)
                                                                + "."),
                                List.of()));
    }
}
