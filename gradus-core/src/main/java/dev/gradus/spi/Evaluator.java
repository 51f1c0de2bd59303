package dev.gradus.spi;

import dev.gradus.candidate.Candidate;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.task.Example;
import java.util.List;
import java.util.Optional;

/// Runs candidates. Every outcome of a run it returns is durable; a run that is there already is
/// not run again.
public interface Evaluator {

    /// The candidate on every dev example.
    Run dev(Candidate candidate);

    /// Candidates on some of the dev examples, in their order; side by side where that is faster.
    /// What one was asked before is not asked again, whether or not it was in such a call.
    ///
    /// @param some of the dev examples, in their order
    /// @return a run for each, in their order
    List<Run> dev(List<Candidate> candidates, List<Example> some);

    /// Opens the sealed test for a candidate: the look is counted before the first outcome. The
    /// same candidate again is shown what was seen, and is no new look.
    Look test(Candidate candidate);

    /// The number that [#test] would give the candidate's look: that of its own look where it had
    /// one, else the next. Opens and counts nothing.
    int nextLook(Candidate candidate);

    /// The candidate as it would be had it learnt from these train examples alone, on every example
    /// of the test that [#test] has opened for it already. No look of its own: what is seen is the
    /// same candidate on the same test.
    ///
    /// @param candidate a look was taken for it
    /// @param train what is left of the train examples
    Refit refit(Candidate candidate, List<Example> train);

    /// What came of a refit.
    sealed interface Refit {
        /// @param run of the refitted candidate on the whole test
        record Ran(Run run) implements Refit {}

        /// It could not be done, or not be paid.
        ///
        /// @param why in one clause
        record NotRun(String why) implements Refit {}
    }

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
