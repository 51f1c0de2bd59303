package dev.gradus.tune.open;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// How far a run of a recipe is.
///
/// @param step of `steps`; both 0 before the first
/// @param loss of the last logged step
/// @param heldLoss at the last evaluation
/// @param stepsPerSecond since the run began
/// @param left until the last step, at that rate
public record OpenProgress(
        long step,
        long steps,
        OptionalDouble loss,
        OptionalDouble heldLoss,
        OptionalDouble stepsPerSecond,
        Optional<Duration> left) {}
