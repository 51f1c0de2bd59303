package dev.gradus;

import dev.gradus.check.CheckReport;
import dev.gradus.ladder.Ascent;
import dev.gradus.task.Splits;
import java.util.Optional;

/// A climb with what it leaves for the last rung.
///
/// @param report as everybody sees it
/// @param splits as they were cut
/// @param ascent how the rungs went
/// @param check what was found before any call
/// @param paying who pays for its calls
/// @param pilot what it showed; empty where none was worth its cost, or none could be run
record Climbed(
        ClimbReport report,
        Splits splits,
        Ascent ascent,
        CheckReport check,
        Payer paying,
        Optional<PilotForecast> pilot) {

    /// Who pays for what comes after it.
    Payer payer() {
        return paying.with(pilot.map(PilotForecast::paid).orElse(0.0));
    }
}
