package dev.gradus.score;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The scores of one run on some of its examples. NaN stands for missing inside this class alone.
final class Column {
    private final Run run;
    private final int[] index;
    private final double[] scores;
    private final boolean[] filled;

    private Column(Run run, int[] index, double[] scores, boolean[] filled) {
        this.run = run;
        this.index = index;
        this.scores = scores;
        this.filled = filled;
    }

    static Column of(Run run) {
        int n = run.outcomes().size();
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            scores[i] = run.outcomes().get(i).score().orElse(Double.NaN);
        }
        return new Column(run, IntStream.range(0, n).toArray(), scores, new boolean[n]);
    }

    int size() {
        return scores.length;
    }

    double score(int at) {
        return scores[at];
    }

    double[] scores() {
        return scores;
    }

    int index(int at) {
        return index[at];
    }

    IntStream indexes() {
        return Arrays.stream(index);
    }

    boolean isFilled(int at) {
        return filled[at];
    }

    String answer(int at) {
        return run.outcomes().get(index[at]).answer().orElse("");
    }

    /// The values that stand at this column's examples.
    int[] pick(int[] values) {
        return Arrays.stream(index).map(i -> values[i]).toArray();
    }

    /// The outcomes that are not missing.
    Column present() {
        return at(presentWith(this));
    }

    /// Where neither this nor the other is missing; both on the same examples.
    int[] presentWith(Column other) {
        return IntStream.range(0, size())
                .filter(i -> !Double.isNaN(scores[i]) && !Double.isNaN(other.scores[i]))
                .toArray();
    }

    Column at(int[] places) {
        double[] some = new double[places.length];
        boolean[] marks = new boolean[places.length];
        int[] where = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            some[i] = scores[places[i]];
            marks[i] = filled[places[i]];
            where[i] = index[places[i]];
        }
        return new Column(run, where, some, marks);
    }

    /// Every outcome, the missing ones counted as right or as wrong.
    Column filled(boolean right) {
        double[] all = scores.clone();
        boolean[] marks = new boolean[all.length];
        for (int i = 0; i < all.length; i++) {
            if (Double.isNaN(all[i])) {
                all[i] = right ? 1 : 0;
                marks[i] = true;
            }
        }
        return new Column(run, index, all, marks);
    }

    /// Variance of one pair's difference.
    double varianceAgainst(Column other) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size(); i++) {
            double difference = other.scores[i] - scores[i];
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / size();
        return Math.max(0, squares / size() - mean * mean);
    }
}
