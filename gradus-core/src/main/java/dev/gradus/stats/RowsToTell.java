package dev.gradus.stats;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How many rows more would tell two candidates apart, or show that they are as good as each other,
/// with a chance of 80 %.
///
/// The difference is not taken for what it seems: given what n pairs show, that of N pairs is
/// normal around the same mean, with the variance of one pair times 1/n - 1/N. The chance is that
/// it then passes the bound of "better" or "worse", or that both its bounds lie within `matters`.
///
/// @param difference the mean over the pairs seen
/// @param variance of one pair's difference
/// @param n pairs seen
/// @param counts true for right-or-wrong scores, whose exact test takes a step of one pair at a
///   time
/// @param within the difference that would not matter; empty where only "better" can be claimed
/// @param alpha of each side
public record RowsToTell(
        double difference,
        double variance,
        long n,
        boolean counts,
        OptionalDouble within,
        double alpha) {
    private static final double POWER = 0.80;
    private static final long MOST = 1L << 24;

    public RowsToTell {
        Require.that(n > 1, "two pairs are the fewest, but n is " + n);
        Require.that(variance > 0, "the variance of a pair is above 0, but is " + variance);
        Require.inside(alpha, "alpha");
    }

    /// Empty where sixteen million pairs would not do: where only "better" can be claimed and the
    /// difference is too likely not to be there.
    public OptionalLong more() {
        OptionalLong enough = Smallest.that(pairs -> chance(pairs) >= POWER, n, n + 1, MOST);
        return enough.isPresent() ? OptionalLong.of(enough.getAsLong() - n) : enough;
    }

    private double chance(long pairs) {
        double z = Normal.quantile(1 - alpha);
        double half =
                (z * Math.sqrt((variance + difference * difference) * pairs) + (counts ? 1 : 0))
                        / pairs;
        double better = 1 - below(half, pairs);
        if (within.isEmpty()) {
            return better;
        }
        double worse = below(-half, pairs);
        double edge = Math.min(half, within.getAsDouble() - z * Math.sqrt(variance / pairs));
        double alike = edge > 0 ? below(edge, pairs) - below(-edge, pairs) : 0;
        return better + worse + alike;
    }

    /// The chance that the difference over so many pairs is below a value.
    private double below(double value, long pairs) {
        double deviation = Math.sqrt(variance * (1.0 / n - 1.0 / pairs));
        return Normal.cdf((value - difference) / deviation);
    }
}
