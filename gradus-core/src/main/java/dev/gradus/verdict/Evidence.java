package dev.gradus.verdict;

import dev.gradus.check.Finding;
import dev.gradus.check.Movement;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.Ascent;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Objects;

/// Everything a verdict rests on.
///
/// @param task what was climbed for
/// @param splits with what
/// @param ascent how the climb went
/// @param findings of `check`
/// @param economics the money
/// @param movement how much the task moved
/// @param documents true where the task has documents that an answer may rest on
/// @param tuning what is known of tuning
public record Evidence(
        Task task,
        Splits splits,
        Ascent ascent,
        List<Finding> findings,
        Economics economics,
        Movement movement,
        boolean documents,
        TuningEvidence tuning) {
    public Evidence {
        findings = List.copyOf(findings);
        Objects.requireNonNull(tuning, "tuning");
    }

    /// Without documents, where nothing is known of tuning but its forgetting suite.
    ///
    /// @param forgettingSuite true where there is a suite that the tuned model must not lose
    public Evidence(
            Task task,
            Splits splits,
            Ascent ascent,
            List<Finding> findings,
            Economics economics,
            Movement movement,
            boolean forgettingSuite) {
        this(
                task,
                splits,
                ascent,
                findings,
                economics,
                movement,
                false,
                forgettingSuite
                        ? TuningEvidence.none().withForgettingSuite("there")
                        : TuningEvidence.none());
    }
}
