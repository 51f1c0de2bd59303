package dev.gradus.ladder;

import dev.gradus.score.CallCosts;
import dev.gradus.score.JudgedScore;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Interval;
import dev.gradus.stats.RowsToSettle;
import dev.gradus.task.Goal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Whether a run meets the goal. Score, cost and latency must each pass; each is shown, not
/// estimated, by a one-sided bound at one and the same level:
///
/// - **score**: met where the lower bound is above the goal less its tolerance, missed where the
///   upper bound is below the goal. Scores of 0 and 1 have the bounds of Clopper and Pearson,
///   others the bootstrap's. An estimate below the goal is good enough only *within the tolerance*,
///   and is never to be called met without these words.
/// - **cost**: exact where all calls cost the same; else a bootstrap bound of the mean
///   ([CallCosts]). One call without a price leaves it open.
/// - **p95**: order-statistic bounds of the 95th percentile.
///
/// The whole is met where every part is, so no part needs a stricter level for being one of three:
/// that all are wrongly met is no likelier than that one is. It is missed where one part is, and
/// each part has its own chance of alpha to be wrongly missed.
///
/// @param status of the whole: met where every part is, missed where one is
/// @param parts score, then cost and p95 where the goal names them
/// @param goal that was checked
/// @param score as estimated
/// @param level of the one-sided bounds
/// @param lower bound of the score
/// @param upper bound of the score
/// @param method of the score's bounds
/// @param rows how many more would settle what is open; empty where nothing is, and where it hangs
///   on a judge, a price or a clock and not on rows
public record GoalCheck(
        Status status,
        List<Part> parts,
        Goal goal,
        double score,
        double level,
        double lower,
        double upper,
        String method,
        Optional<RowsToSettle> rows) {

    /// Met, missed, or not settled.
    public enum Status {
        MET,
        /// Shown to lie above the goal less its tolerance, and the estimate is below the goal: good
        /// enough by the user's own word, and never to be said without it.
        MET_WITHIN_TOLERANCE,
        /// The same, and shown to lie below the goal too.
        BELOW_WITHIN_TOLERANCE,
        MISSED,
        INCONCLUSIVE;

        /// Good enough, be it only within the tolerance.
        public boolean met() {
            return this == MET || withinTolerance();
        }

        /// Good enough only by the tolerance: no tick, and no plain "stop".
        public boolean withinTolerance() {
            return this == MET_WITHIN_TOLERANCE || this == BELOW_WITHIN_TOLERANCE;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param what score, cost or p95
    /// @param asked what the user asked for, in short
    /// @param need what would show it
    /// @param have what is shown
    public record Part(String what, String asked, String need, String have, Status status) {}

    public GoalCheck {
        parts = List.copyOf(parts);
    }

    /// @param level of the one-sided bounds: 0.95 on dev, 1 - 0.05 / 2^j at the j-th look at the
    ///   test
    public static GoalCheck of(Goal goal, ScoreEstimate score, Run run, double level) {
        return of(
                goal,
                score,
                () -> CallCosts.of(run),
                run.sortedLatencies(),
                level,
                nextLook(level));
    }

    /// Where a model may have judged: the score that counts is the corrected one, and one of a
    /// judge that nobody has checked settles nothing.
    ///
    /// @param judged what the score is worth; empty where no model judged
    public static GoalCheck of(
            Goal goal, ScoreEstimate score, Optional<JudgedScore> judged, Run run, double level) {
        if (judged.isEmpty()) {
            return of(goal, score, run, level);
        }
        return new GoalParts(goal, level, nextLook(level))
                .judged(judged.get(), score.value())
                .cost(() -> CallCosts.of(run))
                .p95(run.sortedLatencies(), score.rows())
                .check();
    }

    /// @param costs asked for only where the goal names a cost
    /// @param sortedNanos the latencies that were recorded, in rising order
    /// @param level of each one-sided bound
    /// @param next the level at which more rows would be checked: at a further look at a sealed
    ///   test it is stricter
    public static GoalCheck of(
            Goal goal,
            ScoreEstimate score,
            Supplier<CallCosts> costs,
            double[] sortedNanos,
            double level,
            double next) {
        return new GoalParts(goal, level, next)
                .score(score)
                .cost(costs)
                .p95(sortedNanos, score.rows())
                .check();
    }

    /// A score of several tasks together.
    ///
    /// @param bounds of the score, each at the interval's level
    /// @param how they were made
    /// @param others the parts beside the score, as they were checked
    public static GoalCheck pooled(
            Goal goal, double score, Interval bounds, String how, List<Part> others) {
        GoalParts parts = new GoalParts(goal, bounds.level(), bounds.level());
        parts.score(score, bounds, how);
        others.forEach(parts::other);
        return parts.check();
    }

    /// The next look may spend half of what this one may.
    private static double nextLook(double level) {
        return 1 - (1 - level) / 2;
    }

    /// The one-sided bounds of the score, each at the level that decided.
    public Interval bounds() {
        return new Interval(lower, upper, level);
    }

    /// How many more rows, on top of those that are there, settle with a chance of 80 % what these
    /// leave open; empty where nothing is open, and where no number of rows does.
    public OptionalLong moreRows() {
        return rows.map(RowsToSettle::more).orElse(OptionalLong.empty());
    }

    /// The whole in one clause: `met: 93.1 %, you asked for 91 %`, `within your tolerance: 90.5 %,
    /// you asked for 91 %`, `below the goal, within the tolerance: 90.5 % and at most 90.9 %, you
    /// asked for 91 %`, or what is missed or not settled.
    public String words() {
        String asked = shown(score) + ", you asked for " + plain(goal.score());
        return switch (status) {
            case MET -> "met: " + asked;
            case MET_WITHIN_TOLERANCE -> "within your tolerance: " + asked;
            case BELOW_WITHIN_TOLERANCE ->
                    text(
                            "below the goal, within the tolerance: %s and at most %s, you asked for %s",
                            shown(score), shown(upper), plain(goal.score()));
            case MISSED -> "missed: " + which(Status.MISSED);
            case INCONCLUSIVE -> "not settled: " + which(Status.INCONCLUSIVE);
        };
    }

    private String which(Status wanted) {
        return parts.stream()
                .filter(part -> part.status() == wanted)
                .map(part -> part.what() + " " + part.have() + ", you asked for " + part.asked())
                .collect(Collectors.joining("; "));
    }

    /// One decimal; more where these would say what was asked for.
    private String shown(double figure) {
        for (int decimals = 1; decimals < 4; decimals++) {
            String text = String.format(Locale.ROOT, "%." + decimals + "f", 100 * figure);
            if (figure == goal.score() || Double.parseDouble(text) != 100 * goal.score()) {
                return text + " %";
            }
        }
        return 100 * figure + " %";
    }

    /// `92.9 %`.
    static String percent(double share) {
        return text("%.1f %%", 100 * share);
    }

    /// A stated share without digits that nobody wrote: `92 %`, `92.5 %`.
    static String plain(double value) {
        return digits(value) + " %";
    }

    /// The same of a difference: `1 point`, `2.5 points`.
    static String points(double value) {
        return digits(value) + (value == 0.01 ? " point" : " points");
    }

    private static String digits(double value) {
        return text("%.4f", 100 * value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
