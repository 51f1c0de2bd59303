package dev.gradus.tuning;

import java.util.ArrayList;
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
