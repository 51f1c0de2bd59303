package dev.gradus.stats;

import java.util.OptionalDouble;

/// pass^k: the chance that k independent answers to an example are all right, averaged over
/// examples.
///
/// With c right ones among n answers, `C(c,k) / C(n,k)` is unbiased for the k-th power of the
/// example's success rate; the plug-in `(c/n)^k` is not, it is too high. Yao et al. (2024),
/// *tau-bench: a benchmark for tool-agent-user interaction in real-world domains*,
/// arXiv:2406.12045.
public final class PassPower {
    private PassPower() {}

    /// The estimate for one example, in [0, 1].
    public static double ofExample(int successes, int answers, int k) {
        Require.counts(successes, answers);
        Require.that(
                k >= 1 && k <= answers,
                "pass^k needs k from 1 to the number of answers, " + answers + ", but k is " + k);
        double product = 1;
        for (int i = 0; i < k; i++) {
            product *= (double) Math.max(0, successes - i) / (answers - i);
        }
        return product;
    }

    /// The mean over examples; empty without one. For limits, give the examples' estimates to
    /// [Single].
    public static OptionalDouble mean(int[] successes, int[] answers, int k) {
        Require.sameLength(successes.length, answers.length, "answers");
        double sum = 0;
        for (int i = 0; i < successes.length; i++) {
            sum += ofExample(successes[i], answers[i], k);
        }
        return successes.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sum / successes.length);
    }
}
