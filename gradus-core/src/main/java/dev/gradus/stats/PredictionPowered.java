package dev.gradus.stats;

import java.util.Arrays;

/// The mean of what people would say, from many judgements of a machine and a few of people.
///
/// `mean(judged) + mean(human - machine)` over the examples that both judged: the machine's bias is
/// measured there and taken out, whatever the machine's errors are. Angelopoulos, Bates, Fannjiang,
/// Jordan and Zrnic (2023), *Prediction-powered inference*, Science 382, 669-674, algorithm 1 for
/// the mean. For 0/1 judgements it does what Rogan and Gladen (1978), *Estimating prevalence from
/// the results of a screening test*, American Journal of Epidemiology 107, 71-76, do with
/// sensitivity and specificity, and needs no division by their small sum.
///
/// The variance is `var(judged) / N + var(human - machine) / n`. Deviation: the second is counted
/// as if there were two more labelled examples, off by +1 and by -1 (the plus-two device of Agresti
/// and Caffo 2000, The American Statistician 54, 280-288), as a few labels on which both agree do
/// not show that they always do; and Student's t with n - 1 degrees of freedom stands for the
/// normal. The examples that people judged must be a random sample of the arm's.
public final class PredictionPowered {
    private PredictionPowered() {}

    /// The corrected mean in [0,1] with its interval.
    ///
    /// @param judged the machine's scores of the arm
    /// @param machine the machine's scores of the labelled examples
    /// @param human what people said of the same, in the same order; at least 2
    public static Estimate mean(double[] judged, double[] machine, double[] human, double level) {
        Require.sameLength(machine.length, human.length, "human");
        Require.that(judged.length > 0, "there must be a judged example");
        Require.that(human.length > 1, "there must be 2 labelled examples");
        int n = human.length;
        double[] off = new double[n];
        for (int i = 0; i < n; i++) {
            off[i] = human[i] - machine[i];
        }
        double bias = Arrays.stream(off).sum() / n;
        double[] widened = Arrays.copyOf(off, n + 2);
        widened[n] = 1;
        widened[n + 1] = -1;
        double error =
                Math.sqrt(variance(judged) / judged.length + variance(widened) / widened.length);
        double value = unit(Arrays.stream(judged).sum() / judged.length + bias);
        double reach = StudentT.quantile(Interval.oneSided(level), n - 1.0) * error;
        return new Estimate(
                value,
                new Interval(unit(value - reach), unit(value + reach), level),
                judged.length);
    }

    private static double unit(double value) {
        return Math.min(1, Math.max(0, value));
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return values.length < 2 ? 0.25 : squares / (values.length - 1);
    }
}
