package dev.gradus.tune.net;

import dev.gradus.tune.onnx.BertWeights;

/// The sizes of a BERT-like encoder.
///
/// @param layers transformer blocks
/// @param dimensions of a token's vector, a multiple of 16 and of the heads
/// @param heads of the attention
/// @param inner dimensions between the two linear layers of a block's feed-forward part, a multiple
///   of 16
/// @param epsilon that the norms add to the variance
/// @param meanPooled a text's vector is the mean over its tokens, else its first token
public record Shape(
        int layers, int dimensions, int heads, int inner, float epsilon, boolean meanPooled) {
    /// Every vector length there is divides it.
    private static final int UNIT = 16;

    public Shape {
        if (dimensions % UNIT != 0 || inner % UNIT != 0 || dimensions % heads != 0) {
            throw new IllegalArgumentException(
                    "dimensions %d, inner %d and heads %d do not fit the kernels"
                            .formatted(dimensions, inner, heads));
        }
    }

    static Shape of(BertWeights weights, boolean meanPooled) {
        return new Shape(
                weights.layers().size(),
                weights.hidden(),
                weights.heads(),
                weights.intermediate(),
                weights.epsilon(),
                meanPooled);
    }

    int headDimensions() {
        return dimensions / heads;
    }
}
