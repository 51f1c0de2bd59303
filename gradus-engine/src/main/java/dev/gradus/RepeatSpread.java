package dev.gradus;

import dev.gradus.stats.PassPower;
import dev.gradus.stats.RepeatVariance;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How much the answers of a run vary when an example is asked again.
///
/// @param n how often each example was asked
/// @param examples of which every answer came
/// @param within variance of the score between repeats of one example
/// @param between variance between the examples' own scores; empty where there is one example
/// @param passAll pass^n: the share of examples that scored 1 every time
record RepeatSpread(
        int n, int examples, double within, OptionalDouble between, OptionalDouble passAll) {
    private static final double RIGHT = 1 - 1e-9;

    /// @param scores of each example's repeats, `n` each
    static Optional<RepeatSpread> of(List<double[]> scores) {
        if (scores.isEmpty() || scores.getFirst().length < 2) {
            return Optional.empty();
        }
        int n = scores.getFirst().length;
        RepeatVariance variance = RepeatVariance.of(scores.toArray(double[][]::new));
        int[] right =
                scores.stream()
                        .mapToInt(one ->
                                (int) Arrays.stream(one).filter(score -> score >= RIGHT).count())
                        .toArray();
        int[] answers = new int[right.length];
        Arrays.fill(answers, n);
        return Optional.of(
                new RepeatSpread(
                        n,
                        scores.size(),
                        variance.within().orElseThrow(),
                        variance.between(),
                        PassPower.mean(right, answers, n)));
    }
}
