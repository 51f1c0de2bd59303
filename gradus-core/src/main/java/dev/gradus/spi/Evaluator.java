package dev.gradus.spi;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import java.util.Optional;

/// Runs candidates. Every outcome of a run it returns is durable; a run that is there already is
/// not run again.
public interface Evaluator {

    /// The candidate on every dev example.
    Run dev(Candidate candidate);

    /// Opens the sealed test for a candidate: the look is counted before the first outcome. The
    /// same candidate again is shown what was seen, and is no new look.
    Look test(Candidate candidate);

    /// What the score of a run is worth where a model judged it; empty where none did.
    ///
    /// @param score the judge's
    /// @param level of the one-sided bounds
    default Optional<JudgedScore> judged(Run run, ScoreEstimate score, double level) {
        return Optional.empty();
    }

    /// @param number of the look at this test's content, from 1, over every climb and task
    /// @param run the candidate on every test example
    record Look(int number, Run run) {}
}
