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
/// @param answers variance of one run's score that is there because single answers change from run
///   to run, each for itself. It is a part of what `squares` shows, and the held-out examples'
///   resamples hold it too, so it is counted once alone. 0 where it is unknown: it is counted twice
///   then
public record SeedSpread(double squares, int freedom, double share, double answers) {
    public SeedSpread {
        if (!(squares >= 0) || freedom < 0 || !(share > 0 && share <= 1) || !(answers >= 0)) {
            throw new IllegalArgumentException(
                    "runs that differ have squares of 0 or more, a freedom of 0 or more, a share"
                            + " in (0,1] and a variance of answers of 0 or more, not "
                            + squares
                            + ", "
                            + freedom
                            + ", "
                            + share
                            + " and "
                            + answers);
        }
    }

    /// Where only the runs' scores are known.
    public SeedSpread(double squares, int freedom, double share) {
        this(squares, freedom, share, 0);
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

    /// @param runs each with its score of every held-out example, in the same order; at least one
    public static SeedSpread ofRuns(List<List<Double>> runs) {
        SeedSpread scores =
                of(
                        runs.stream()
                                .map(run ->
                                        run.stream().mapToDouble(x -> x).average().orElseThrow())
                                .toList());
        int n = runs.getFirst().size();
        double apart = 0;
        for (int i = 0; i < n; i++) {
            int at = i;
            apart += of(runs.stream().map(run -> run.get(at)).toList()).squares;
        }
        return scores.freedom == 0
                ? scores
                : new SeedSpread(
                        scores.squares,
                        scores.freedom,
                        scores.share,
                        apart / scores.freedom / n / n);
    }

    /// Of a mean over two sets of held-out examples, each answered by runs of its own.
    ///
    /// @param weight of this one in the mean, in [0,1]
    public SeedSpread and(SeedSpread other, double weight) {
        return new SeedSpread(
                squares + other.squares,
                freedom + other.freedom,
                weight * weight * share + (1 - weight) * (1 - weight) * other.share,
                freedom + other.freedom == 0
                        ? 0
                        : (freedom * answers + other.freedom * other.answers)
                                / (freedom + other.freedom));
    }
}
