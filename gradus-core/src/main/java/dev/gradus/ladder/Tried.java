package dev.gradus.ladder;

import dev.gradus.score.Comparison;
import dev.gradus.score.Measure;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// One candidate that a rung tried on dev.
///
/// @param run its dev run
/// @param score of the run; empty where the run failed
/// @param comparison with the candidate that was kept when the rung was reached; empty for the
///   first
/// @param adjustedP the one-sided p, adjusted over the rung
/// @param role what became of it
/// @param why in one sentence
/// @param stop why it was not asked everything; empty where it was
public record Tried(
        Run run,
        Optional<ScoreEstimate> score,
        Optional<Comparison> comparison,
        OptionalDouble adjustedP,
        Role role,
        String why,
        Optional<Stop> stop) {

    /// Of a candidate that was asked everything.
    public Tried(
            Run run,
            Optional<ScoreEstimate> score,
            Optional<Comparison> comparison,
            OptionalDouble adjustedP,
            Role role,
            String why) {
        this(run, score, comparison, adjustedP, role, why, Optional.empty());
    }

    /// The same, with why it was not asked on.
    Tried with(Stop why, String words) {
        return new Tried(run, score, comparison, adjustedP, role, words, Optional.of(why));
    }

    /// The same candidate after it was asked more: the score is of all that it was asked, and the
    /// comparison stays the one that decided.
    Tried completed(Run now, Measure measure) {
        return now == run
                ? this
                : new Tried(
                        now,
                        measure.estimate(now),
                        comparison,
                        adjustedP,
                        role,
                        why,
                        now.complete() ? Optional.empty() : stop);
    }

    /// A run most of whose outcomes are missing.
    static Tried failed(Run run) {
        return new Tried(
                run,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                Role.FAILED,
                KeepWords.failure(run));
    }

    /// What became of a candidate.
    public enum Role {
        BASELINE,
        KEPT_BETTER,
        KEPT_CHEAPER,
        /// Shown better, but dearer while the goal is met, or outdone within the rung.
        BETTER_NOT_KEPT,
        NOT_BETTER,
        /// Most of its outcomes are missing: a failed run, not a bad candidate.
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
