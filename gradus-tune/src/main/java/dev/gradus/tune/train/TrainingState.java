package dev.gradus.tune.train;

import dev.gradus.spi.Trainer.Epoch;
import java.util.ArrayList;
import java.util.List;

/// All that a run has come to, and all that it needs to go on: the rest follows from the job.
/// Orders, dropout and pairs are drawn from (seed, purpose, step), so no generator is kept.
final class TrainingState {
    final float[] theta;
    final float[] first;
    final float[] second;

    /// The parameters averaged over the steps of the epochs: what is judged and kept.
    final float[] average;

    /// The averaged parameters at the best epoch.
    final float[] best;

    final List<Epoch> epochs = new ArrayList<>();

    /// Of [#epochs], from 1; 0 before the first.
    int bestEpoch;

    /// Steps taken of the contrastive start.
    int pairSteps;

    /// The head has begun; the epochs run.
    boolean begun;

    /// Steps taken of the epoch that runs.
    int step;

    /// Σ loss over them.
    double lossSum;

    /// Of late, smoothed.
    double smoothLoss = Double.NaN;

    /// Learning time of the epoch that runs.
    long epochNanos;

    /// Updates since the moments were zero.
    long updates;

    /// Of the processes before this one.
    double cpuSeconds;

    double wallSeconds;

    /// How often it was taken up again.
    int resumed;

    TrainingState(int size) {
        theta = new float[size];
        first = new float[size];
        second = new float[size];
        average = new float[size];
        best = new float[size];
    }
}
