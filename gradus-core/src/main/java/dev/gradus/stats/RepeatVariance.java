package dev.gradus.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/// How much of a score's spread comes from the examples and how much from asking a
/// non-deterministic model again.
///
/// One-way random effects, by analysis of variance for unequal numbers of repeats: within is the
/// mean square inside examples, between is `(MSB - MSW) / k0` with `k0 = (N - sum k_i^2 / N) /
/// (I-1)` (Searle, Casella and McCulloch 1992, *Variance Components*, chapter 3). A negative
/// estimate of between, possible by chance where it is near 0, is given as 0.
///
/// @param within variance between repeats of one example; empty if no example was repeated
/// @param between variance between the true scores of examples; empty if it cannot be told apart
/// @param examples how many examples
/// @param answers how many answers in all
public record RepeatVariance(
        OptionalDouble within, OptionalDouble between, int examples, int answers) {
    /// From the scores of each example's repeats, `scores[example][repeat]`; each has at least one.
    public static RepeatVariance of(double[][] scores) {
        double[] means = means(scores);
        int examples = scores.length;
        int answers = Arrays.stream(scores).mapToInt(row -> row.length).sum();
        double grand = Arrays.stream(scores).flatMapToDouble(Arrays::stream).sum() / answers;
        double inside = 0;
        double outside = 0;
        double squaredCounts = 0;
        for (int i = 0; i < examples; i++) {
            double mean = means[i];
            inside += Arrays.stream(scores[i]).map(s -> (s - mean) * (s - mean)).sum();
            outside += scores[i].length * (mean - grand) * (mean - grand);
            squaredCounts += (double) scores[i].length * scores[i].length;
        }
        if (answers == examples) {
            return new RepeatVariance(
                    OptionalDouble.empty(), OptionalDouble.empty(), examples, answers);
        }
        double within = inside / (answers - examples);
        if (examples < 2) {
            return new RepeatVariance(
                    OptionalDouble.of(within), OptionalDouble.empty(), examples, answers);
        }
        double perExample = (answers - squaredCounts / answers) / (examples - 1);
        double between = (outside / (examples - 1) - within) / perExample;
        return new RepeatVariance(
                OptionalDouble.of(within),
                OptionalDouble.of(Math.max(0, between)),
                examples,
                answers);
    }

    /// The mean score of each example: what the paired methods compare where answers were repeated.
    public static double[] means(double[][] scores) {
        double[] means = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            Require.that(scores[i].length > 0, "example " + i + " has no answer; leave it out");
            means[i] = Arrays.stream(scores[i]).sum() / scores[i].length;
        }
        return means;
    }
}
