package dev.gradus.verdict;

import dev.gradus.stats.Beta;
import dev.gradus.stats.Binomial;
import dev.gradus.stats.Interval;
import dev.gradus.stats.Normal;
import dev.gradus.stats.Smallest;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// How many rows the user has to add until a first test of them settles the goal with a chance of
/// 80 %. For tasks of few rows, whose score is cross-validated: that score says what to expect, and
/// the test stands alone. Where a test is there already its rows count beside the new ones, and
/// [dev.gradus.stats.RowsToSettle] says how many.
///
/// The score is not taken for what it seems: what it may be in truth is its posterior under the
/// prior of Jeffreys, Beta(k + 1/2, n - k + 1/2), and the chance is the mean over it that the exact
/// bound (Clopper and Pearson 1934) of a test of m examples passes the one edge or the other.
/// Planning at the estimate settles it in 19 to 80 of 100 cases.
public final class FirstTestRows {
    static final double POWER = 0.80;
    private static final int POINTS = 64;
    private static final long MOST = 1L << 22;

    /// A test that is cut has every fifth row, and so has dev.
    private static final int SHARE = 5;

    private FirstTestRows() {}

    /// Examples that a test needs.
    ///
    /// @param score of the examples seen, in [0,1]
    /// @param seen how many independent ones these are worth
    /// @param least the score that is still good enough
    /// @param goal the score that was asked for
    /// @param alpha of the next look, one-sided
    /// @return empty where four million would not do
    public static OptionalLong ofTest(
            double score, double seen, double least, double goal, double alpha) {
        double a = score * seen + 0.5;
        double b = (1 - score) * seen + 0.5;
        double[] truths =
                IntStream.range(0, POINTS)
                        .mapToDouble(i -> Beta.quantile((i + 0.5) / POINTS, a, b))
                        .toArray();
        return Smallest.that(m -> chance(m, truths, least, goal, alpha) >= POWER, 4, 8, MOST);
    }

    /// How many independent right-or-wrong answers would have an interval (Wilson 1927) as wide as
    /// this one; at most as many as there are.
    static double independent(double score, Interval interval, int n) {
        double z = Normal.quantile((1 + interval.level()) / 2);
        double low = 1;
        double high = n;
        if (width(score, n, z) * (1 + 1e-9) >= interval.width()) {
            return n;
        }
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (width(score, middle, z) > interval.width()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double width(double p, double n, double z) {
        return 2 * z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    }

    private static double chance(long m, double[] truths, double least, double goal, double alpha) {
        // Clopper and Pearson's lower bound passes `least` from here on, the upper falls below
        // `goal` until there.
        long met = Smallest.between(x -> Binomial.upperTail(x, m, least) < alpha, -1, m + 1);
        long missed = Smallest.between(x -> Binomial.cdf(x, m, goal) >= alpha, -1, m + 1) - 1;
        double sum = 0;
        for (double truth : truths) {
            double good = met > m ? 0 : Binomial.upperTail(met, m, truth);
            double bad = missed < 0 || missed >= met ? 0 : Binomial.cdf(missed, m, truth);
            sum += Math.min(1, good + bad);
        }
        return sum / truths.length;
    }

    /// The user's rows that bring the test to so many examples, beyond those that are there: of the
    /// test file where it was given, else of the file that the test is cut from. At least as many
    /// as it takes for a test to be cut at all.
    public static long moreForTest(Splits splits, long testExamples) {
        return splits.testGiven()
                ? Math.max(1, testExamples - splits.test().size())
                : more(splits, testExamples);
    }

    /// The user's rows that bring dev to so many examples.
    public static long moreForDev(Splits splits, long devExamples) {
        return more(splits, devExamples);
    }

    private static long more(Splits splits, long examples) {
        long have =
                splits.few()
                        ? splits.train().size()
                        : (long) splits.train().size()
                                + splits.dev().size()
                                + (splits.testGiven() ? 0 : splits.test().size());
        long wanted = Math.max(SHARE * examples, splits.few() ? Splitter.FEW : 0);
        return Math.max(1, wanted - have);
    }

    /// Two significant digits, rounded up: it is said with "about".
    public static long rounded(long rows) {
        long unit = 1;
        while (rows / unit >= 100) {
            unit *= 10;
        }
        return (rows + unit - 1) / unit * unit;
    }
}
