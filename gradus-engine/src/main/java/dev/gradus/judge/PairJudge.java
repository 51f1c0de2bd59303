package dev.gradus.judge;

import dev.gradus.judge.JudgedPair.Rule;
import dev.gradus.judge.JudgedPair.Shown;
import dev.gradus.judge.PairTally.Filling;
import dev.gradus.stats.Heterogeneity;
import dev.gradus.stats.Holm;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Power;
import dev.gradus.stats.Seeds;
import dev.gradus.stats.Tango;
import dev.gradus.task.Money;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// Every comparison of a report: one family, over all tasks and the pooled ones, whatever a screen
/// folds. A reader picks from what was compared, so Holm's correction is over all of it.
///
/// A claim that one arm **is better** needs three things: the adjusted p at most 0.05, the interval
/// at the level that Holm leaves for this comparison on the same side of 0, and both again with
/// every missing outcome speaking against the claim. Where the two arms left different numbers of
/// replies empty, the same is asked once more with those items scored equal.
///
/// A claim that something **is absent** (no gain, no loss, no difference that matters) is a second
/// family: two one-sided hypotheses for each pair that the scores did not choose, "the candidate is
/// ahead by `matters` or more" and "it is behind by `matters` or more", each with every missing
/// outcome for it. Holm is over all of these. With one-sided p-values in rising order, the i-th of
/// m is held against 0.05 / (m - i + 1), and the bounds that are shown are at that level.
final class PairJudge {
    static final double ALPHA = 0.05;
    static final double LEVEL = 0.95;
    private static final double POWER = 0.80;
    private static final double LEAST = 1e-12;
    private static final int HALVINGS = 60;
    private static final long MOST_EXACT = 400;
    private final double matters;
    private final long seed;

    PairJudge(double matters, long seed) {
        this.matters = matters;
        this.seed = seed;
    }

    /// Two arms to compare.
    ///
    /// @param tally the task's, or the sum of several
    record Question(
            String task,
            String baseline,
            String candidate,
            Rule rule,
            boolean sharedOnly,
            PairTally tally) {}

    /// One comparison as the data has it, and with the missing outcomes against and for the
    /// candidate.
    private record Seen(
            Question question, Contrast left, Contrast against, Contrast inFavour, Contrast equal) {

        /// The p of the claim that the estimate suggests, in its worst case; 1 where the worst case
        /// turns the sign.
        double worstP() {
            Contrast worst = worst();
            return worst.difference() * left.difference() > 0 ? worst.p() : 1;
        }

        Contrast worst() {
            return left.difference() >= 0 ? against : inFavour;
        }

        /// The side of 0 that the contrast shows at this share of the error rate; 0 where neither.
        static int side(Contrast contrast, double alpha) {
            Interval interval = contrast.interval(1 - alpha);
            return contrast.p() > alpha ? 0 : interval.low() > 0 ? 1 : interval.high() < 0 ? -1 : 0;
        }
    }

    /// The one-sided p-values of "ahead by matters or more" and "behind by matters or more".
    private record Absent(double gain, double loss) {
        static final Absent NEVER = new Absent(1, 1);
    }

    /// The comparisons, in the order of the questions. Each has at least one pair.
    List<JudgedPair> judge(List<Question> family) {
        List<Seen> seen = family.parallelStream().map(this::see).toList();
        double[] p = seen.stream().mapToDouble(one -> one.left().p()).toArray();
        double[] worst = seen.stream().mapToDouble(Seen::worstP).toArray();
        double[] adjusted = adjusted(p);
        double[] adjustedWorst = adjusted(worst);
        double[] shares = shares(p);
        List<Absent> absent = seen.parallelStream().map(this::absent).toList();
        double[] sides = new double[2 * seen.size()];
        int claims = 0;
        for (int i = 0; i < seen.size(); i++) {
            if (!seen.get(i).question().rule().byScores()) {
                sides[claims++] = absent.get(i).gain();
                sides[claims++] = absent.get(i).loss();
            }
        }
        double[] absentShares = shares(Arrays.copyOf(sides, claims));
        JudgedPair[] judged = new JudgedPair[seen.size()];
        int[] places = places(seen);
        IntStream.range(0, seen.size())
                .parallel()
                .forEach(i -> {
                    boolean claimed = Math.max(adjusted[i], adjustedWorst[i]) <= ALPHA;
                    double gain = places[i] < 0 ? 0 : absentShares[places[i]];
                    double loss = places[i] < 0 ? 0 : absentShares[places[i] + 1];
                    judged[i] = pair(seen.get(i), adjusted[i], claimed, shares[i], gain, loss);
                });
        return List.of(judged);
    }

    /// Where a pair's two claims of absence stand among all of them; -1 where it has none.
    private static int[] places(List<Seen> seen) {
        int[] places = new int[seen.size()];
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            boolean none = seen.get(i).question().rule().byScores();
            places[i] = none ? -1 : at;
            at += none ? 0 : 2;
        }
        return places;
    }

    private static double[] adjusted(double[] p) {
        return p.length == 0 ? p : Holm.adjust(p);
    }

    /// The share of the error rate that Holm's procedure holds each p-value against: 0.05 / (m - i
    /// +
    /// 1) for the i-th smallest, and that of the first which does not fall for it and all after it.
    static double[] shares(double[] p) {
        int[] order =
                IntStream.range(0, p.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(p[a], p[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] shares = new double[p.length];
        boolean stopped = false;
        double share = ALPHA;
        for (int rank = 0; rank < order.length; rank++) {
            share = stopped ? share : ALPHA / (p.length - rank);
            stopped |= p[order[rank]] > share;
            shares[order[rank]] = share;
        }
        return shares;
    }

    private Seen see(Question question) {
        PairTally tally = question.tally();
        long own =
                Seeds.seed(
                        seed,
                        "judge task="
                                + question.task()
                                + " baseline="
                                + question.baseline()
                                + " candidate="
                                + question.candidate());
        Contrast left = tally.contrast(Filling.LEFT_OUT, own);
        boolean whole = tally.missing() == 0;
        boolean sameEmpty = tally.emptyBaseline() == tally.emptyCandidate();
        return new Seen(
                question,
                left,
                whole ? left : tally.contrast(Filling.AGAINST_CANDIDATE, own),
                whole ? left : tally.contrast(Filling.FOR_CANDIDATE, own),
                sameEmpty ? left : tally.contrast(Filling.EMPTY_EQUAL, own));
    }

    private Absent absent(Seen seen) {
        PairTally tally = seen.question().tally();
        if (seen.question().rule().byScores()) {
            return Absent.NEVER;
        }
        if (!tally.graded() && !tally.weighted()) {
            return new Absent(
                    Tango.nonInferiority(tally.counts(Filling.FOR_CANDIDATE).swapped(), matters),
                    Tango.nonInferiority(tally.counts(Filling.AGAINST_CANDIDATE), matters));
        }
        return new Absent(
                smallest(alpha -> matters - seen.inFavour().upper(1 - alpha)),
                smallest(alpha -> matters + seen.against().lower(1 - alpha)));
    }

    /// The smallest alpha at which the bound clears the margin: the p-value that the bound stands
    /// for. `slack` rises with alpha.
    private static double smallest(DoubleUnaryOperator slack) {
        double high = 0.5;
        if (slack.applyAsDouble(high) <= 0) {
            return 1;
        }
        double low = LEAST;
        for (int i = 0; i < HALVINGS && high / low > 1 + 1e-9; i++) {
            double middle = Math.sqrt(low * high);
            if (slack.applyAsDouble(middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private JudgedPair pair(
            Seen seen, double adjusted, boolean claimed, double share, double gain, double loss) {
        Question question = seen.question();
        Contrast left = seen.left();
        PairTally tally = question.tally();
        double lower = loss > 0 ? seen.against().lower(1 - loss) : seen.against().lower(1 - share);
        double upper = gain > 0 ? seen.inFavour().upper(1 - gain) : 1;
        Shown shown = shown(seen, claimed, share, lower, upper);
        OptionalDouble detectable = detectable(tally, share);
        return new JudgedPair(
                question.task(),
                question.baseline(),
                question.candidate(),
                question.rule(),
                question.sharedOnly(),
                tally.n(),
                left.meanBaseline(),
                left.meanCandidate(),
                left.paired().baselineOnly(),
                left.paired().candidateOnly(),
                left.p(),
                adjusted,
                tally.difference(),
                left.interval(1 - share),
                left.interval(LEVEL),
                lower,
                upper,
                tally.missing(),
                tally.emptyBaseline(),
                tally.emptyCandidate(),
                tally.costDelta().isPresent()
                        ? Optional.of(
                                Money.of(
                                        1000 * tally.costDelta().getAsDouble(), ArmScorer.CURRENCY))
                        : Optional.empty(),
                left.method(),
                shown,
                detectable,
                shown == Shown.NOT_SHOWN
                        ? more(tally, share, question.rule().byScores())
                        : OptionalLong.empty(),
                spread(tally.strata()),
                List.of());
    }

    private Shown shown(Seen seen, boolean claimed, double share, double lower, double upper) {
        boolean byScores = seen.question().rule().byScores();
        int side = claimed ? Seen.side(seen.left(), share) : 0;
        boolean holds = side != 0 && Seen.side(seen.worst(), share) == side;
        if (holds && (side > 0 || !byScores)) {
            boolean stays = Seen.side(seen.equal(), share) == side;
            return side > 0
                    ? stays ? Shown.BETTER : Shown.BETTER_ONLY_BY_ANSWERING_AT_ALL
                    : stays ? Shown.WORSE : Shown.WORSE_ONLY_BY_NOT_ANSWERING_AT_ALL;
        }
        boolean within = !byScores && lower > -matters && upper < matters;
        return within ? Shown.NO_DIFFERENCE_THAT_MATTERS : Shown.NOT_SHOWN;
    }

    /// One-sided at half of the share that Holm leaves.
    private static OptionalDouble detectable(PairTally tally, double share) {
        double variance = tally.variancePerPair();
        if (variance == 0 || tally.n() < 2) {
            return OptionalDouble.empty();
        }
        return tally.graded() || tally.weighted()
                ? OptionalDouble.of(
                        Power.gradedMinimalDetectableEffect(
                                tally.n(), Math.sqrt(variance), share / 2, POWER))
                : Power.minimalDetectableEffect(
                        tally.n(), tally.counts(Filling.LEFT_OUT).discordance(), share / 2, POWER);
    }

    /// Rows that would show what is seen, or `matters` where that is more, less those there are, at
    /// the level that decides here. Where the rows that are there would have shown `matters`
    /// already, a difference of that size is not what is open, and those count that would show what
    /// is seen.
    private OptionalLong more(PairTally tally, double share, boolean byScores) {
        double variance = tally.variancePerPair();
        if (variance == 0 || tally.n() < 2 || byScores && tally.difference() <= 0) {
            return OptionalLong.empty();
        }
        double seen = Math.abs(tally.difference());
        long rows = needed(tally, share, Math.max(matters, seen));
        if (rows <= tally.n()) {
            if (seen == 0) {
                return OptionalLong.empty();
            }
            rows = needed(tally, share, seen);
        }
        return OptionalLong.of(Math.max(1, rows - tally.n()));
    }

    /// By the exact power of the test where that is quick, else by the normal approximation.
    private static long needed(PairTally tally, double share, double wanted) {
        double variance = tally.variancePerPair();
        double deviation = Math.sqrt(Math.max(variance, wanted - wanted * wanted));
        long needed = Power.gradedSampleSize(deviation, wanted, share / 2, POWER);
        if (needed <= MOST_EXACT && !tally.graded() && !tally.weighted()) {
            double discordance = tally.counts(Filling.LEFT_OUT).discordance();
            needed = Power.sampleSize(discordance, Math.min(1, wanted), share / 2, POWER);
        }
        return needed;
    }

    /// Empty for one task. A graded task's variance is at least that of one pair that differs: a
    /// task on which the arms agree everywhere has been seen on few pairs, not known without error.
    private static Optional<JudgedPair.Spread> spread(List<PairTally> strata) {
        Optional<Heterogeneity> found =
                strata.stream().anyMatch(PairTally::graded)
                        ? Heterogeneity.of(
                                strata.stream().mapToDouble(PairTally::difference).toArray(),
                                strata.stream().mapToDouble(PairJudge::squaredError).toArray())
                        : Heterogeneity.of(
                                strata.stream().map(one -> one.counts(Filling.LEFT_OUT)).toList());
        return found.map(one ->
                new JudgedPair.Spread(one.q(), one.degreesOfFreedom(), one.p(), one.iSquared()));
    }

    private static double squaredError(PairTally tally) {
        return Math.max(tally.variancePerPair(), 1.0 / tally.n()) / tally.n();
    }
}
