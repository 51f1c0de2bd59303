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
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(
                order,
                Comparator.comparingDouble((Integer i) -> first.get(i).confidence())
                        .thenComparingInt(i -> i));
        int right = 0;
        int rightOfSecond = 0;
        for (int i = 0; i < n; i++) {
            right += first.get(i).label() == expected[i] ? 1 : 0;
            rightOfSecond += second.get(i).label() == expected[i] ? 1 : 0;
        }
        int[] rightAt = new int[n + 1];
        rightAt[0] = right;
        int best = right;
        for (int k = 0; k < n; k++) {
            int i = order[k];
            right += second.get(i).label() == expected[i] ? 1 : 0;
            right -= first.get(i).label() == expected[i] ? 1 : 0;
            rightAt[k + 1] = right;
            best = Math.max(best, right);
        }
        int handed = 0;
        while (rightAt[handed] < best - margin * n || splitsATie(first, order, handed)) {
            handed++;
        }
        return new Escalation(
                between(first, order, handed),
                (double) handed / n,
                (double) rightAt[handed] / n,
                (double) rightOfSecond / n);
    }

    /// Equal confidences are handed over together or not at all.
    private static boolean splitsATie(List<Prediction> first, Integer[] order, int handed) {
        return handed > 0
                && handed < order.length
                && first.get(order[handed - 1]).confidence()
                        == first.get(order[handed]).confidence();
    }

    private static double between(List<Prediction> first, Integer[] order, int handed) {
        if (handed == 0) {
            return 0;
        }
        if (handed == order.length) {
            return 1;
        }
        double below = first.get(order[handed - 1]).confidence();
        double above = first.get(order[handed]).confidence();
        double middle = below + (above - below) / 2;
        return middle > below ? middle : above;
    }
}
