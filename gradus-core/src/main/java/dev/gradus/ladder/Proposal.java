package dev.gradus.ladder;

import dev.gradus.candidate.Candidate;
import dev.gradus.spi.TrainStudy.Escalation;
import dev.gradus.spi.VectorClassifiers.Tuned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a rung proposes, with the settings that cross-validation chose for it.
///
/// @param candidates to try, in the order in which ties are broken
/// @param tuned by candidate id, the setting's name and every value tried
/// @param escalations by candidate id
/// @param note what else the reader should know; may be empty
public record Proposal(
        List<Candidate> candidates,
        Map<String, Setting> tuned,
        Map<String, Escalation> escalations,
        String note) {
    public Proposal {
        candidates = List.copyOf(candidates);
        tuned = Map.copyOf(tuned);
        escalations = Map.copyOf(escalations);
    }

    /// @param name of the setting: neighbours, l2
    /// @param tuned what was tried and what was chosen
    public record Setting(String name, Tuned<?> tuned) {}

    /// What is said of the rung, with the note.
    String noted(String why) {
        return note.isEmpty() ? why : why + " (" + note + ")";
    }

    static Proposal of(List<? extends Candidate> candidates, String note) {
        return new Proposal(List.copyOf(candidates), Map.of(), Map.of(), note);
    }

    static Builder builder() {
        return new Builder();
    }

    /// Collects candidates with what chose them.
    static final class Builder {
        private final List<Candidate> candidates = new ArrayList<>();
        private final Map<String, Setting> tuned = new LinkedHashMap<>();
        private final Map<String, Escalation> escalations = new LinkedHashMap<>();

        Builder add(Candidate candidate) {
            candidates.add(candidate);
            return this;
        }

        Builder add(Candidate candidate, String setting, Tuned<?> chosen) {
            tuned.put(candidate.id(), new Setting(setting, chosen));
            return add(candidate);
        }

        Builder add(Candidate candidate, Escalation escalation) {
            escalations.put(candidate.id(), escalation);
            return add(candidate);
        }

        Proposal build(String note) {
            return new Proposal(candidates, tuned, escalations, note);
        }
    }
}
