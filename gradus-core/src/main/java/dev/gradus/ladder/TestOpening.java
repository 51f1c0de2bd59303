package dev.gradus.ladder;

import dev.gradus.score.JudgedScore;
import dev.gradus.score.Outcome;
import dev.gradus.score.Run;
import dev.gradus.score.ScoreEstimate;
import dev.gradus.stats.Binomial;
import dev.gradus.stats.Looks;
import dev.gradus.stats.Normal;
import dev.gradus.stats.Predictive;
import dev.gradus.stats.Share;
import dev.gradus.stats.Smallest;
import dev.gradus.task.Goal;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Whether the sealed test is worth opening before the ladder's end. Each look halves what the next
/// may spend, so one that will probably settle nothing makes every later one weaker for nothing:
/// before the end the test is opened only where dev gives a chance of 80 % that this look shows the
/// goal met.
///
/// The chance is predictive: it holds what dev does not know of the truth, and the luck of the test
/// examples. Score, cost and latency must each pass, so it is at least one less the sum of their
/// chances to fail (Bonferroni). It leaves out that the kept candidate was chosen on dev, which
/// flatters it a little.
final class TestOpening {
    private static final double ALPHA = 0.05;
    private static final double WORTH = 0.80;
    private static final double QUANTILE = 0.95;
    private final Task task;
    private final int testSize;
    private final boolean grouped;

    TestOpening(Task task, Splits splits) {
        this.task = task;
        this.testSize = splits.test().size();
        this.grouped = splits.dev().stream().anyMatch(example -> example.group().isPresent());
    }

    /// @param look the number that the look would have
    boolean worth(Run dev, ScoreEstimate score, Optional<JudgedScore> judged, int look) {
        return chance(dev, score, judged, look) >= WORTH;
    }

    /// The least chance that the look shows the goal met.
    double chance(Run dev, ScoreEstimate score, Optional<JudgedScore> judged, int look) {
        if (testSize == 0) {
            return 0;
        }
        double alpha = Looks.alpha(look, ALPHA);
        Goal goal = task.goal();
        double edge = goal.least();
        double fails = 1 - score(dev, score, judged, edge, alpha);
        if (goal.costPerThousandCalls().isPresent()) {
            fails += 1 - cost(dev, goal.costPerThousandCalls().get().amount(), alpha);
        }
        if (goal.p95().isPresent()) {
            fails += 1 - p95(dev.sortedLatencies(), goal.p95().get().toNanos(), alpha);
        }
        return Math.max(0, 1 - fails);
    }

    private double score(
            Run dev, ScoreEstimate score, Optional<JudgedScore> judged, double edge, double alpha) {
        if (judged.isPresent()) {
            return judged(judged.get(), edge, alpha);
        }
        return counted(dev) ? counted(dev, edge, alpha) : mean(score, edge, alpha);
    }

    /// True where the score is a count of right answers, each for itself.
    private boolean counted(Run dev) {
        return !grouped
                && !task.score().ofTheSet()
                && dev.outcomes().stream()
                        .allMatch(one -> one.isMissing() || one.score().getAsDouble() % 1 == 0);
    }

    private double counted(Run dev, double edge, double alpha) {
        long seen = dev.outcomes().size() - dev.missing();
        long right =
                dev.outcomes().stream()
                        .filter(one -> !one.isMissing() && one.score().getAsDouble() == 1)
                        .count();
        long low =
                Smallest.between(
                        k -> Share.clopperPearsonLower(k, testSize, 1 - alpha) > edge,
                        -1,
                        testSize + 1L);
        return low > testSize ? 0 : Predictive.atLeast(right, seen, low, testSize);
    }

    private double mean(ScoreEstimate score, double edge, double alpha) {
        double error = error(score.value(), score.lower(QUANTILE));
        double next = error * Math.sqrt((double) score.n() / testSize);
        return Predictive.boundAbove(score.value(), error, next, edge, alpha);
    }

    /// Most of its error is that of the labels, which more test examples do not make smaller.
    private static double judged(JudgedScore judged, double edge, double alpha) {
        return judged.corrected()
                .map(one -> {
                    double side = Normal.quantile(one.bounds().level());
                    double error = Math.max(0, one.value() - one.bounds().low()) / side;
                    return Predictive.boundAbove(one.value(), error, error, edge, alpha);
                })
                .orElse(0.0);
    }

    private static double error(double value, double lower) {
        return Math.max(0, value - lower) / Normal.quantile(QUANTILE);
    }

    /// Costs as the negative of a score: the mean of the test's calls must lie below the limit.
    private double cost(Run dev, double limit, double alpha) {
        List<OptionalDouble> costs =
                dev.outcomes().stream()
                        .filter(one -> !one.isMissing())
                        .map(Outcome::costPerCall)
                        .toList();
        if (costs.isEmpty() || costs.stream().anyMatch(OptionalDouble::isEmpty)) {
            return 0;
        }
        double[] each = costs.stream().mapToDouble(one -> 1000 * one.getAsDouble()).toArray();
        double mean = Arrays.stream(each).average().orElse(0);
        double square = Arrays.stream(each).map(one -> (one - mean) * (one - mean)).sum();
        double variance = square / Math.max(1, each.length - 1);
        if (variance == 0) {
            return mean <= limit ? 1 : 0;
        }
        return Predictive.boundAbove(
                -mean,
                Math.sqrt(variance / each.length),
                Math.sqrt(variance / testSize),
                -limit,
                alpha);
    }

    /// The bound on the 95th percentile holds where few enough of the test's calls are slower than
    /// the limit: so few as would be seen with a chance of alpha at most, were one in twenty slower
    /// in truth.
    private double p95(double[] sorted, double limit, double alpha) {
        if (sorted.length == 0) {
            return 0;
        }
        long quick = Arrays.stream(sorted).filter(one -> one <= limit).count();
        long most =
                Smallest.between(
                                slow -> Binomial.cdf(slow, testSize, 1 - QUANTILE) > alpha,
                                -1,
                                testSize)
                        - 1;
        return most < 0 ? 0 : Predictive.atLeast(quick, sorted.length, testSize - most, testSize);
    }
}
