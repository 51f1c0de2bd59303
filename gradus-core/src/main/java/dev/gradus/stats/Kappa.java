package dev.gradus.stats;

import java.util.Optional;

/// Cohen's kappa: how far two judges agree beyond what their habits alone would give.
///
/// `kappa = (agreement - expected) / (1 - expected)`, expected being the agreement of independent
/// judges with the same label shares. Cohen (1960), *A coefficient of agreement for nominal
/// scales*, Educational and Psychological Measurement 20, 37-46; large-sample error of Fleiss,
/// Cohen and Everitt (1969), Psychological Bulletin 72, 323-327. Reference values in the test:
/// Fleiss, Levin and Paik (2003), *Statistical Methods for Rates and Proportions*, section 18.1.
///
/// @param value 1 for full agreement, 0 for chance, below 0 for less than chance
/// @param agreement the share of examples with equal labels
/// @param expected the share expected by chance, below 1
/// @param standardError the large-sample standard error
/// @param n the examples both judged
public record Kappa(double value, double agreement, double expected, double standardError, int n) {
    private static final int FEW = 5;

    /// Counts two aligned judgements, labels from 0; empty where kappa is not defined: no example,
    /// or both judges gave one and the same label throughout.
    public static Optional<Kappa> of(int[] first, int[] second, int labels) {
        Require.sameLength(first.length, second.length, "second");
        double[][] shares = new double[labels][labels];
        double[] rows = new double[labels];
        double[] columns = new double[labels];
        int n = first.length;
        for (int i = 0; i < n; i++) {
            shares[first[i]][second[i]] += 1.0 / n;
            rows[first[i]] += 1.0 / n;
            columns[second[i]] += 1.0 / n;
        }
        double agreement = 0;
        double expected = 0;
        for (int label = 0; label < labels; label++) {
            agreement += shares[label][label];
            expected += rows[label] * columns[label];
        }
        if (n == 0 || expected > 1 - 1e-12) {
            return Optional.empty();
        }
        double value = (agreement - expected) / (1 - expected);
        double error = Math.sqrt(variance(shares, rows, columns, value, expected) / n);
        return Optional.of(new Kappa(value, Math.min(1, agreement), expected, error, n));
    }

    /// The two-sided interval `value +- z error`. With fewer than 5 disagreements (or agreements)
    /// the error means little; then the exact limits of the agreement are used, with the expected
    /// agreement taken as known, so that full agreement has a width too.
    public Interval interval(double level) {
        long agreed = Math.round(agreement * n);
        if (Math.min(agreed, n - agreed) < FEW) {
            Interval exact = Share.clopperPearson(agreed, n, level);
            return new Interval(
                    Math.max(-1, (exact.low() - expected) / (1 - expected)),
                    Math.min(1, (exact.high() - expected) / (1 - expected)),
                    level);
        }
        double reach = Normal.quantile(Interval.oneSided(level)) * standardError;
        return new Interval(Math.max(-1, value - reach), Math.min(1, value + reach), level);
    }

    private static double variance(
            double[][] shares, double[] rows, double[] columns, double kappa, double expected) {
        double same = 0;
        double different = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                double margins = i == j ? rows[i] + columns[i] : columns[i] + rows[j];
                if (i == j) {
                    same += shares[i][i] * square(1 - margins * (1 - kappa));
                } else {
                    different += shares[i][j] * square(margins);
                }
            }
        }
        double sum = same + square(1 - kappa) * different;
        double correction = square(kappa - expected * (1 - kappa));
        return Math.max(0, sum - correction) / square(1 - expected);
    }

    private static double square(double x) {
        return x * x;
    }
}
