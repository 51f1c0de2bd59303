package dev.gradus.tune.net;

/// Draws texts of one label together and others apart: over all pairs of a pass, the squared
/// difference of the cosine from 1 or 0, as SetFit trains (Tunstall et al. 2022, arXiv 2209.11055).
/// Pairs of like and of unlike texts count half each, however many there are of either.
///
/// L = ½·mean over like of (1 - cos)² + ½·mean over unlike of cos²
public final class PairLoss {
    private PairLoss() {}

    /// @param labelOf of each text of the pass
    /// @param share of the step that this pass is
    public static Objective of(int[] labelOf, float share) {
        int like = 0;
        for (int i = 0; i < labelOf.length; i++) {
            for (int j = 0; j < i; j++) {
                like += labelOf[i] == labelOf[j] ? 1 : 0;
            }
        }
        int unlike = labelOf.length * (labelOf.length - 1) / 2 - like;
        float likeWeight = like == 0 ? 0 : share / 2 / like;
        float unlikeWeight = unlike == 0 ? 0 : share / 2 / unlike;
        return (units, dUnits, gradient) -> {
            int d = units.length / labelOf.length;
            double loss = 0;
            for (int i = 0; i < labelOf.length; i++) {
                for (int j = 0; j < i; j++) {
                    boolean same = labelOf[i] == labelOf[j];
                    float weight = same ? likeWeight : unlikeWeight;
                    loss += pair(units, i * d, j * d, d, same ? 1 : 0, weight, dUnits);
                }
            }
            return loss;
        };
    }

    private static double pair(
            float[] units, int a, int b, int d, float target, float weight, float[] dUnits) {
        float cosine = 0;
        for (int k = 0; k < d; k++) {
            cosine += units[a + k] * units[b + k];
        }
        float slope = 2 * weight * (cosine - target);
        for (int k = 0; k < d; k++) {
            dUnits[a + k] += slope * units[b + k];
            dUnits[b + k] += slope * units[a + k];
        }
        return (double) weight * (cosine - target) * (cosine - target);
    }
}
