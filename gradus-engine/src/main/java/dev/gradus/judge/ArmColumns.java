package dev.gradus.judge;

import java.util.Arrays;

/// What one arm did on one task: an array for each recorded thing, indexed by the task's items. A
/// million outcomes take 28 MB this way, and a comparison is one pass over two arrays.
final class ArmColumns {
    /// The arm has no row for the item.
    static final double ABSENT = -2;

    /// The arm has a row and the row has no score.
    static final double MISSING = -1;

    /// The arm has a row that says it was not asked the item.
    static final double NOT_ASKED = -3;

    private static final int NO_ANSWER = -1;
    private double[] score = new double[0];
    private double[] latencyMs = new double[0];
    private double[] cost = new double[0];
    private int[] answer = new int[0];
    private double promptTokens;
    private double completionTokens;
    private int tokensRecorded;

    /// Every array as long as the task has items.
    void fit(int items) {
        int had = score.length;
        if (had == items) {
            return;
        }
        score = Arrays.copyOf(score, items);
        latencyMs = Arrays.copyOf(latencyMs, items);
        cost = Arrays.copyOf(cost, items);
        answer = Arrays.copyOf(answer, items);
        for (int item = had; item < items; item++) {
            score[item] = ABSENT;
            latencyMs[item] = Double.NaN;
            cost[item] = Double.NaN;
            answer[item] = NO_ANSWER;
        }
    }

    void reserve(int item) {
        if (item >= score.length) {
            fit(Math.max(64, Math.max(item + 1, score.length + (score.length >> 1))));
        }
    }

    /// Call [#reserve] first.
    ///
    /// @param scored [#MISSING], [#NOT_ASKED] or a score in [0,1]
    /// @param answered an answer's number, or -1 for an empty answer
    void put(int item, double scored, int answered, double milliseconds, double money) {
        score[item] = scored;
        answer[item] = answered;
        latencyMs[item] = milliseconds;
        cost[item] = money;
    }

    void addTokens(double prompt, double completion) {
        promptTokens += prompt;
        completionTokens += completion;
        tokensRecorded++;
    }

    int items() {
        return score.length;
    }

    /// True where the arm has a row for the item and was asked it.
    boolean present(int item) {
        return score[item] >= MISSING;
    }

    boolean notAsked(int item) {
        return score[item] == NOT_ASKED;
    }

    boolean scored(int item) {
        return score[item] >= 0;
    }

    /// [#ABSENT], [#NOT_ASKED], [#MISSING], or the score.
    double score(int item) {
        return score[item];
    }

    boolean empty(int item) {
        return answer[item] == NO_ANSWER;
    }

    int answer(int item) {
        return answer[item];
    }

    double latencyMs(int item) {
        return latencyMs[item];
    }

    double cost(int item) {
        return cost[item];
    }

    double promptTokens() {
        return promptTokens;
    }

    double completionTokens() {
        return completionTokens;
    }

    int tokensRecorded() {
        return tokensRecorded;
    }
}
