package dev.gradus.tune.net;

/// Gradients on their way back, and the attention's working space: one set for all blocks.
final class Scratch {
    float[] dx = new float[0];
    float[] sum = new float[0];
    float[] dContext = new float[0];
    float[] dq = new float[0];
    float[] dk = new float[0];
    float[] dv = new float[0];
    float[] dAct = new float[0];
    float[] turned = new float[0];
    float[] room = new float[0];
    float[] scores = new float[0];

    void grow(int rows, Shape shape, int attention, int product, boolean backward) {
        room = Trace.room(room, product);
        turned = Trace.room(turned, attention);
        if (!backward) {
            return;
        }
        int d = rows * shape.dimensions();
        dx = Trace.room(dx, d);
        sum = Trace.room(sum, d);
        dContext = Trace.room(dContext, d);
        dq = Trace.room(dq, d);
        dk = Trace.room(dk, d);
        dv = Trace.room(dv, d);
        dAct = Trace.room(dAct, rows * shape.inner());
        scores = Trace.room(scores, attention);
    }
}
