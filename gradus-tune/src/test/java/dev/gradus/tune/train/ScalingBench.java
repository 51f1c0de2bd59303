package dev.gradus.tune.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// How much faster two workers are than one, for `bench/lora-scaling.sh`: `ScalingBench ROUNDS`.
/// Each round takes the gradient of one batch with one worker and with two, one after the other:
/// the cores of a shared machine change their speed from second to second, and two runs would
/// compare their luck.
public final class ScalingBench {
    private ScalingBench() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        StepBench.Examples examples = StepBench.examples(StepBench.BATCH * rounds);
        try (Crew alone = new Crew(1);
                Crew both = new Crew(2)) {
            StepBench one = new StepBench(examples, alone);
            StepBench two = new StepBench(examples, both);
            double[] ofOne = new double[rounds];
            double[] ofTwo = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                int from = round * StepBench.BATCH;
                int[] batch = IntStream.range(from, from + StepBench.BATCH).toArray();
                ofOne[round] = millis(one, batch);
                ofTwo[round] = millis(two, batch);
            }
            print(warm(ofOne), warm(ofTwo));
        }
    }

    private static double millis(StepBench bench, int[] batch) {
        long began = System.nanoTime();
        bench.learn(batch);
        return (System.nanoTime() - began) / 1e6;
    }

    /// Without the first third, in which the code is still compiled.
    private static double[] warm(double[] millis) {
        return Arrays.copyOfRange(millis, millis.length / 3, millis.length);
    }

    private static void print(double[] one, double[] two) {
        double[] ratio =
                IntStream.range(0, one.length).mapToDouble(i -> one[i] / two[i]).sorted().toArray();
        Arrays.sort(one);
        Arrays.sort(two);
        int tenth = one.length / 10;
        int half = one.length / 2;
        System.out.printf(
                Locale.ROOT,
                "%d rounds of %d examples. One worker: fastest tenth %.1f, median %.1f ms a step; two:"
                        + " %.1f, %.1f ms. Two against one: fastest tenth %.2f, medians %.2f, median of"
                        + " the rounds %.2f times%n",
                one.length,
                StepBench.BATCH,
                one[tenth],
                one[half],
                two[tenth],
                two[half],
                one[tenth] / two[tenth],
                one[half] / two[half],
                ratio[half]);
    }
}
