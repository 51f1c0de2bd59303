package dev.gradus.tune.net;

import dev.gradus.stats.Seeds;
import dev.gradus.task.Recipe;
import dev.gradus.tune.onnx.BertWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A sentence encoder with what a recipe trains of it. The trained values lie in one array, theta,
/// that the caller keeps; [#refresh] makes the net use it. Encoding and learning are thread-safe as
/// long as each thread has a [Trace] of its own and nobody refreshes.
///
/// The embeddings stay as they are under every recipe, full tuning included: their 30,000 rows are
/// half of the weights, and few of them are touched by a task's examples.
public final class Network {
    private final Kernels kernels;
    private final BertWeights weights;
    private final Shape shape;
    private final Parameters parameters = new Parameters();
    private final List<Block> blocks = new ArrayList<>();
    private final Norm embeddingNorm;

    public Network(Kernels kernels, BertWeights weights, boolean meanPooled, Recipe recipe) {
        this.kernels = kernels;
        this.weights = weights;
        this.shape = Shape.of(weights, meanPooled);
        for (int i = 0; i < shape.layers(); i++) {
            BertWeights.Layer base = weights.layers().get(i);
            String name = "encoder.layer." + i;
            blocks.add(new Block(kernels, parameters, name, shape, base, recipe));
        }
        Parameters none = new Parameters();
        Recipe frozen = Recipe.standard();
        this.embeddingNorm =
                new Norm(
                        kernels,
                        none,
                        "embeddings",
                        weights.embeddingNorm(),
                        shape.epsilon(),
                        frozen);
    }

    /// What is trained; a head adds itself to it.
    public Parameters parameters() {
        return parameters;
    }

    public Shape shape() {
        return shape;
    }

    /// Writes what training starts from: the base's own function.
    public void begin(float[] theta, long seed) {
        SplittableRandom random = Seeds.generator(seed, "low-rank start");
        blocks.forEach(block -> block.begin(theta, random));
    }

    /// Lays out the trained weights of one block as they are now; blocks may go side by side.
    public void refresh(float[] theta, int block) {
        blocks.get(block).refresh(theta);
    }

    /// The trained weights of `theta`, with DoRA's norms those of `normed`: what backward takes the
    /// net for.
    void refreshBetweenSteps(float[] normed, float[] theta) {
        for (Block block : blocks) {
            block.refresh(normed);
            block.refreshBetweenSteps(theta);
        }
    }

    /// A worker's memory.
    ///
    /// @param learning false for encoding only, which needs a third of it
    public Trace trace(boolean learning) {
        return Trace.of(blocks.size(), learning);
    }

    /// The unit vectors of the texts, one after the other.
    public float[] encode(Trace trace, int[][] texts) {
        Batch batch = new Batch(texts);
        forward(trace, batch, false, 0);
        return new Pooling(shape).forward(batch, trace.hidden);
    }

    /// Forward, the objective, and backward; adds to the gradient.
    ///
    /// @param seed of this batch's dropout
    /// @return the objective's loss
    public double learn(
            Trace trace, int[][] texts, Objective objective, float[] gradient, long seed) {
        Batch batch = new Batch(texts);
        forward(trace, batch, true, seed);
        Pooling pooling = new Pooling(shape);
        float[] units = pooling.forward(batch, trace.hidden);
        float[] dUnits = new float[units.length];
        double loss = objective.at(units, dUnits, gradient);
        pooling.backward(batch, units, dUnits, trace.scratch.dx);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            BlockTrace t = trace.blocks.get(i);
            blocks.get(i).backward(t, batch, trace.scratch, i > 0, gradient);
        }
        return loss;
    }

    private void forward(Trace trace, Batch batch, boolean training, long seed) {
        int rows = batch.tokens + Kernels.BLOCK_ROWS;
        Block any = blocks.getFirst();
        trace.scratch.grow(rows, shape, any.attentionScratch(batch), kernels.room(rows), training);
        trace.hidden = Trace.room(trace.hidden, rows * shape.dimensions());
        trace.embeddingInverse = Trace.room(trace.embeddingInverse, rows);
        int scores = any.scores(batch);
        for (int i = 0; i < blocks.size(); i++) {
            BlockTrace t = trace.blocks.get(i);
            long own = Dropout.mix(seed + 0x1000L * (i + 1));
            blocks.get(i).prepare(t, rows, scores, shape, training, own);
        }
        embed(trace, batch);
        for (int i = 0; i < blocks.size(); i++) {
            boolean last = i + 1 == blocks.size();
            float[] y = last ? trace.hidden : trace.blocks.get(i + 1).x;
            blocks.get(i).forward(trace.blocks.get(i), batch, trace.scratch, y);
        }
    }

    /// x = norm(word + position + type).
    private void embed(Trace trace, Batch batch) {
        int d = shape.dimensions();
        BlockTrace first = trace.blocks.getFirst();
        float[] sum = first.fedHat;
        float[] place = first.attended;
        for (int s = 0; s < batch.texts; s++) {
            for (int i = 0; i < batch.length(s); i++) {
                int row = batch.starts[s] + i;
                System.arraycopy(weights.words(), batch.ids[row] * d, sum, row * d, d);
                for (int j = 0; j < d; j++) {
                    place[row * d + j] = weights.positions()[i * d + j] + weights.types()[j];
                }
            }
        }
        embeddingNorm.forward(sum, place, batch.tokens, first.x, trace.embeddingInverse);
    }

    Kernels kernels() {
        return kernels;
    }
}
