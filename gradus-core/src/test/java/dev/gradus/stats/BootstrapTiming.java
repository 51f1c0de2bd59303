package dev.gradus.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/// Times the bootstrap and the permutation tests on one thread. Not a test: run its `main` on a
/// quiet machine. It prints the first call (cold) and the median and the slowest of 21 warm ones.
final class BootstrapTiming {
    private static final int ROUNDS = 21;

    private BootstrapTiming() {}

    public static void main(String[] args) {
        SplittableRandom random = new SplittableRandom(1);
        int n = 3_000;
        double[] graded = random.doubles(n, -1, 1).toArray();
        double[] wholes = Arrays.stream(graded).map(Math::rint).toArray();
        int[] groups = random.ints(n, 0, 300).toArray();
        int[][] answers = answers(n, 77, random);
        SetScore macro = new MacroF1(77);
        SetAnswers set = new SetAnswers(answers[0], answers[1], answers[2]);

        time("BCa, 10,000 resamples of 3,000 graded differences", seed -> lower(graded, seed));
        time("BCa, 10,000 resamples of 3,000 differences of -1, 0, 1", seed -> lower(wholes, seed));
        time(
                "cluster BCa, 300 groups",
                seed -> Bootstrap.mean(graded, groups, -1, 1, seed).lower(0.95));
        time(
                "BCa of macro-F1, 77 labels",
                seed -> SetBootstrap.difference(macro, set, Groups.each(n), seed).lower(0.95));
        time(
                "sign-flip, 99,999 random arrangements of 3,000",
                seed -> SignFlip.test(graded, seed).pGreater());
        time("sign-flip, exact, -1, 0, 1", seed -> SignFlip.test(wholes, seed).pGreater());
        time(
                "arm-swap of macro-F1, 9,999 exchanges, 77 labels",
                seed -> ArmSwap.test(macro, set, Groups.each(n), seed).pGreater());
    }

    private static double lower(double[] differences, int seed) {
        return Bootstrap.mean(differences, -1, 1, seed).lower(0.95);
    }

    private static void time(String what, IntToDoubleFunction work) {
        double[] millis = new double[ROUNDS + 1];
        double sum = 0;
        for (int i = 0; i <= ROUNDS; i++) {
            long start = System.nanoTime();
            sum += work.applyAsDouble(i);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double cold = millis[0];
        double[] warm = Arrays.copyOfRange(millis, 1, millis.length);
        Arrays.sort(warm);
        System.out.printf(
                "%-58s cold %6.1f ms, warm median %6.1f ms, slowest %6.1f ms (check %.4f)%n",
                what, cold, warm[ROUNDS / 2], warm[ROUNDS - 1], sum / millis.length);
    }

    private static int[][] answers(int n, int labels, SplittableRandom random) {
        int[][] answers = new int[3][n];
        for (int i = 0; i < n; i++) {
            int gold = random.nextInt(labels);
            answers[0][i] = gold;
            answers[1][i] = random.nextInt(10) < 8 ? gold : random.nextInt(labels);
            answers[2][i] = random.nextInt(10) < 8 ? gold : random.nextInt(labels);
        }
        return answers;
    }
}
