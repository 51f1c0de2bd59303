package dev.gradus.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/// Pilots whose classifiers are right with a known probability. Both answer by a luck that each
/// example shares, except where they are drawn anew, as real classifiers do.
final class SimulatedPilots {
    private static final double REDRAWN = 0.35;

    private SimulatedPilots() {}

    static List<Pilot> draw(
            int heldOut,
            IntToDoubleFunction frozen,
            IntToDoubleFunction tuned,
            SplittableRandom random,
            int... sizes) {
        double[] luck = random.doubles(heldOut).toArray();
        List<Pilot> pilots = new ArrayList<>();
        for (int size : sizes) {
            pilots.add(
                    new Pilot(
                            size,
                            answers(luck, frozen.applyAsDouble(size), random),
                            answers(luck, tuned.applyAsDouble(size), random)));
        }
        return pilots;
    }

    /// Each half of train teaches in turn, or one alone; at every size the tuned one is trained
    /// twice, and each training run is off by a luck of its own.
    ///
    /// @param halves 1 or 2
    /// @param heldOut of each half
    /// @param deviation of a training run's score
    static List<Pilot> trainedTwice(
            int halves,
            int heldOut,
            IntToDoubleFunction frozen,
            IntToDoubleFunction tuned,
            double deviation,
            SplittableRandom random,
            int... sizes) {
        double[][] luck = new double[halves][];
        Arrays.setAll(luck, half -> random.doubles(heldOut).toArray());
        List<Pilot> pilots = new ArrayList<>();
        for (int size : sizes) {
            List<Double> below = new ArrayList<>();
            List<Double> mean = new ArrayList<>();
            List<SeedSpread> spreads = new ArrayList<>();
            for (double[] shared : luck) {
                below.addAll(answers(shared, frozen.applyAsDouble(size), random));
                List<Double> one = run(shared, tuned.applyAsDouble(size), deviation, random);
                List<Double> other = run(shared, tuned.applyAsDouble(size), deviation, random);
                for (int i = 0; i < heldOut; i++) {
                    mean.add((one.get(i) + other.get(i)) / 2);
                }
                spreads.add(SeedSpread.ofRuns(List.of(one, other)));
            }
            SeedSpread seeds =
                    halves == 1
                            ? spreads.getFirst()
                            : spreads.getFirst().and(spreads.getLast(), 0.5);
            pilots.add(new Pilot(size, below, mean, seeds));
        }
        return pilots;
    }

    private static List<Double> run(
            double[] luck, double right, double deviation, SplittableRandom random) {
        return answers(luck, right + deviation * random.nextGaussian(), random);
    }

    private static List<Double> answers(double[] luck, double right, SplittableRandom random) {
        List<Double> scores = new ArrayList<>();
        for (double shared : luck) {
            double own = random.nextDouble() < REDRAWN ? random.nextDouble() : shared;
            scores.add(own < right ? 1.0 : 0.0);
        }
        return scores;
    }

    /// The first `right` of n examples right.
    static List<Double> firstRight(int right, int n) {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            scores.add(i < right ? 1.0 : 0.0);
        }
        return scores;
    }
}
