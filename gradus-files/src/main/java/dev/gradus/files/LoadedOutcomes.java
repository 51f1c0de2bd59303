package dev.gradus.files;

import dev.gradus.score.RecordedOutcome;
import java.util.List;

/// Recorded outcomes, in the order of their file.
///
/// @param outcomes one a row
/// @param notes what was read as it stands and should be known
public record LoadedOutcomes(List<RecordedOutcome> outcomes, List<FileNote> notes) {
    public LoadedOutcomes {
        outcomes = List.copyOf(outcomes);
        notes = List.copyOf(notes);
    }
}
