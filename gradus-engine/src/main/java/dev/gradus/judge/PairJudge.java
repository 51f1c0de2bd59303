package dev.gradus.judge;

import dev.gradus.judge.PairTally.Filling;
import dev.gradus.stats.Heterogeneity;
import dev.gradus.stats.Holm;
import dev.gradus.stats.Paired;
import dev.gradus.stats.Power;
import dev.gradus.stats.Seeds;
import dev.gradus.task.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The comparisons of one family: those of one task, or the pooled ones. Holm's correction is over
/// the family, since a reader picks from what is shown side by side.
///
/// A claim needs three things: the adjusted p at most 0.05, the 95 % interval on the same side of
/// 0, and both again with every missing outcome speaking against the claim.
final class PairJudge {
    static final double ALPHA = 0.05;
    static final double LEVEL = 0.95;
    private static final double POWER = 0.80;
    private final OptionalDouble matters;
    private final long seed;

    PairJudge(OptionalDouble matters, long seed) {
        this.matters = matters;
        this.seed = seed;
    }

    /// Two arms to compare.
    ///
    /// @param strata the task's tally, or one tally a task for a pooled comparison
    record Question(String task, String baseline, String candidate, List<PairTally> strata) {
        PairTally tally() {
            return strata.size() == 1 ? strata.getFirst() : PairTally.pooled(strata);
        }
    }

    /// One comparison as the data has it, and with the missing outcomes against and for the
    /// candidate.
    private record Seen(
            Question question, PairTally tally, Paired left, Paired against, Paired inFavour) {

        /// The p of the claim that the estimate suggests, in its worst case; 1 where the worst case
        /// turns the sign.
        double worstP() {
            Paired worst = worst();
            boolean same = worst.difference() * left.difference() > 0;
            return same ? worst.pTwoSided() : 1;
        }

        Paired worst() {
            return left.difference() >= 0 ? against : inFavour;
        }
    }

    /// The comparisons of one family, in the order of the questions. Each has at least one pair.
    List<JudgedPair> judge(List<Question> family) {
        List<Seen> seen = family.parallelStream().map(this::see).toList();
        double[] adjusted =
                adjusted(seen.stream().mapToDouble(one -> one.left().pTwoSided()).toArray());
        double[] worst = adjusted(seen.stream().mapToDouble(Seen::worstP).toArray());
        List<JudgedPair> judged = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            judged.add(pair(seen.get(i), adjusted[i], worst[i]));
        }
        return judged;
    }

    private static double[] adjusted(double[] p) {
        return p.length == 0 ? p : Holm.adjust(p);
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
        Paired left = tally.paired(Filling.LEFT_OUT, own);
        boolean whole = tally.missing() == 0;
        return new Seen(
                question,
                tally,
                left,
                whole ? left : tally.paired(Filling.AGAINST_CANDIDATE, own),
                whole ? left : tally.paired(Filling.FOR_CANDIDATE, own));
    }

    private JudgedPair pair(Seen seen, double adjusted, double worst) {
        Paired left = seen.left();
        PairTally tally = seen.tally();
        return new JudgedPair(
                seen.question().task(),
                seen.question().baseline(),
                seen.question().candidate(),
                left.n(),
                left.meanBaseline(),
                left.meanCandidate(),
                left.baselineOnly(),
                left.candidateOnly(),
                left.pTwoSided(),
                adjusted,
                tally.difference(),
                left.interval(LEVEL),
                seen.against().lower(LEVEL),
                seen.inFavour().upper(LEVEL),
                tally.missing(),
                tally.costDelta().isPresent()
                        ? Optional.of(
                                Money.of(
                                        1000 * tally.costDelta().getAsDouble(), ArmScorer.CURRENCY))
                        : Optional.empty(),
                left.method(),
                shown(seen, Math.max(adjusted, worst)),
                detectable(tally),
                spread(seen.question().strata()));
    }

    private JudgedPair.Shown shown(Seen seen, double adjusted) {
        var interval = seen.left().interval(LEVEL);
        var worst = seen.worst().interval(LEVEL);
        if (adjusted <= ALPHA && Math.min(interval.low(), worst.low()) > 0) {
            return JudgedPair.Shown.BETTER;
        }
        if (adjusted <= ALPHA && Math.max(interval.high(), worst.high()) < 0) {
            return JudgedPair.Shown.WORSE;
        }
        boolean within =
                matters.isPresent()
                        && seen.against().lower(LEVEL) > -matters.getAsDouble()
                        && seen.inFavour().upper(LEVEL) < matters.getAsDouble();
        return within ? JudgedPair.Shown.NO_DIFFERENCE_THAT_MATTERS : JudgedPair.Shown.NOT_SHOWN;
    }

    /// Two-sided at 0.05, so one-sided at half of it.
    private static OptionalDouble detectable(PairTally tally) {
        double variance = tally.variancePerPair();
        if (variance == 0 || tally.n() < 2) {
            return OptionalDouble.empty();
        }
        return tally.graded()
                ? OptionalDouble.of(
                        Power.gradedMinimalDetectableEffect(
                                tally.n(), Math.sqrt(variance), ALPHA / 2, POWER))
                : Power.minimalDetectableEffect(
                        tally.n(), tally.counts(Filling.LEFT_OUT).discordance(), ALPHA / 2, POWER);
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
