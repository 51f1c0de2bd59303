package dev.gradus.tune.net;

/// From a text's token vectors to its one unit vector: u = p/‖p‖, p the mean or the first token.
final class Pooling {
    private final Shape shape;
    private float[] lengths = new float[0];

    Pooling(Shape shape) {
        this.shape = shape;
    }

    float[] forward(Batch batch, float[] hidden) {
        int d = shape.dimensions();
        float[] units = new float[batch.texts * d];
        lengths = new float[batch.texts];
        for (int s = 0; s < batch.texts; s++) {
            int tokens = shape.meanPooled() ? batch.length(s) : 1;
            for (int i = 0; i < tokens; i++) {
                int from = (batch.starts[s] + i) * d;
                for (int j = 0; j < d; j++) {
                    units[s * d + j] += hidden[from + j] / tokens;
                }
            }
            double square = 0;
            for (int j = 0; j < d; j++) {
                square += (double) units[s * d + j] * units[s * d + j];
            }
            lengths[s] = (float) Math.max(Math.sqrt(square), 1e-12);
            for (int j = 0; j < d; j++) {
                units[s * d + j] /= lengths[s];
            }
        }
        return units;
    }

    /// dp = (du - u·(u·du))/‖p‖, shared evenly by the tokens of a mean.
    void backward(Batch batch, float[] units, float[] dUnits, float[] dHidden) {
        int d = shape.dimensions();
        java.util.Arrays.fill(dHidden, 0, batch.tokens * d, 0);
        for (int s = 0; s < batch.texts; s++) {
            int tokens = shape.meanPooled() ? batch.length(s) : 1;
            double along = 0;
            for (int j = 0; j < d; j++) {
                along += (double) units[s * d + j] * dUnits[s * d + j];
            }
            for (int i = 0; i < tokens; i++) {
                int to = (batch.starts[s] + i) * d;
                for (int j = 0; j < d; j++) {
                    float across = dUnits[s * d + j] - (float) along * units[s * d + j];
                    dHidden[to + j] = across / (lengths[s] * tokens);
                }
            }
        }
    }
}
