package dev.gradus.judge;

import java.util.List;
import java.util.Optional;

/// What a verdict on recorded outcomes rests on beside its comparisons.
///
/// @param use the arm to use for now; empty where no arm is ranked
/// @param tasks each task by itself, where there are several
/// @param pooling how the tasks weigh in figures over all of them, in words; empty for one task
/// @param oracles arms that were given the gold evidence
/// @param left what was not compared
public record Recorded(
        Optional<ToUse> use,
        List<TaskVerdict> tasks,
        Optional<String> pooling,
        List<OracleArm> oracles,
        NotCompared left) {
    public Recorded {
        tasks = List.copyOf(tasks);
        oracles = List.copyOf(oracles);
    }
}
