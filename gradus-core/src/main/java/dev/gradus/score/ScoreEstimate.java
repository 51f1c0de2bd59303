package dev.gradus.score;

import dev.gradus.stats.Interim;
import dev.gradus.stats.Interval;
import dev.gradus.stats.RowsToSettle;
import dev.gradus.stats.Single;

/// The score of one run with what it may be in truth. The value and its interval come from the
/// outcomes that are not missing; the one-sided bounds must survive the worst case, in which every
/// missing outcome speaks against the claim.
public final class ScoreEstimate {
    private final Single observed;
    private final Single least;
    private final Single most;
    private final int missing;
    private final RareLabels rare;
    private final Interim interim;

    ScoreEstimate(Single observed, Single least, Single most, int missing, RareLabels rare) {
        this(observed, least, most, missing, rare, Interim.once());
    }

    private ScoreEstimate(
            Single observed,
            Single least,
            Single most,
            int missing,
            RareLabels rare,
            Interim interim) {
        this.observed = observed;
        this.least = least;
        this.most = most;
        this.missing = missing;
        this.rare = rare;
        this.interim = interim;
    }

    /// The same outcomes, seen at a look after which asking stopped.
    ScoreEstimate at(Interim look) {
        return new ScoreEstimate(observed, least, most, missing, rare, look);
    }

    /// @param observed without the missing outcomes
    /// @param least every missing outcome wrong
    /// @param most every missing outcome right
    public static ScoreEstimate of(Single observed, Single least, Single most, int missing) {
        return new ScoreEstimate(observed, least, most, missing, RareLabels.none());
    }

    public double value() {
        return observed.value();
    }

    /// Outcomes that are not missing.
    public int n() {
        return observed.n();
    }

    public int missing() {
        return missing;
    }

    /// Two-sided interval.
    public Interval interval(double level) {
        return observed.interval(interim.twoSided(level)).at(level);
    }

    /// One-sided lower bound; missing outcomes count as wrong.
    public double lower(double level) {
        return least.lower(interim.level(level));
    }

    /// One-sided upper bound; missing outcomes count as right. 1 where too many labels are rare for
    /// a bound, see [#rareLabels()].
    public double upper(double level) {
        return rare.many() ? 1 : most.upper(interim.level(level));
    }

    /// The labels on which hardly an example stands, where the score is an average over labels;
    /// none of any other score.
    public RareLabels rareLabels() {
        return rare;
    }

    /// The one-sided bound that a goal rests on; missing outcomes count as wrong. Exact where
    /// scores are 0 or 1 and the examples are in no groups, [#lower(double)] otherwise.
    public double decidingLower(double level) {
        return least.deciding().lower(interim.level(level));
    }

    /// The same from above; missing outcomes count as right.
    public double decidingUpper(double level) {
        return rare.many() ? 1 : most.deciding().upper(interim.level(level));
    }

    /// How the bounds that a goal rests on were made.
    public String decidingMethod() {
        return least.decidingMethod();
    }

    /// How many more examples would bring a bound past one of two edges.
    public RowsToSettle rowsToSettle(RowsToSettle.Question question) {
        return RowsToSettle.of(least, most, question);
    }

    /// Examples, the missing ones among them.
    public int rows() {
        return observed.n() + missing;
    }

    public String method() {
        return observed.method();
    }
}
