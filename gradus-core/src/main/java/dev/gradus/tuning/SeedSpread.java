package dev.gradus.tuning;

import java.util.List;

/// How far training runs that differ by their seed alone differ in their score, and how much of
/// that a pilot's mean over them keeps.
///
/// @param squares squared differences of the runs' held-out scores to their mean, summed; of
///   several sets of runs the sum over all
/// @param freedom runs less one, summed likewise; 0 where nothing was trained twice: the spread is
///   then unknown, not 0
/// @param share of the variance of one run that is left in the mean: 1 for one run, 1/2 for two
public record SeedSpread(double squares, int freedom, double share) {
    public SeedSpread {
        if (!(squares >= 0) || freedom < 0 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "runs that differ have squares of 0 or more, a freedom of 0 or more and a share"
                            + " in (0,1], not "
                            + squares
                            + ", "
                            + freedom
                            + " and "
                            + share);
        }
    }

    /// Of one run alone.
    public static SeedSpread unknown() {
        return new SeedSpread(0, 0, 1);
    }

    /// @param scores of runs on the same examples, asked of the same held-out ones; at least one
    public static SeedSpread of(List<Double> scores) {
        double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = scores.stream().mapToDouble(one -> (one - mean) * (one - mean)).sum();
        return new SeedSpread(squares, scores.size() - 1, 1.0 / scores.size());
    }

    /// Of a mean over two sets of held-out examples, each answered by runs of its own.
    ///
    /// @param weight of this one in the mean, in [0,1]
    public SeedSpread and(SeedSpread other, double weight) {
        return new SeedSpread(
                squares + other.squares,
                freedom + other.freedom,
                weight * weight * share + (1 - weight) * (1 - weight) * other.share);
    }
}
