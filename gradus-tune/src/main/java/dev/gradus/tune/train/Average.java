package dev.gradus.tune.train;

/// The average of the weights along the way, in which late steps count more: step t of n weighs as
/// t^4 (Karras et al. 2024, arXiv 2312.02696, equation 1), so that the last fifth of the steps has
/// two thirds of it, however many there are.
///
/// mean += (1 - (1 - 1/t)^5) * (weights - mean)
///
/// Measured on Banking77 with 2,872 examples that teach and 2,000 others that answer, three cuts: a
/// rate of 2e-3 that stays, averaged, 91.1 %; the last weights of a rate that falls to 0 from 5e-4
/// to 4e-3 over 6 to 12 epochs, 89.5 to 90.5 %.
final class Average {
    private static final int POWER = 4;

    private Average() {}

    /// @param step from 1
    static void include(float[] mean, float[] weights, long step) {
        float share = (float) (1 - Math.pow(1 - 1.0 / step, POWER + 1));
        for (int i = 0; i < mean.length; i++) {
            mean[i] += share * (weights[i] - mean[i]);
        }
    }
}
