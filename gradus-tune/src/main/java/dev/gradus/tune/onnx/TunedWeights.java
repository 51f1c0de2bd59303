package dev.gradus.tune.onnx;

import dev.gradus.spi.GradusException;

/// The weights after tuning, one at a time, from those before.
sealed interface TunedWeights permits LowRankWeights, FullWeights {
    /// @param name Hugging Face's
    /// @param before as the graph has it, linear weights [in, out]; left as it is
    /// @param shape Hugging Face's, linear weights [out, in]
    /// @return in the layout of `before`; `before` itself where nothing was trained
    float[] tuned(String name, float[] before, int[] shape);

    /// Whether every tensor belongs to a weight.
    ///
    /// @throws GradusException.Data where one does not
    void checkAllUsed();
}
