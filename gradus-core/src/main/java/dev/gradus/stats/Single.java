package dev.gradus.stats;

import java.util.Arrays;
import java.util.OptionalLong;

/// The score of one candidate on one set of examples, with its limits. Picks the method itself:
///
/// | scores | limits that are shown | limits that decide |
/// |---|---|---|
/// | all 0 or 1 | Wilson | Clopper-Pearson |
/// | graded | BCa bootstrap | the same |
/// | any, in groups | cluster bootstrap | the same |
/// | a set score | bootstrap of the score computed anew | the same |
///
/// Immutable and thread-safe. Build it once and ask for limits at any level.
public final class Single {
    private final double value;
    private final int n;
    private final Bounds bounds;
    private final String method;
    private final OptionalLong successes;

    private Single(double value, int n, Bounds bounds, String method) {
        this(value, n, bounds, method, OptionalLong.empty());
    }

    private Single(double value, int n, Bounds bounds, String method, OptionalLong successes) {
        this.value = value;
        this.n = n;
        this.bounds = bounds;
        this.method = method;
        this.successes = successes;
    }

    /// The mean of scores in [0, 1].
    ///
    /// @param seed from [Seeds], for this purpose alone
    public static Single of(double[] scores, long seed) {
        return of(scores, Groups.each(scores.length), seed);
    }

    /// The mean of scores in [0, 1], where examples with equal entries in `groups` belong together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Single of(double[] scores, int[] groups, long seed) {
        return of(scores, Groups.of(groups, scores.length), seed);
    }

    /// `successes` out of `n` independent examples.
    public static Single of(long successes, int n) {
        Require.counts(successes, n);
        Bounds wilson =
                Bounds.of(
                        level -> Share.wilsonLower(successes, n, level),
                        level -> Share.wilsonUpper(successes, n, level));
        return new Single(
                (double) successes / n, n, wilson, "Wilson interval", OptionalLong.of(successes));
    }

    /// A set score of answers.
    public static Single ofSet(SetScore score, int[] gold, int[] predicted, long seed) {
        return ofSet(score, gold, predicted, Groups.each(gold.length), seed);
    }

    /// A set score of answers, where examples with equal entries in `groups` belong together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Single ofSet(
            SetScore score, int[] gold, int[] predicted, int[] groups, long seed) {
        return ofSet(score, gold, predicted, Groups.of(groups, gold.length), seed);
    }

    private static Single of(double[] scores, Groups groups, long seed) {
        Require.that(scores.length > 0, "a score needs at least one example, but there is none");
        Require.within(scores, 0, 1, "scores");
        double sum = Arrays.stream(scores).sum();
        if (groups.trivial() && Binary.all(scores)) {
            return of(Math.round(sum), scores.length);
        }
        Bounds bounds = Bootstrap.mean(scores, groups, 0, 1, Seeds.seed(seed, "bootstrap"));
        return new Single(
                sum / scores.length, scores.length, bounds, Methods.bootstrap(groups, bounds));
    }

    private static Single ofSet(
            SetScore score, int[] gold, int[] predicted, Groups groups, long seed) {
        SetAnswers answers = new SetAnswers(gold, predicted, predicted);
        Bounds bounds = SetBootstrap.single(score, answers, groups, Seeds.seed(seed, "bootstrap"));
        double value = score.of(answers.gold, answers.candidate, answers.counts);
        return new Single(value, gold.length, bounds, Methods.bootstrap(groups, bounds));
    }

    public double value() {
        return value;
    }

    public int n() {
        return n;
    }

    /// The one-sided lower bound.
    public double lower(double level) {
        return bounds.lower(level);
    }

    /// The one-sided upper bound.
    public double upper(double level) {
        return bounds.upper(level);
    }

    /// The two-sided interval.
    public Interval interval(double level) {
        return bounds.interval(level);
    }

    /// The value with its two-sided interval.
    public Estimate estimate(double level) {
        return new Estimate(value, interval(level), n);
    }

    /// The examples that are right; empty where scores are graded or belong together in groups.
    public OptionalLong successes() {
        return successes;
    }

    /// The limits that a decision rests on: of examples that are right or wrong the exact ones of
    /// Clopper and Pearson, which never err more often than their level says; otherwise those that
    /// are shown. Wilson's errs up to 3.6 times as often near 0 and 1.
    public Bounds deciding() {
        if (successes.isEmpty()) {
            return bounds;
        }
        long right = successes.getAsLong();
        return Bounds.of(
                level -> Share.clopperPearsonLower(right, n, level),
                level -> Share.clopperPearsonUpper(right, n, level));
    }

    /// How [#deciding()] was made, for the report.
    public String decidingMethod() {
        return successes.isPresent() ? "Clopper-Pearson" : method;
    }

    /// How the limits were made, for the report.
    public String method() {
        return method;
    }
}
