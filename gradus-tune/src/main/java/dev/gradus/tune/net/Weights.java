package dev.gradus.tune.net;

import java.util.List;

/// The weights a training starts from. Matrices are row-major, [in, out].
///
/// @param words one row a token id
/// @param positions one row a position
/// @param type the row of the first token type, the only one that is used
public record Weights(
        Shape shape,
        float[] words,
        float[] positions,
        float[] type,
        Scaling embeddings,
        List<BlockWeights> blocks) {

    /// A linear layer: y = x·w + b.
    public record Dense(float[] weight, float[] bias) {}

    /// What follows a normalisation: gain and bias.
    public record Scaling(float[] gain, float[] bias) {}

    /// @param attended after the attention
    /// @param fed after the feed-forward part
    public record BlockWeights(
            Dense query,
            Dense key,
            Dense value,
            Dense output,
            Scaling attended,
            Dense up,
            Dense down,
            Scaling fed) {}
}
