package dev.gradus;

import dev.gradus.spi.TrainStudy.Escalation;
import dev.gradus.spi.VectorClassifiers.Prediction;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Where a cascade hands over, from out-of-fold predictions of both candidates on the same train
/// examples.
///
/// Handing over the k least confident answers scores f(k) = (right of second among them + right of
/// first among the rest) / n. The threshold is the smallest k whose f(k) lies within the margin of
/// the best f: fewer calls of the dearer candidate at a score that was given up knowingly.
final class Thresholds {
    private Thresholds() {}

    static Escalation choose(
            List<Prediction> first, List<Prediction> second, int[] expected, double margin) {
        int n = expected.length;
        return choose(
                IntStream.range(0, n).mapToDouble(i -> first.get(i).confidence()).toArray(),
                IntStream.range(0, n)
                        .mapToDouble(i -> first.get(i).label() == expected[i] ? 1 : 0)
                        .toArray(),
                IntStream.range(0, n)
                        .mapToDouble(i -> second.get(i).label() == expected[i] ? 1 : 0)
                        .toArray(),
                margin);
    }

    /// @param confidence of the first
    /// @param first scores of the first on the same examples
    /// @param second scores of the second on the same examples
    static Escalation choose(double[] confidence, double[] first, double[] second, double margin) {
        int n = confidence.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(
                order,
                Comparator.comparingDouble((Integer i) -> confidence[i]).thenComparingInt(i -> i));
        double[] sumAt = new double[n + 1];
        sumAt[0] = Arrays.stream(first).sum();
        double best = sumAt[0];
        for (int k = 0; k < n; k++) {
            int i = order[k];
            sumAt[k + 1] = sumAt[k] + second[i] - first[i];
            // A best that splits a tie is out of reach: no threshold hands over just those.
            best = splitsATie(confidence, order, k + 1) ? best : Math.max(best, sumAt[k + 1]);
        }
        int handed = 0;
        while (sumAt[handed] < best - margin * n || splitsATie(confidence, order, handed)) {
            handed++;
        }
        return new Escalation(
                between(confidence, order, handed),
                (double) handed / n,
                sumAt[handed] / n,
                Arrays.stream(second).sum() / n);
    }

    /// Equal confidences are handed over together or not at all.
    private static boolean splitsATie(double[] confidence, Integer[] order, int handed) {
        return handed > 0
                && handed < order.length
                && confidence[order[handed - 1]] == confidence[order[handed]];
    }

    private static double between(double[] confidence, Integer[] order, int handed) {
        if (handed == 0) {
            return 0;
        }
        if (handed == order.length) {
            return 1;
        }
        double below = confidence[order[handed - 1]];
        double above = confidence[order[handed]];
        double middle = below + (above - below) / 2;
        return middle > below ? middle : above;
    }
}
