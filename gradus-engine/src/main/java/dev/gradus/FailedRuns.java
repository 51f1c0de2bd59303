package dev.gradus;

import dev.gradus.answer.AnswerReader;
import dev.gradus.candidate.Candidate;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.Tried;
import dev.gradus.packed.PackedList;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.spi.GradusException;
import dev.gradus.task.Example;
import dev.gradus.task.Split;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Runs that say nothing of their candidate: its answers cannot be read. Such a run has no score,
/// not a score of 0.
final class FailedRuns {
    private static final int NAMED = 3;

    private FailedRuns() {}

    /// A run of which nothing counts. Its replies are in the ledger, its outcomes are not.
    static Run of(
            Candidate candidate,
            Split split,
            List<Example> examples,
            String reason,
            String currency) {
        PackedList.Builder<Outcome> outcomes = new PackedList.Builder<>(Outcome.PACKED);
        examples.forEach(example -> outcomes.add(Outcome.missing(example.id(), reason)));
        return new Run(candidate, split, outcomes.build(), currency);
    }

    /// Why a run that the ledger has whole is a failed one: none of its answers can be read. An
    /// earlier version kept such runs as scores of 0.
    static Optional<String> unread(Candidate candidate, Collection<Outcome> outcomes) {
        if (!(candidate instanceof Candidate.Prompted prompted) || outcomes.isEmpty()) {
            return Optional.empty();
        }
        AnswerReader reader = AnswerReader.of(prompted.answer());
        boolean none =
                outcomes.stream()
                        .allMatch(outcome ->
                                outcome.score().orElse(1) == 0
                                        && !reader.read(outcome.answer().orElse("")).valid());
        return none
                ? Optional.of(
                        "none of its " + outcomes.size() + " answers in the ledger can be read")
                : Optional.empty();
    }

    /// Ends a climb in which every candidate failed: nothing was measured, so there is no verdict.
    ///
    /// @throws GradusException.Provider there
    static void refuseWhereAllFailed(Ascent ascent) {
        List<Tried> tried = ascent.rungs().stream().flatMap(rung -> rung.tried().stream()).toList();
        if (ascent.kept().isPresent() || tried.isEmpty()) {
            return;
        }
        StringBuilder words =
                new StringBuilder("no candidate gave an answer that could be measured:");
        for (Tried one : tried.subList(0, Math.min(NAMED, tried.size()))) {
            words.append(System.lineSeparator())
                    .append("  ")
                    .append(one.run().candidate().title())
                    .append(": ")
                    .append(one.why());
        }
        if (tried.size() > NAMED) {
            words.append(System.lineSeparator())
                    .append("  and ")
                    .append(tried.size() - NAMED)
                    .append(" more that failed");
        }
        words.append(System.lineSeparator())
                .append(
                        "There is no verdict from failed runs. What was answered is kept: mend what"
                                + " is named, and run the same command to go on.");
        throw new GradusException.Provider(words.toString(), true);
    }
}
