package dev.gradus.ladder;

import dev.gradus.score.Run;
import java.util.List;
import java.util.Optional;

/// What a climb leaves behind: how every rung went, what was kept, and what the sealed test said.
///
/// @param rungs every rung in order
/// @param kept the winner's dev run; empty where no rung could propose anything
/// @param keptAt the rung that proposed it
/// @param dev the goal on dev
/// @param looks this climb's looks at the sealed test, in order; the last is the winner's
public record Ascent(
        List<RungResult> rungs,
        Optional<Run> kept,
        Optional<Rung> keptAt,
        Optional<GoalCheck> dev,
        List<SealedResult> looks) {
    public Ascent {
        rungs = List.copyOf(rungs);
        looks = List.copyOf(looks);
    }

    public Optional<SealedResult> sealed() {
        return looks.isEmpty() ? Optional.empty() : Optional.of(looks.getLast());
    }
}
