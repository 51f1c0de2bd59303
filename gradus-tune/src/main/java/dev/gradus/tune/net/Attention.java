package dev.gradus.tune.net;

/// Every token of a text looks at every other (Vaswani et al. 2017), head by head:
///
/// context = P·V with P = softmax(Q·Kᵀ/√d), d the dimensions of a head.
///
/// It has no weights of its own. Each text is taken alone, so no padding is computed; its scores
/// lie in rows that are filled up to whole vectors.
final class Attention {
    private final Kernels kernels;
    private final int heads;
    private final int size;
    private final int all;
    private final float scale;
    private final int lanes;

    Attention(Kernels kernels, Shape shape) {
        this.kernels = kernels;
        this.heads = shape.heads();
        this.size = shape.headDimensions();
        this.all = shape.dimensions();
        this.scale = (float) (1 / Math.sqrt(size));
        this.lanes = kernels.narrow();
    }

    private int stride(int length) {
        return (length + lanes - 1) / lanes * lanes;
    }

    /// Floats of all scores of a batch.
    int scores(Batch batch) {
        int count = 0;
        for (int s = 0; s < batch.texts; s++) {
            int length = batch.length(s);
            count = Math.addExact(count, heads * length * stride(length));
        }
        return count;
    }

    /// Floats of one head's turned keys, or of its scores, at the longest text.
    int scratch(Batch batch) {
        return Math.max(size, batch.longest) * stride(batch.longest);
    }

    /// @param p the shares P, kept for backward
    /// @param turned scratch
    void forward(
            Batch batch,
            float[] q,
            float[] k,
            float[] v,
            float[] p,
            float[] turned,
            float[] context) {
        int at = 0;
        for (int s = 0; s < batch.texts; s++) {
            int n = batch.length(s);
            int stride = stride(n);
            for (int head = 0; head < heads; head++) {
                int first = batch.starts[s] * all + head * size;
                Rows shares = new Rows(p, at, stride);
                turn(k, first, n, stride, turned);
                kernels.product(
                        q, first, all, 1, n, size, Rows.of(turned, stride), stride, shares, false);
                kernels.softmax(shares, n, n, scale);
                Rows values = new Rows(v, first, all);
                Rows to = new Rows(context, first, all);
                kernels.product(p, at, stride, 1, n, n, values, size, to, false);
                at += n * stride;
            }
        }
    }

    /// dV = Pᵀ·dC, dP = dC·Vᵀ, dS = softmax backward, dQ = dS·K, dK = dSᵀ·Q; 1/√d is in dS.
    void backward(Batch batch, BlockTrace t, float[] dContext, Scratch scratch) {
        int at = 0;
        float[] ds = scratch.scores;
        for (int s = 0; s < batch.texts; s++) {
            int n = batch.length(s);
            int stride = stride(n);
            for (int head = 0; head < heads; head++) {
                int first = batch.starts[s] * all + head * size;
                Rows dc = new Rows(dContext, first, all);
                Rows dv = new Rows(scratch.dv, first, all);
                kernels.product(t.p, at, 1, stride, n, n, dc, size, dv, false);
                turn(t.v, first, n, stride, scratch.turned);
                Rows scores = Rows.of(ds, stride);
                Rows turned = Rows.of(scratch.turned, stride);
                kernels.product(dContext, first, all, 1, n, size, turned, stride, scores, false);
                kernels.softmaxBack(new Rows(t.p, at, stride), scores, n, scale);
                Rows dq = new Rows(scratch.dq, first, all);
                Rows dk = new Rows(scratch.dk, first, all);
                Rows keys = new Rows(t.k, first, all);
                Rows queries = new Rows(t.q, first, all);
                kernels.product(ds, 0, stride, 1, n, n, keys, size, dq, false);
                kernels.product(ds, 0, 1, stride, n, n, queries, size, dk, false);
                at += n * stride;
            }
        }
    }

    /// The head's rows as columns, filled up with zeros.
    private void turn(float[] rows, int first, int n, int stride, float[] turned) {
        for (int e = 0; e < size; e++) {
            int to = e * stride;
            for (int j = 0; j < n; j++) {
                turned[to + j] = rows[first + j * all + e];
            }
            java.util.Arrays.fill(turned, to + n, to + stride, 0);
        }
    }
}
