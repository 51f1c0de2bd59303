package dev.gradus.stats;

import java.util.Arrays;

/// Two candidates on the same examples: the front door of this package. Picks the methods itself:
///
/// | scores | test | limits of the difference |
/// |---|---|---|
/// | all 0 or 1 | exact McNemar | Tango's score interval |
/// | graded | sign-flip permutation | BCa bootstrap |
/// | any, in groups | cluster sign-flip | cluster bootstrap |
/// | a set score | arm-swap permutation | bootstrap of both scores computed anew |
///
/// Differences are candidate minus baseline. The test decides superiority, the one-sided bound
/// decides non-inferiority; a claim of "better" should pass both ([#better]). Immutable and
/// thread-safe. Build it once and ask for limits at any level.
public final class Paired {
    private final int n;
    private final double meanBaseline;
    private final double meanCandidate;
    private final long baselineOnly;
    private final long candidateOnly;
    private final double pTwoSided;
    private final double pGreater;
    private final Bounds bounds;
    private final String method;

    private Paired(Tally tally, double pTwoSided, double pGreater, Bounds bounds, String method) {
        this.n = tally.n;
        this.meanBaseline = tally.baseline;
        this.meanCandidate = tally.candidate;
        this.baselineOnly = tally.baselineOnly;
        this.candidateOnly = tally.candidateOnly;
        this.pTwoSided = pTwoSided;
        this.pGreater = pGreater;
        this.bounds = bounds;
        this.method = method;
    }

    /// Compares aligned scores in [0, 1].
    ///
    /// @param seed from [Seeds], for this purpose alone
    public static Paired of(double[] baseline, double[] candidate, long seed) {
        return of(baseline, candidate, Groups.each(baseline.length), seed);
    }

    /// Compares aligned scores in [0, 1], where examples with equal entries in `groups` belong
    /// together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Paired of(double[] baseline, double[] candidate, int[] groups, long seed) {
        return of(baseline, candidate, Groups.of(groups, baseline.length), seed);
    }

    /// Compares right-or-wrong answers that are counted already.
    public static Paired of(PairedCounts counts) {
        double n = counts.n();
        Tally tally =
                new Tally(
                        Math.toIntExact(counts.n()),
                        (counts.both() + counts.baselineOnly()) / n,
                        (counts.both() + counts.candidateOnly()) / n,
                        counts.baselineOnly(),
                        counts.candidateOnly());
        Bounds tango =
                Bounds.of(
                        level -> Tango.lowerBound(counts, level),
                        level -> Tango.upperBound(counts, level));
        return new Paired(
                tally,
                McNemar.exactTwoSided(counts),
                McNemar.exactGreater(counts),
                tango,
                "exact McNemar test, Tango score interval");
    }

    /// Compares a set score of aligned answers.
    public static Paired ofSets(
            SetScore score, int[] gold, int[] baseline, int[] candidate, long seed) {
        return ofSets(score, gold, baseline, candidate, Groups.each(gold.length), seed);
    }

    /// Compares a set score of aligned answers, where examples with equal entries in `groups`
    /// belong together.
    ///
    /// @throws TooFewGroups with fewer than [Groups#MINIMUM] groups
    public static Paired ofSets(
            SetScore score, int[] gold, int[] baseline, int[] candidate, int[] groups, long seed) {
        return ofSets(score, gold, baseline, candidate, Groups.of(groups, gold.length), seed);
    }

    private static Paired of(double[] baseline, double[] candidate, Groups groups, long seed) {
        Require.that(baseline.length > 0, "a comparison needs at least one pair, but has none");
        Require.sameLength(baseline.length, candidate.length, "candidate");
        Require.within(baseline, 0, 1, "baseline");
        Require.within(candidate, 0, 1, "candidate");
        if (groups.trivial() && Binary.all(baseline) && Binary.all(candidate)) {
            return of(PairedCounts.of(Binary.right(baseline), Binary.right(candidate)));
        }
        double[] differences = new double[baseline.length];
        Arrays.setAll(differences, i -> candidate[i] - baseline[i]);
        Permutation test = SignFlip.test(differences, groups, Seeds.seed(seed, "sign-flip"));
        Bounds bounds = Bootstrap.mean(differences, groups, -1, 1, Seeds.seed(seed, "bootstrap"));
        return new Paired(
                Tally.of(baseline, candidate),
                test.pTwoSided(),
                test.pGreater(),
                bounds,
                Methods.test("sign-flip permutation test", test, groups)
                        + ", "
                        + Methods.bootstrap(groups, bounds));
    }

    private static Paired ofSets(
            SetScore score, int[] gold, int[] baseline, int[] candidate, Groups groups, long seed) {
        SetAnswers answers = new SetAnswers(gold, baseline, candidate);
        Permutation test = ArmSwap.test(score, answers, groups, Seeds.seed(seed, "arm-swap"));
        Bounds bounds =
                SetBootstrap.difference(score, answers, groups, Seeds.seed(seed, "bootstrap"));
        return new Paired(
                Tally.of(score, answers),
                test.pTwoSided(),
                test.pGreater(),
                bounds,
                Methods.test("arm-swap permutation test", test, groups)
                        + ", "
                        + Methods.bootstrap(groups, bounds));
    }

    public int n() {
        return n;
    }

    public double meanBaseline() {
        return meanBaseline;
    }

    public double meanCandidate() {
        return meanCandidate;
    }

    /// Candidate minus baseline.
    public double difference() {
        return meanCandidate - meanBaseline;
    }

    /// Examples the baseline scored higher on.
    public long baselineOnly() {
        return baselineOnly;
    }

    /// Examples the candidate scored higher on.
    public long candidateOnly() {
        return candidateOnly;
    }

    /// The p-value against a difference in either direction.
    public double pTwoSided() {
        return pTwoSided;
    }

    /// The p-value of the candidate being better.
    public double pGreater() {
        return pGreater;
    }

    /// The one-sided lower bound of the difference.
    public double lower(double level) {
        return bounds.lower(level);
    }

    /// The one-sided upper bound of the difference.
    public double upper(double level) {
        return bounds.upper(level);
    }

    /// The two-sided interval of the difference.
    public Interval interval(double level) {
        return bounds.interval(level);
    }

    /// How the figures were made, for the report.
    public String method() {
        return method;
    }

    /// True if the one-sided test at `alpha` and the lower bound at `1 - alpha` both say that the
    /// candidate is better.
    public boolean better(double alpha) {
        return pGreater <= Require.inside(alpha, "alpha") && lower(1 - alpha) > 0;
    }

    /// True if the lower bound at `1 - alpha` rules out a loss of `margin` or more.
    public boolean nonInferior(double margin, double alpha) {
        return lower(1 - Require.inside(alpha, "alpha")) > -margin;
    }

    /// True if test and interval, both two-sided at `alpha`, say the same about "no difference".
    /// They rest on different methods and may part near the border; then nothing is shown.
    public boolean testAndIntervalAgree(double alpha) {
        Interval interval = interval(1 - Require.inside(alpha, "alpha"));
        boolean excluded = interval.low() > 0 || interval.high() < 0;
        return excluded == (pTwoSided <= alpha);
    }

    /// Everything as plain figures: 95 % two-sided interval, 95 % one-sided bounds.
    public PairedResult result() {
        return new PairedResult(
                n,
                meanBaseline,
                meanCandidate,
                baselineOnly,
                candidateOnly,
                pTwoSided,
                pGreater,
                interval(0.95),
                lower(0.95),
                upper(0.95),
                method,
                testAndIntervalAgree(0.05));
    }

    private record Tally(
            int n, double baseline, double candidate, long baselineOnly, long candidateOnly) {
        static Tally of(double[] baseline, double[] candidate) {
            long baselineOnly = 0;
            long candidateOnly = 0;
            for (int i = 0; i < baseline.length; i++) {
                baselineOnly += baseline[i] > candidate[i] ? 1 : 0;
                candidateOnly += candidate[i] > baseline[i] ? 1 : 0;
            }
            return new Tally(
                    baseline.length,
                    Arrays.stream(baseline).sum() / baseline.length,
                    Arrays.stream(candidate).sum() / candidate.length,
                    baselineOnly,
                    candidateOnly);
        }

        static Tally of(SetScore score, SetAnswers answers) {
            long baselineOnly = 0;
            long candidateOnly = 0;
            for (int i = 0; i < answers.distinct(); i++) {
                boolean baselineRight = answers.baseline[i] == answers.gold[i];
                boolean candidateRight = answers.candidate[i] == answers.gold[i];
                baselineOnly += baselineRight && !candidateRight ? answers.counts[i] : 0;
                candidateOnly += candidateRight && !baselineRight ? answers.counts[i] : 0;
            }
            return new Tally(
                    answers.n(),
                    score.of(answers.gold, answers.baseline, answers.counts),
                    score.of(answers.gold, answers.candidate, answers.counts),
                    baselineOnly,
                    candidateOnly);
        }
    }
}
