package dev.gradus.cli;

import dev.gradus.Candidates;
import dev.gradus.candidate.Candidate;
import dev.gradus.files.CandidateJson;
import dev.gradus.files.JsonText;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Ledger.ClimbRecord;
import java.util.List;
import java.util.Optional;

/// The candidates that a ledger knows.
final class KnownCandidates {
    private KnownCandidates() {}

    static Optional<Candidate> definition(Ledger ledger, String id) {
        return Candidates.definition(ledger, id).map(json -> CandidateJson.read(json));
    }

    /// The ids of those that have outcomes.
    static List<String> measured(Ledger ledger) {
        return ledger.runTotals().stream().map(Ledger.RunTotal::candidate).distinct().toList();
    }

    /// The id of the newest verdict's winner; empty where it has none.
    ///
    /// @param climbs the newest first
    static Optional<String> winner(List<ClimbRecord> climbs) {
        return climbs.stream()
                .flatMap(climb -> climb.verdict().stream())
                .findFirst()
                .map(json -> new Document(JsonText.parseObject(json, "the stored verdict")))
                .flatMap(verdict -> verdict.text("winner.candidate"));
    }
}
