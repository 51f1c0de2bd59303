package dev.gradus.scorer;

import dev.gradus.task.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What is looked at over all the answers of an arm before a judge's scores count.
///
/// **The same answer to everything.** A judge can be won by a text that does not answer: Zheng et
/// al. (2025), *Cheating automatic LLM benchmarks: null models achieve high win rates*, ICLR, had
/// one constant text win 86.5 % of AlpacaEval 2.0. An arm is constant where it answers at least 5
/// different inputs and [OwnWords] finds no words of its own in 80 % of the answers, unless the
/// expected answers are as alike. Its answers score 0, but for those that are the expected answer.
///
/// **Length.** Judges favour long answers (Dubois et al. 2024, *Length-controlled AlpacaEval*,
/// COLM). Where the rank correlation of words and score has a 95 % lower bound above 0.3 (Spearman
/// 1904, with Fisher's z and the standard error of Bonett and Wright 2000, Psychometrika 65, 23-28)
/// the arm is flagged; its scores stay, as long answers may be better ones.
public final class JudgeGuard {
    private static final int FEWEST_INPUTS = 5;
    private static final double SAME_ANSWERS = 0.8;
    private static final int FEWEST_LENGTHS = 20;
    private static final double LENGTH_BOUND = 0.3;
    private static final double NORMAL_95_ONE_SIDED = 1.6448536269514722;

    private JudgeGuard() {}

    /// One answer of an arm with what the judge said of it.
    ///
    /// @param score empty where the judgement is missing
    public record Judged(Example example, String answer, OptionalDouble score) {}

    /// What holds after the guard.
    ///
    /// @param constant true where the arm gives the same answer to everything
    /// @param flags for people, one sentence each
    public record Result(boolean constant, List<String> flags) {
        public Result {
            flags = List.copyOf(flags);
        }

        /// The score that counts; empty where the judgement is missing.
        public OptionalDouble score(Judged judged) {
            boolean empty = constant && !Texts.same(judged.example.expected(), judged.answer);
            return empty && judged.score.isPresent() ? OptionalDouble.of(0) : judged.score;
        }
    }

    /// Looks at all answers of one arm.
    public static Result look(List<Judged> arm) {
        List<String> flags = new ArrayList<>();
        OptionalDouble same = sameShare(arm);
        same.ifPresent(share ->
                flags.add(
                        Math.round(100 * share)
                                + " % of the answers say the same whatever the input: a judge's"
                                + " grade of such an arm means nothing, and it scores 0"));
        lengthBound(arm)
                .ifPresent(bound ->
                        flags.add(
                                "scores rise with the length of the answers (rank correlation"
                                        + " above "
                                        + Math.floor(bound * 100) / 100
                                        + "): the judge may favour length"));
        return new Result(same.isPresent(), flags);
    }

    /// The share of answers without words of their own; empty where that is no reason to doubt.
    private static OptionalDouble sameShare(List<Judged> arm) {
        Map<String, Judged> byInput = new LinkedHashMap<>();
        arm.forEach(judged -> byInput.putIfAbsent(judged.example.input().strip(), judged));
        if (byInput.size() < FEWEST_INPUTS) {
            return OptionalDouble.empty();
        }
        List<Judged> different = List.copyOf(byInput.values());
        double answers = OwnWords.lackingIn(different);
        double expected =
                OwnWords.lackingIn(
                        different.stream()
                                .map(one ->
                                        new Judged(one.example, one.example.expected(), one.score))
                                .filter(one -> !one.answer.isBlank())
                                .toList());
        return answers >= SAME_ANSWERS && expected < SAME_ANSWERS
                ? OptionalDouble.of(answers)
                : OptionalDouble.empty();
    }

    private static OptionalDouble lengthBound(List<Judged> arm) {
        List<Judged> there = arm.stream().filter(one -> one.score().isPresent()).toList();
        int n = there.size();
        if (n < FEWEST_LENGTHS) {
            return OptionalDouble.empty();
        }
        double[] lengths =
                there.stream().mapToDouble(one -> WordOverlap.words(one.answer()).size()).toArray();
        double[] scores = there.stream().mapToDouble(one -> one.score().orElseThrow()).toArray();
        double rho = correlation(ranks(lengths), ranks(scores));
        if (Double.isNaN(rho)) {
            return OptionalDouble.empty();
        }
        double z = 0.5 * Math.log((1 + rho) / (1 - rho));
        double error = Math.sqrt((1 + rho * rho / 2) / (n - 3));
        double bound = rho >= 1 ? 1 : Math.tanh(z - NORMAL_95_ONE_SIDED * error);
        return bound > LENGTH_BOUND ? OptionalDouble.of(bound) : OptionalDouble.empty();
    }

    /// Ranks from 1, ties sharing their mean.
    static double[] ranks(double[] values) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            order.add(i);
        }
        Collections.sort(order, (i, j) -> Double.compare(values[i], values[j]));
        double[] ranks = new double[values.length];
        for (int from = 0, to; from < values.length; from = to) {
            to = from + 1;
            while (to < values.length && values[order.get(to)] == values[order.get(from)]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order.get(i)] = (from + 1 + to) / 2.0;
            }
        }
        return ranks;
    }

    /// Pearson's r; NaN where one side never varies.
    static double correlation(double[] one, double[] other) {
        double mean = Arrays.stream(one).average().orElse(0);
        double otherMean = Arrays.stream(other).average().orElse(0);
        double cross = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < one.length; i++) {
            cross += (one[i] - mean) * (other[i] - otherMean);
            square += (one[i] - mean) * (one[i] - mean);
            otherSquare += (other[i] - otherMean) * (other[i] - otherMean);
        }
        return square == 0 || otherSquare == 0
                ? Double.NaN
                : cross / Math.sqrt(square * otherSquare);
    }
}
