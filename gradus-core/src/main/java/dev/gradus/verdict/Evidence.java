package dev.gradus.verdict;

import dev.gradus.check.Finding;
import dev.gradus.check.Movement;
import dev.gradus.cost.Economics;
import dev.gradus.ladder.Ascent;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.List;

/// Everything a verdict rests on.
///
/// @param task what was climbed for
/// @param splits with what
/// @param ascent how the climb went
/// @param findings of `check`
/// @param economics the money
/// @param movement how much the task moved
/// @param forgettingSuite true where there is a suite that the tuned model must not lose
public record Evidence(
        Task task,
        Splits splits,
        Ascent ascent,
        List<Finding> findings,
        Economics economics,
        Movement movement,
        boolean forgettingSuite) {
    public Evidence {
        findings = List.copyOf(findings);
    }
}
