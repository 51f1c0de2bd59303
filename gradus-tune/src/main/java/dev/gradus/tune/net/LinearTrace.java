package dev.gradus.tune.net;

/// What a linear layer keeps between forward and backward.
final class LinearTrace {
    boolean training;
    long seed;
    float[] hidden = new float[0];
    float[] dropped = new float[0];
    float[] raw = new float[0];
    float[] scaled = new float[0];

    void grow(int rows, Linear layer) {
        hidden = Trace.room(hidden, rows * layer.hiddenStride());
        if (layer.drops()) {
            dropped = Trace.room(dropped, rows * layer.in);
        }
        if (layer.hasMagnitude()) {
            raw = Trace.room(raw, rows * layer.out);
            scaled = Trace.room(scaled, rows * layer.out);
        }
    }
}
