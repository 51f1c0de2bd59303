package dev.gradus.cli;

import dev.gradus.Candidates;
import dev.gradus.candidate.Candidate;
import dev.gradus.files.CandidateJson;
import dev.gradus.spi.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A run as the ledger's rows tell it.
///
/// @param title of the candidate, or a dash where its definition is not in this ledger
/// @param score the mean over the outcomes that are not missing
record KnownRun(
        String candidate,
        String title,
        String examples,
        long outcomes,
        long missing,
        OptionalDouble score) {

    static List<KnownRun> in(Ledger ledger) {
        return ledger.runTotals().stream().map(total -> of(ledger, total)).toList();
    }

    static Optional<Candidate> definition(Ledger ledger, String id) {
        return Candidates.definition(ledger, id).map(json -> CandidateJson.read(json));
    }

    private static KnownRun of(Ledger ledger, Ledger.RunTotal total) {
        long scored = total.outcomes() - total.missing();
        return new KnownRun(
                total.candidate(),
                definition(ledger, total.candidate()).map(Candidate::title).orElse("-"),
                total.examples(),
                total.outcomes(),
                total.missing(),
                scored == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(total.scoreSum() / scored));
    }
}
