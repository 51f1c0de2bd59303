package dev.gradus.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Whether a difference is the same in several strata, such as tasks.
///
/// `Q = sum w_i (d_i - d)^2` with `w_i = 1 / variance_i` and d the mean weighted by w; chi-square
/// with k-1 degrees of freedom if the true differences are equal: Cochran (1954), *The combination
/// of estimates from different experiments*, Biometrics 10, 101-129. `I^2 = max(0, (Q - (k-1)) /
/// Q)` is the share of the spread that chance does not explain: Higgins and Thompson (2002),
/// *Quantifying heterogeneity in a meta-analysis*, Statistics in Medicine 21, 1539-1558.
///
/// **Pooling** needs no class of its own. For right-or-wrong answers the tables add up
/// ([PairedCounts#plus]): the difference of the sum is the mean over strata weighted by their pairs
/// (Mantel-Haenszel weights), McNemar's test of the sum is the exact stratified one, since every
/// discordant pair of every stratum is a fair coin under its null hypothesis, and Tango's interval
/// of the sum is at worst too wide, by the spread between strata. Graded scores are put in one
/// array.
///
/// @param q Cochran's statistic
/// @param degreesOfFreedom the number of strata less one
/// @param p the chance of such a Q or a larger one if all strata share one difference
/// @param iSquared in [0, 1)
public record Heterogeneity(double q, int degreesOfFreedom, double p, double iSquared) {
    /// From differences with their variances; empty with fewer than two strata.
    ///
    /// @param variances of the differences (squared standard errors), all positive
    public static Optional<Heterogeneity> of(double[] differences, double[] variances) {
        Require.sameLength(differences.length, variances.length, "variances");
        double weights = 0;
        double weighted = 0;
        for (int i = 0; i < variances.length; i++) {
            Require.that(
                    variances[i] > 0 && Double.isFinite(differences[i] / variances[i]),
                    "stratum "
                            + i
                            + " needs a finite difference and a positive variance, but has "
                            + differences[i]
                            + " and "
                            + variances[i]);
            weights += 1 / variances[i];
            weighted += differences[i] / variances[i];
        }
        if (variances.length < 2) {
            return Optional.empty();
        }
        double q = 0;
        for (int i = 0; i < variances.length; i++) {
            double off = differences[i] - weighted / weights;
            q += off * off / variances[i];
        }
        int free = variances.length - 1;
        double beyond = q > free ? (q - free) / q : 0;
        return Optional.of(new Heterogeneity(q, free, ChiSquare.upperTail(q, free), beyond));
    }

    /// From the tables of right-or-wrong answers; empty with fewer than two strata. Half a pair is
    /// added to each discordant cell, so that a stratum without discordant pairs has a variance.
    public static Optional<Heterogeneity> of(List<PairedCounts> strata) {
        double[] differences = strata.stream().mapToDouble(PairedCounts::difference).toArray();
        double[] variances = strata.stream().mapToDouble(Heterogeneity::variance).toArray();
        return of(differences, variances);
    }

    /// The sum of all strata, the table to test and to bound; empty without a stratum.
    public static Optional<PairedCounts> pooled(List<PairedCounts> strata) {
        return strata.stream().reduce(PairedCounts::plus);
    }

    private static double variance(PairedCounts counts) {
        double n = counts.n() + 1;
        double difference = (counts.candidateOnly() - counts.baselineOnly()) / n;
        return ((counts.discordant() + 1) / n - difference * difference) / n;
    }

    /// The squared standard error of a mean, for graded strata; empty with fewer than two values.
    public static OptionalDouble squaredError(double[] values) {
        if (values.length < 2) {
            return OptionalDouble.empty();
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return OptionalDouble.of(squares / (values.length - 1) / values.length);
    }
}
