package dev.gradus.stats;

/// Tells right-or-wrong scores from graded ones.
final class Binary {
    private Binary() {}

    static boolean all(double[] scores) {
        for (double score : scores) {
            if (score != 0 && score != 1) {
                return false;
            }
        }
        return true;
    }

    static boolean[] right(double[] scores) {
        boolean[] right = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            right[i] = scores[i] == 1;
        }
        return right;
    }
}
