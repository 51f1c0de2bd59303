package dev.gradus.embedded;

import java.util.Arrays;

/// The vote of the k nearest examples, each with the weight exp(similarity / 0.1).
///
/// A label without a vote keeps a tenth of the last neighbour's weight: it may be right, and its
/// probability is not 0.
final class NearestVote {
    private static final double SCALE = 0.1;
    private static final double ABSENT = 0.1;

    private NearestVote() {}

    /// The logarithm of each label's votes.
    ///
    /// @param nearest examples, the most similar first
    /// @param k how many of them vote
    static float[] of(float[] similarities, int[] nearest, int k, int[] labels, int labelCount) {
        int voters = Math.min(k, nearest.length);
        double[] votes = new double[labelCount];
        float first = similarities[nearest[0]];
        for (int i = 0; i < voters; i++) {
            votes[labels[nearest[i]]] += Math.exp((similarities[nearest[i]] - first) / SCALE);
        }
        float last = similarities[nearest[voters - 1]];
        double absent = ABSENT * Math.exp((last - first) / SCALE);
        float[] scores = new float[labelCount];
        for (int c = 0; c < labelCount; c++) {
            scores[c] = (float) Math.log(votes[c] + absent);
        }
        return scores;
    }

    /// The k most similar examples, the most similar first; of equal ones the earlier example.
    static int[] nearest(float[] similarities, int k) {
        int[] best = new int[Math.min(k, similarities.length)];
        float[] value = new float[best.length];
        Arrays.fill(value, Float.NEGATIVE_INFINITY);
        int filled = 0;
        for (int i = 0; i < similarities.length; i++) {
            float similarity = similarities[i];
            if (filled == best.length && similarity <= value[filled - 1]) {
                continue;
            }
            int place = filled < best.length ? filled++ : filled - 1;
            while (place > 0 && value[place - 1] < similarity) {
                value[place] = value[place - 1];
                best[place] = best[place - 1];
                place--;
            }
            value[place] = similarity;
            best[place] = i;
        }
        return best;
    }
}
