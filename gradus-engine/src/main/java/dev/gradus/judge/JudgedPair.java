package dev.gradus.judge;

import dev.gradus.stats.Interval;
import dev.gradus.task.Money;
import dev.gradus.verdict.FirstTestRows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Two arms on the same items of one task, or of all tasks together.
///
/// @param task the task, or [JudgeReport#ALL]
/// @param baseline name of the arm that the other is held against
/// @param candidate name of the other
/// @param rule why these two were compared
/// @param sharedOnly true where one of the two has too few of the task's items: the comparison is
///   on the items of which both have a row, and outside the verdict
/// @param n pairs in which both outcomes have a score
/// @param scoreBaseline over those pairs
/// @param scoreCandidate over those pairs
/// @param baselineOnly pairs in which the baseline scored higher
/// @param candidateOnly pairs in which the candidate scored higher
/// @param p two-sided: exact McNemar for 0/1 scores, sign-flip for graded ones
/// @param pAdjusted by Holm over every comparison of the report
/// @param difference candidate minus baseline
/// @param interval two-sided, of the difference, at the level that decides: 1 less the share of
///   0.05 that Holm gives this comparison
/// @param plain two-sided, 95 %, of the difference: of this comparison alone
/// @param lower one-sided bound of the difference, with every missing outcome against the
///   candidate, at the level that Holm gives it among all claims that something is absent
/// @param upper the same above, with every missing outcome for the candidate; 1 where the pair was
///   chosen by its scores, which leaves no bound above
/// @param missing pairs in which an outcome has no score
/// @param emptyBaseline pairs in which the baseline's answer is empty
/// @param emptyCandidate pairs in which the candidate's answer is empty
/// @param costDelta of 1,000 calls, candidate minus baseline; empty where a cost is unknown
/// @param method how p and intervals were made
/// @param shown what the pairs show
/// @param detectable the smallest true difference that this many pairs show with 80 % power at the
///   level that decides and the variance observed; empty where no pair differs
/// @param more rows beyond these with which the pair is told apart, or shown to differ by less than
///   `matters`, with a chance of 80 %; empty where something is shown, where no pair differs, and
///   where only "better" can be claimed and the candidate is not ahead, or no number gives that
///   chance
/// @param spread between the tasks, for a pooled comparison
/// @param turns tasks on which the difference has the other sign than over all, for a pooled one
public record JudgedPair(
        String task,
        String baseline,
        String candidate,
        Rule rule,
        boolean sharedOnly,
        int n,
        double scoreBaseline,
        double scoreCandidate,
        long baselineOnly,
        long candidateOnly,
        double p,
        double pAdjusted,
        double difference,
        Interval interval,
        Interval plain,
        double lower,
        double upper,
        int missing,
        int emptyBaseline,
        int emptyCandidate,
        Optional<Money> costDelta,
        String method,
        Shown shown,
        OptionalDouble detectable,
        OptionalLong more,
        Optional<Spread> spread,
        List<Turn> turns) {

    /// Why two arms were compared.
    public enum Rule {
        /// Against the baseline, or the baseline of the same model.
        BASELINE(false),
        /// An earlier version of the same model.
        VERSION(false),
        /// A validator against a stronger model.
        VALIDATOR(false),
        /// An arm that was given the gold evidence.
        ORACLE(false),
        /// Every two arms.
        ALL(false),
        /// Against the cheaper arm that scores highest.
        BEST_CHEAPER(true),
        /// The highest score against the second highest.
        RUNNER_UP(true);

        private final boolean byScores;

        Rule(boolean byScores) {
            this.byScores = byScores;
        }

        /// True where the scores themselves chose the pair. Then only "better" can be claimed: the
        /// highest of many is high by luck too, which speaks against the candidate and for the
        /// other claims.
        public boolean byScores() {
            return byScores;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// What may be said.
    public enum Shown {
        /// Adjusted p at most 0.05 and the interval above 0, whatever the missing outcomes were.
        BETTER,
        /// The same, below 0.
        WORSE,
        /// Better, and no longer where the replies that an arm left empty are scored equal.
        BETTER_ONLY_BY_ANSWERING_AT_ALL,
        /// Worse, and no longer where the replies that an arm left empty are scored equal.
        WORSE_ONLY_BY_NOT_ANSWERING_AT_ALL,
        /// None of these, and both one-sided bounds lie within `matters`.
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

    /// A task on which the difference has the other sign.
    ///
    /// @param task its name
    /// @param difference candidate minus baseline, on it
    /// @param shown true where that is shown, not only seen
    public record Turn(String task, double difference, boolean shown) {}

    public JudgedPair {
        turns = List.copyOf(turns);
    }

    /// True where one of the two is shown to score higher.
    public boolean differs() {
        return favours() != 0;
    }

    /// 1 where the candidate is shown to score higher, -1 where the baseline is, else 0.
    int favours() {
        return switch (shown) {
            case BETTER, BETTER_ONLY_BY_ANSWERING_AT_ALL -> 1;
            case WORSE, WORSE_ONLY_BY_NOT_ANSWERING_AT_ALL -> -1;
            case NO_DIFFERENCE_THAT_MATTERS, NOT_SHOWN -> 0;
        };
    }

    /// True where the verdict may rest on it.
    public boolean inVerdict() {
        return !sharedOnly && rule != Rule.ORACLE;
    }

    /// What may be said, in words: `better`, `maybe better: 5 won, 0 lost; about 60 more rows would
    /// tell`.
    public String says() {
        String on = sharedOnly ? ", on the shared items only" : "";
        if (shown != Shown.NOT_SHOWN) {
            return shown.word() + on;
        }
        String what =
                difference > 0
                        ? "maybe better"
                        : rule.byScores()
                                ? "not shown to be better"
                                : difference < 0 ? "maybe worse" : "not told apart";
        String would =
                more.isPresent()
                        ? Wording.text(
                                "; about %s more would tell",
                                Wording.count(FirstTestRows.rounded(more.getAsLong()), "row"))
                        : "";
        return what + Wording.text(": %,d won, %,d lost", candidateOnly, baselineOnly) + would + on;
    }

    JudgedPair withTurns(List<Turn> turned) {
        return new JudgedPair(
                task,
                baseline,
                candidate,
                rule,
                sharedOnly,
                n,
                scoreBaseline,
                scoreCandidate,
                baselineOnly,
                candidateOnly,
                p,
                pAdjusted,
                difference,
                interval,
                plain,
                lower,
                upper,
                missing,
                emptyBaseline,
                emptyCandidate,
                costDelta,
                method,
                shown,
                detectable,
                more,
                spread,
                turned);
    }
}
