package dev.gradus.tune.train;

import dev.gradus.task.Recipe;

/// How many steps a run has, and the learning rate along them.
///
/// @param teaching examples of an epoch
/// @param pairs whether a contrastive start can draw any
record Course(Recipe recipe, int teaching, boolean pairs) {
    /// Steps of the contrastive start: two epochs, but no more than this. Pairs of few examples
    /// repeat soon.
    private static final int MOST_PAIR_STEPS = 150;

    /// Over which the rate of the contrastive start rises.
    private static final double PAIR_WARMUP = 10;

    int stepsOfEpoch() {
        return (teaching + recipe.batch() - 1) / recipe.batch();
    }

    int pairSteps() {
        boolean contrastive = recipe.start() == Recipe.Start.CONTRASTIVE && pairs;
        return contrastive ? Math.min(MOST_PAIR_STEPS, 2 * stepsOfEpoch()) : 0;
    }

    /// Of the whole run, if no epoch is spared.
    long steps() {
        return pairSteps() + (long) recipe.epochs() * stepsOfEpoch();
    }

    long done(TrainingState state) {
        return state.pairSteps + (long) state.epochs.size() * stepsOfEpoch() + state.step;
    }

    /// Rises from 0 over the warm-up, then stays: the average of the weights takes the noise out
    /// that a falling rate would, and an epoch more or less does not change the ones before it.
    double rate(TrainingState state) {
        double total = (double) recipe.epochs() * stepsOfEpoch();
        double at = (double) state.epochs.size() * stepsOfEpoch() + state.step;
        double warm = Math.rint(recipe.warmup() * total);
        return recipe.learningRate() * (at < warm ? (at + 1) / warm : 1);
    }

    double pairRate(TrainingState state) {
        return recipe.learningRate() * Math.min(1, (state.pairSteps + 1) / PAIR_WARMUP);
    }

    double examplesPerSecond(TrainingState state) {
        double examples = Math.min((double) state.step * recipe.batch(), teaching);
        return state.epochNanos == 0 ? 0 : examples * 1e9 / state.epochNanos;
    }
}
