package dev.gradus.stats;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// The mean of what people would say, from many judgements of a machine and a few of people.
///
/// `mean(human) + lambda (mean(unlabelled) - mean(machine))`: the labels alone say it, and the
/// machine helps as far as it follows them, by how the labelled examples differ from the rest in
/// its eyes. `lambda = cov(human, machine) / ((1 + n/N) var(machine))`, cut to [0,1], with n
/// labelled and N unlabelled examples, makes the variance smallest: a machine that says nothing
/// leaves the labels as they are. Angelopoulos, Duchi and Zrnic (2023), *PPI++: efficient
/// prediction-powered inference*, arXiv:2311.01453. Point estimate and lambda are those of their
/// package ppi-python 0.2.3 (reference values in the test).
///
/// Deviation: the package's interval is that of the normal, so it has no width where all labels
/// agree, and goes beyond 1. Here the variance of `human - lambda machine` is counted as if there
/// were two more labels off by +0.5 and two off by -0.5 (the plus-four device of Agresti and Coull
/// 1998, The American Statistician 52, 119-126), and the limits are those of Wilson's interval of a
/// share of as many examples as would leave the same error, with Student's t of n - 1 degrees of
/// freedom in the place of the normal. Where lambda is 0 and the labels are 0 or 1 that is Wilson's
/// interval of the labels alone; the machine makes it narrower, never noticeably wider.
///
/// The labelled examples must be a random sample of the arm's, and are not among the unlabelled.
/// Groups are not looked at. Immutable and thread-safe.
public final class PredictionPowered {
    private static final double PSEUDO = 4;
    private final double value;
    private final double lambda;
    private final double effective;
    private final int labels;
    private final int n;

    private PredictionPowered(double value, double lambda, double effective, int labels, int n) {
        this.value = value;
        this.lambda = lambda;
        this.effective = effective;
        this.labels = labels;
        this.n = n;
    }

    /// All scores in [0,1].
    ///
    /// @param unlabelled the machine's scores of the examples that nobody labelled; may be empty
    /// @param machine its scores of the labelled examples
    /// @param human what people said of the same, in the same order; at least 2
    public static PredictionPowered of(double[] unlabelled, double[] machine, double[] human) {
        Require.sameLength(machine.length, human.length, "human");
        Require.that(human.length > 1, "there must be 2 labelled examples");
        int n = human.length;
        double lambda = lambda(unlabelled, machine, human);
        double told = lambda == 0 ? 0 : lambda * (mean(unlabelled) - mean(machine));
        double value = Math.min(1, Math.max(0, mean(human) + told));
        double[] rest = new double[n];
        Arrays.setAll(rest, i -> human[i] - lambda * machine[i]);
        double pseudo = (n + PSEUDO - 1) * (n + PSEUDO);
        double error = (squares(rest) + 1) / pseudo;
        if (lambda > 0) {
            error += lambda * lambda * variance(unlabelled) / unlabelled.length;
        }
        double alone = (n * value * (1 - value) + 1) / pseudo;
        return new PredictionPowered(value, lambda, n * alone / error, n, n + unlabelled.length);
    }

    private static double lambda(double[] unlabelled, double[] machine, double[] human) {
        if (unlabelled.length == 0) {
            return 0;
        }
        int n = human.length;
        double judge = mean(machine);
        double people = mean(human);
        double covariance = 0;
        for (int i = 0; i < n; i++) {
            covariance += (human[i] - people) * (machine[i] - judge) / n;
        }
        double all =
                variance(
                        DoubleStream.concat(Arrays.stream(machine), Arrays.stream(unlabelled))
                                .toArray());
        double share = covariance / ((1 + (double) n / unlabelled.length) * all);
        // A machine that says the same of everything has no variance, and helps with nothing.
        return all > 0 ? Math.min(1, Math.max(0, share)) : 0;
    }

    /// The mean, in [0,1].
    public double value() {
        return value;
    }

    /// How far the machine is believed: 0 leaves the labels alone, 1 takes its bias out and nothing
    /// else.
    public double lambda() {
        return lambda;
    }

    /// How many labels alone would know the mean as well.
    public double effectiveLabels() {
        return effective;
    }

    /// How many examples people labelled.
    public int labels() {
        return labels;
    }

    /// The examples it rests on, labelled or not.
    public int n() {
        return n;
    }

    public Interval interval(double level) {
        double z = StudentT.quantile(Interval.oneSided(level), labels - 1.0);
        return new Interval(
                Share.wilsonRoot(value, effective, -z),
                1 - Share.wilsonRoot(1 - value, effective, -z),
                level);
    }

    /// The one-sided lower bound for decisions: the interval's, or the exact one of Clopper and
    /// Pearson of as many labels, whichever is lower.
    public double lower(double level) {
        return 1 - upper(1 - value, level);
    }

    /// The one-sided upper bound for decisions.
    public double upper(double level) {
        return upper(value, level);
    }

    private double upper(double share, double level) {
        double z = StudentT.quantile(Require.inside(level, "level"), labels - 1.0);
        double right = share * effective;
        double wrong = effective - right;
        double exact = wrong > 0 ? Beta.quantile(level, right + 1, wrong) : 1;
        return Math.max(exact, 1 - Share.wilsonRoot(1 - share, effective, -z));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double squares(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    }

    private static double variance(double[] values) {
        return values.length < 2 ? 0.25 : squares(values) / (values.length - 1);
    }
}
