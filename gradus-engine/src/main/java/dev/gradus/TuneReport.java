package dev.gradus;

import dev.gradus.tuning.ReleaseDecision;
import java.util.Map;
import java.util.Optional;

/// How a tuning ended.
///
/// @param decision promoted or rolled back; empty where the gates refused it
/// @param document `gradus.tune/1`, as plain maps, lists, texts, numbers and nulls
public record TuneReport(Optional<ReleaseDecision> decision, Map<String, Object> document) {
    /// Of the command line: 0 where it did its work, whatever was decided; 1 where the gates
    /// refused.
    public int exitCode() {
        return decision.isPresent() ? 0 : 1;
    }
}
