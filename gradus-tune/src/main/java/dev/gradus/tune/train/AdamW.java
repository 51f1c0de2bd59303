package dev.gradus.tune.train;

import dev.gradus.tune.net.Parameters;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101), β1 = 0.9, β2 =
/// 0.999, ε = 1e-8:
///
/// m = β1·m + (1-β1)·g, v = β2·v + (1-β2)·g², θ = θ - rate·(m̂/(√v̂ + ε) + decay·θ)
///
/// with m̂ = m/(1-β1^t) and v̂ = v/(1-β2^t). The decay holds for matrices only.
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private AdamW() {}

    /// One update.
    ///
    /// @param scale of the gradient: below 1 where it was clipped
    /// @param update from 1
    static void step(
            Parameters parameters,
            TrainingState state,
            float[] gradient,
            float scale,
            double rate,
            double decay,
            long update) {
        // θ -= size·m/(√v + tiny): the corrections of m and v in two numbers.
        double root = Math.sqrt(1 - Math.pow(BETA2, update));
        float size = (float) (rate * root / (1 - Math.pow(BETA1, update)));
        float tiny = (float) (EPSILON * root);
        for (Parameters.Slice slice : parameters.slices()) {
            float kept = slice.decays() ? (float) (1 - rate * decay) : 1;
            step(state, gradient, slice.at(), slice.at() + slice.size(), scale, size, tiny, kept);
        }
    }

    private static void step(
            TrainingState state,
            float[] gradient,
            int from,
            int to,
            float scale,
            float size,
            float tiny,
            float kept) {
        float[] theta = state.theta;
        float[] first = state.first;
        float[] second = state.second;
        for (int i = from; i < to; i++) {
            float g = scale * gradient[i];
            float m = (float) BETA1 * first[i] + (float) (1 - BETA1) * g;
            float v = (float) BETA2 * second[i] + (float) (1 - BETA2) * g * g;
            first[i] = m;
            second[i] = v;
            theta[i] = kept * theta[i] - size * m / ((float) Math.sqrt(v) + tiny);
        }
    }

    /// √Σ g², in double.
    static double norm(float[] gradient) {
        double square = 0;
        for (float g : gradient) {
            square += (double) g * g;
        }
        return Math.sqrt(square);
    }
}
