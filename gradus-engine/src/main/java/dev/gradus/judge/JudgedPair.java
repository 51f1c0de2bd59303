package dev.gradus.judge;

import dev.gradus.stats.Interval;
import dev.gradus.task.Money;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Two arms on the same items of one task, or of all tasks together.
///
/// @param task the task, or [JudgeReport#ALL]
/// @param baseline name of the arm that the other is held against
/// @param candidate name of the other
/// @param n pairs in which both outcomes have a score
/// @param scoreBaseline over those pairs
/// @param scoreCandidate over those pairs
/// @param baselineOnly pairs in which the baseline scored higher
/// @param candidateOnly pairs in which the candidate scored higher
/// @param p two-sided: exact McNemar for 0/1 scores, sign-flip for graded ones
/// @param pAdjusted by Holm over the comparisons of this task, or over the pooled ones
/// @param difference candidate minus baseline
/// @param interval two-sided, 95 %, of the difference
/// @param lower one-sided 95 % bound of the difference, with every missing outcome against the
///   candidate
/// @param upper the same above, with every missing outcome for the candidate
/// @param missing pairs in which an outcome has no score
/// @param costDelta of 1,000 calls, candidate minus baseline; empty where a cost is unknown
/// @param method how p and interval were made
/// @param shown what the pairs show
/// @param detectable the smallest true difference that this many pairs show with 80 % power, at the
///   variance observed; empty where no pair differs
/// @param spread between the tasks, for a pooled comparison
public record JudgedPair(
        String task,
        String baseline,
        String candidate,
        int n,
        double scoreBaseline,
        double scoreCandidate,
        long baselineOnly,
        long candidateOnly,
        double p,
        double pAdjusted,
        double difference,
        Interval interval,
        double lower,
        double upper,
        int missing,
        Optional<Money> costDelta,
        String method,
        Shown shown,
        OptionalDouble detectable,
        Optional<Spread> spread) {

    /// What may be said.
    public enum Shown {
        /// Adjusted p at most 0.05 and the interval above 0, whatever the missing outcomes were.
        BETTER,
        /// The same, below 0.
        WORSE,
        /// Neither, and both one-sided 95 % bounds lie within `matters`.
        NO_DIFFERENCE_THAT_MATTERS,
        /// These pairs cannot tell.
        NOT_SHOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// How far the tasks disagree about the difference: Cochran's Q of the tasks' differences with
    /// inverse-variance weights.
    ///
    /// @param q the statistic
    /// @param df tasks less one
    /// @param p of no disagreement
    /// @param iSquared the share of the spread that is more than chance, in [0,1)
    public record Spread(double q, int df, double p, double iSquared) {}

    /// True where one of the two is shown to be better.
    public boolean differs() {
        return shown == Shown.BETTER || shown == Shown.WORSE;
    }
}
