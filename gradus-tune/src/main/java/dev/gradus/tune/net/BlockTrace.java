package dev.gradus.tune.net;

/// What a block keeps between forward and backward.
final class BlockTrace {
    float[] x = new float[0];
    float[] q = new float[0];
    float[] k = new float[0];
    float[] v = new float[0];
    float[] p = new float[0];
    float[] context = new float[0];
    float[] attendedHat = new float[0];
    float[] attendedInverse = new float[0];
    float[] attended = new float[0];
    float[] slope = new float[0];
    float[] act = new float[0];
    float[] fedHat = new float[0];
    float[] fedInverse = new float[0];
    final LinearTrace query = new LinearTrace();
    final LinearTrace key = new LinearTrace();
    final LinearTrace value = new LinearTrace();
    final LinearTrace output = new LinearTrace();
    final LinearTrace up = new LinearTrace();
    final LinearTrace down = new LinearTrace();

    void grow(int rows, Shape shape, int scores) {
        int d = rows * shape.dimensions();
        x = Trace.room(x, d);
        q = Trace.room(q, d);
        k = Trace.room(k, d);
        v = Trace.room(v, d);
        p = Trace.room(p, scores);
        context = Trace.room(context, d);
        attendedHat = Trace.room(attendedHat, d);
        attendedInverse = Trace.room(attendedInverse, rows);
        attended = Trace.room(attended, d);
        slope = Trace.room(slope, rows * shape.inner());
        act = Trace.room(act, rows * shape.inner());
        fedHat = Trace.room(fedHat, d);
        fedInverse = Trace.room(fedInverse, rows);
    }
}
