package dev.gradus.tune.net;

import dev.gradus.task.Recipe;
import dev.gradus.tune.onnx.BertWeights;
import java.util.List;
import java.util.SplittableRandom;

/// One transformer block, normalised after each half as BERT is (Devlin et al. 2019):
///
/// a = norm(x + output(attention(query(x), key(x), value(x))))
///
/// y = norm(a + down(gelu(up(a))))
final class Block {
    private final Kernels kernels;
    private final Attention attention;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Linear up;
    private final Linear down;
    private final Norm attended;
    private final Norm fed;
    private final int inner;

    Block(
            Kernels kernels,
            Parameters parameters,
            String name,
            Shape shape,
            BertWeights.Layer base,
            Recipe recipe) {
        this.kernels = kernels;
        this.inner = shape.inner();
        this.attention = new Attention(kernels, shape);
        String self = name + ".attention.self.";
        String out = name + ".attention.output.";
        query = new Linear(kernels, parameters, self + "query", base.query(), recipe);
        key = new Linear(kernels, parameters, self + "key", base.key(), recipe);
        value = new Linear(kernels, parameters, self + "value", base.value(), recipe);
        output = new Linear(kernels, parameters, out + "dense", base.attentionOutput(), recipe);
        attended =
                new Norm(
                        kernels,
                        parameters,
                        out + "LayerNorm",
                        base.attentionNorm(),
                        shape.epsilon(),
                        recipe);
        String up = name + ".intermediate.dense";
        String down = name + ".output.dense";
        this.up = new Linear(kernels, parameters, up, base.intermediate(), recipe);
        this.down = new Linear(kernels, parameters, down, base.output(), recipe);
        fed =
                new Norm(
                        kernels,
                        parameters,
                        name + ".output.LayerNorm",
                        base.outputNorm(),
                        shape.epsilon(),
                        recipe);
    }

    private List<Linear> linears() {
        return List.of(query, key, value, output, up, down);
    }

    void begin(float[] theta, SplittableRandom random) {
        linears().forEach(linear -> linear.begin(theta, random));
        attended.begin(theta);
        fed.begin(theta);
    }

    void refresh(float[] theta) {
        linears().forEach(linear -> linear.refresh(theta));
        attended.refresh(theta);
        fed.refresh(theta);
    }

    void refreshBetweenSteps(float[] theta) {
        linears().forEach(linear -> linear.refreshBetweenSteps(theta));
        attended.refresh(theta);
        fed.refresh(theta);
    }

    /// Makes room in a trace.
    ///
    /// @param seed of the dropout; each layer's is its own
    void prepare(BlockTrace t, int rows, int scores, Shape shape, boolean training, long seed) {
        t.grow(rows, shape, scores);
        List<LinearTrace> traces = List.of(t.query, t.key, t.value, t.output, t.up, t.down);
        for (int i = 0; i < traces.size(); i++) {
            traces.get(i).training = training;
            traces.get(i).seed = Dropout.mix(seed + i);
            traces.get(i).grow(rows, linears().get(i));
        }
    }

    void forward(BlockTrace t, Batch batch, Scratch scratch, float[] y) {
        int n = batch.tokens;
        query.forward(t.query, t.x, n, t.q, scratch.room);
        key.forward(t.key, t.x, n, t.k, scratch.room);
        value.forward(t.value, t.x, n, t.v, scratch.room);
        attention.forward(batch, t.q, t.k, t.v, t.p, scratch.turned, t.context);
        output.forward(t.output, t.context, n, t.attendedHat, scratch.room);
        attended.forward(t.attendedHat, t.x, n, t.attended, t.attendedInverse);
        up.forward(t.up, t.attended, n, t.slope, scratch.room);
        kernels.gelu(t.slope, t.act, n * inner);
        down.forward(t.down, t.act, n, t.fedHat, scratch.room);
        fed.forward(t.fedHat, t.attended, n, y, t.fedInverse);
    }

    /// In scratch, dx holds the gradient of y and then that of x. A residual's gradient stays where
    /// it is, and the layer beside it adds to it.
    ///
    /// @param wanted false for the first block: nothing below it is trained
    void backward(BlockTrace t, Batch batch, Scratch scratch, boolean wanted, float[] gradient) {
        int n = batch.tokens;
        fed.backward(scratch.dx, t.fedHat, t.fedInverse, n, scratch.sum, gradient);
        down.backward(t.down, t.act, scratch.sum, n, scratch.dAct, gradient, scratch.room);
        kernels.times(scratch.dAct, t.slope, n * inner);
        up.backwardAdd(t.up, t.attended, scratch.dAct, n, scratch.sum, gradient, scratch.room);
        attended.backward(scratch.sum, t.attendedHat, t.attendedInverse, n, scratch.dx, gradient);
        output.backward(
                t.output, t.context, scratch.dx, n, scratch.dContext, gradient, scratch.room);
        attention.backward(batch, t, scratch.dContext, scratch);
        float[] dx = wanted ? scratch.dx : new float[0];
        query.backwardAdd(t.query, t.x, scratch.dq, n, dx, gradient, scratch.room);
        key.backwardAdd(t.key, t.x, scratch.dk, n, dx, gradient, scratch.room);
        value.backwardAdd(t.value, t.x, scratch.dv, n, dx, gradient, scratch.room);
    }

    int scores(Batch batch) {
        return attention.scores(batch);
    }

    int attentionScratch(Batch batch) {
        return attention.scratch(batch);
    }
}
