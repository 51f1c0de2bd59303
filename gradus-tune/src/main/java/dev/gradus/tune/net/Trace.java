package dev.gradus.tune.net;

import java.util.ArrayList;
import java.util.List;

/// One worker's memory: the activations of a batch from forward to backward. It grows to the
/// largest batch seen. Not thread-safe.
public final class Trace {
    final List<BlockTrace> blocks = new ArrayList<>();
    final Scratch scratch = new Scratch();
    float[] hidden = new float[0];
    float[] embeddingInverse = new float[0];

    /// @param kept false for forward only: two blocks then take turns
    static Trace of(int blocks, boolean kept) {
        Trace trace = new Trace();
        for (int i = 0; i < blocks; i++) {
            trace.blocks.add(kept || i < 2 ? new BlockTrace() : trace.blocks.get(i - 2));
        }
        return trace;
    }

    private Trace() {}

    /// An array with room for `size`, the old one where it is large enough.
    static float[] room(float[] old, int size) {
        return old.length >= size ? old : new float[size + size / 4];
    }
}
