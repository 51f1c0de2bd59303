package dev.gradus.verdict;

import dev.gradus.candidate.Candidate;
import dev.gradus.ladder.Ascent;
import dev.gradus.ladder.Learners;
import dev.gradus.ladder.Tried;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Looks;
import dev.gradus.task.Goal;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// How every inconclusive end ends: the candidate to use until more is known, and one number of
/// rows.
///
/// @param candidate to use
/// @param moreRows of the user's own that settle it with a chance of 80 % at the next look; empty
///   where it cannot be computed
/// @param crossValidated true where the candidate was measured on the rows that taught it
public record Meanwhile(Candidate candidate, OptionalLong moreRows, boolean crossValidated) {
    private static final double ALPHA = 0.05;
    private static final double LEVEL = 0.95;

    /// Where there are too few rows for a test: the winner, and the rows that a first look needs.
    /// Empty where nothing was measured, or a test is there.
    public static Optional<Meanwhile> ofFewRows(Task task, Splits splits, Ascent ascent) {
        if (!splits.few() || ascent.kept().isEmpty()) {
            return Optional.empty();
        }
        Run kept = ascent.kept().get();
        Optional<ScoreEstimate> score = score(ascent, kept);
        OptionalLong more =
                score.isEmpty() ? OptionalLong.empty() : more(task.goal(), splits, score.get());
        return Optional.of(
                new Meanwhile(kept.candidate(), more, Learners.learned(kept.candidate())));
    }

    private static OptionalLong more(Goal goal, Splits splits, ScoreEstimate score) {
        // Rows of one group, and graded scores, tell more or less than as many independent answers.
        double worth = FirstTestRows.independent(score.value(), score.interval(LEVEL), score.n());
        OptionalLong independent =
                FirstTestRows.ofTest(
                        score.value(), worth, goal.least(), goal.score(), Looks.alpha(1, ALPHA));
        return independent.isEmpty()
                ? independent
                : OptionalLong.of(
                        FirstTestRows.rounded(
                                FirstTestRows.moreForTest(
                                        splits,
                                        (long)
                                                Math.ceil(
                                                        independent.getAsLong()
                                                                * score.n()
                                                                / worth))));
    }

    static Optional<ScoreEstimate> score(Ascent ascent, Run kept) {
        return ascent.rungs().stream()
                .flatMap(rung -> rung.tried().stream())
                .filter(tried -> tried.run().candidate().id().equals(kept.candidate().id()))
                .findFirst()
                .flatMap(Tried::score);
    }

    /// `about 340 more rows settle it with a chance of 80 %`.
    public String rows() {
        return moreRows.isPresent()
                ? String.format(
                        Locale.ROOT,
                        "about %,d more rows settle it with a chance of %.0f %%",
                        moreRows.getAsLong(),
                        100 * FirstTestRows.POWER)
                : "how many more rows settle it cannot be told";
    }

    /// The score with its two-sided interval, in words that say how far it can be trusted.
    String figures(ScoreEstimate score) {
        var interval = score.interval(LEVEL);
        return String.format(
                Locale.ROOT,
                "%s, approximately [%s, %s]%s",
                GateWords.percent(score.value()),
                GateWords.percent(interval.low()),
                GateWords.percent(interval.high()),
                crossValidated ? " by cross-validation" : "");
    }
}
