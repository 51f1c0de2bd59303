package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.Ledger;
import java.util.Optional;

/// The definitions of the candidates that a ledger has outcomes of.
public final class Candidates {
    private Candidates() {}

    static void remember(Ledger ledger, Candidate candidate) {
        if (definition(ledger, candidate.id()).isEmpty()) {
            ledger.recordChoice(key(candidate.id()), candidate.canonicalJson());
        }
    }

    /// The canonical JSON of a candidate that was run, by its id.
    public static Optional<String> definition(Ledger ledger, String id) {
        return ledger.choice(key(id));
    }

    private static String key(String id) {
        return "candidate:" + id;
    }
}
