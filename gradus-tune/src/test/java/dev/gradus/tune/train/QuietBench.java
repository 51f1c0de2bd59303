package dev.gradus.tune.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What a training step takes while both cores are this process's own, for `bench/lora-quiet.sh`:
/// `QuietBench SECONDS`, after 100 steps in which the code is compiled.
///
/// On a shared machine others use the other threads of the same cores, and a core then does less
/// than half of what it could. Between any two steps a loop of multiply-adds on both cores tells
/// how fast they are; a step counts where both cores were within a tenth of the best ever seen
/// before it and after it. Which steps count is decided by the probes, never by the step's own
/// time.
public final class QuietBench {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CORES = 2;
    private static final int LOOPS = 200_000;
    private static final double QUIET = 0.9;

    private QuietBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        StepBench.Examples examples = StepBench.examples(720);
        try (Crew crew = new Crew(CORES)) {
            StepBench bench = new StepBench(examples, crew);
            double[] steps = new double[1 << 16];
            double[] speeds = new double[steps.length + 1];
            int count = 0;
            int[] order = StepBench.order(examples.tokens().length, 1);
            for (int warm = 0; warm < 100; warm++) {
                bench.step(batch(order, warm));
                speed();
            }
            speeds[0] = speed();
            long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
            while (System.nanoTime() < end && count < steps.length) {
                long began = System.nanoTime();
                bench.step(batch(order, count));
                steps[count++] = (System.nanoTime() - began) / 1e6;
                speeds[count] = speed();
            }
            print(Arrays.copyOf(steps, count), Arrays.copyOf(speeds, count + 1));
        }
    }

    private static int[] batch(int[] order, int number) {
        int from = number * StepBench.BATCH % order.length;
        return Arrays.copyOfRange(order, from, from + StepBench.BATCH);
    }

    /// Of the slower of both cores, in multiply-adds a nanosecond, both at work at once.
    private static double speed() throws InterruptedException {
        double[] each = new double[CORES];
        CountDownLatch ready = new CountDownLatch(CORES);
        Thread other = new Thread(() -> each[1] = speed(ready));
        other.start();
        each[0] = speed(ready);
        other.join();
        return Math.min(each[0], each[1]);
    }

    private static double speed(CountDownLatch ready) {
        ready.countDown();
        while (ready.getCount() > 0) {
            Thread.onSpinWait();
        }
        long began = System.nanoTime();
        float sum = multiplyAdds();
        double nanos = System.nanoTime() - began;
        return sum == 0 ? 0 : 8.0 * LOOPS / nanos;
    }

    /// Eight sums that do not wait for each other, as the trainer's kernels have them.
    private static float multiplyAdds() {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector term = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector a = term;
        FloatVector b = term;
        FloatVector c = term;
        FloatVector d = term;
        FloatVector e = term;
        FloatVector f = term;
        FloatVector g = term;
        FloatVector h = term;
        for (int i = 0; i < LOOPS; i++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).lane(0);
    }

    private static void print(double[] steps, double[] speeds) {
        double best = Arrays.stream(speeds).max().orElseThrow();
        double[] quiet =
                IntStream.range(0, steps.length)
                        .filter(i -> Math.min(speeds[i], speeds[i + 1]) >= QUIET * best)
                        .mapToDouble(i -> steps[i])
                        .sorted()
                        .toArray();
        Arrays.sort(steps);
        System.out.printf(
                Locale.ROOT,
                "%d steps of %d examples; the slower core's best %.2f multiply-adds a ns, median %.2f"
                        + " of it. All steps: median %.1f ms. Both cores quiet before and after: %d"
                        + " steps%s%n",
                steps.length,
                StepBench.BATCH,
                best,
                Arrays.stream(speeds).sorted().toArray()[speeds.length / 2] / best,
                steps[steps.length / 2],
                quiet.length,
                quiet.length == 0
                        ? "."
                        : String.format(
                                Locale.ROOT,
                                ", median %.1f ms, mean %.1f ms, slowest %.1f ms",
                                quiet[quiet.length / 2],
                                Arrays.stream(quiet).average().orElseThrow(),
                                quiet[quiet.length - 1]));
    }
}
