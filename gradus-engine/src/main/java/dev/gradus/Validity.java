package dev.gradus;

import dev.gradus.answer.AnswerReader;
import dev.gradus.candidate.Candidate;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How often a prompted candidate's answer had the task's shape, and how right it was then: a
/// candidate that answers well but in the wrong shape needs another lever than one that answers
/// wrong.
final class Validity {
    private Validity() {}

    /// Null for candidates whose answers have their shape by construction.
    static @Nullable Map<String, Object> share(Run run, boolean scored) {
        if (!scored || !(run.candidate() instanceof Candidate.Prompted prompted)) {
            return null;
        }
        AnswerReader reader = AnswerReader.of(prompted.answer());
        List<Outcome> answered =
                run.outcomes().stream().filter(outcome -> !outcome.isMissing()).toList();
        List<Outcome> valid =
                answered.stream()
                        .filter(outcome -> reader.read(outcome.answer().orElse("")).valid())
                        .toList();
        return new Tree()
                .put("share", answered.isEmpty() ? null : (double) valid.size() / answered.size())
                .put(
                        "scoreGivenValid",
                        valid.isEmpty()
                                ? null
                                : valid.stream()
                                        .mapToDouble(outcome -> outcome.score().orElse(0))
                                        .average()
                                        .orElse(0))
                .map();
    }
}
