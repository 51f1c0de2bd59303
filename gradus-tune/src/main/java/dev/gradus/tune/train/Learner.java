package dev.gradus.tune.train;

import dev.gradus.tune.net.Network;
import dev.gradus.tune.net.Objective;
import dev.gradus.tune.net.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A net at work on all cores: gradients of a step's shards, and vectors of many texts.
///
/// Each worker has memory of its own, and each shard a gradient of its own; they are added up in
/// the order of the shards. So the sum has the same bits whoever computed what, and when.
final class Learner {
    /// Tokens of a pass at most, but for a single longer text: memory grows with them.
    static final int PASS_TOKENS = 768;

    /// Gradients held at a time, and what makes them fewer: 2 of a whole encoder, 8 of an adapter.
    private static final int LARGE = 4_000_000;

    private final Network net;
    private final Crew crew;
    private final int[][] texts;
    private final List<Trace> learning = new ArrayList<>();
    private final List<Trace> encoding = new ArrayList<>();
    private final float[][] gradients;
    private final float[] total;

    /// @param texts tokens of all examples
    Learner(Network net, Crew crew, int[][] texts) {
        this.net = net;
        this.crew = crew;
        this.texts = texts;
        int size = net.parameters().size();
        this.gradients = new float[size > LARGE ? 2 : 8][];
        this.total = new float[size];
        for (int w = 0; w < crew.workers(); w++) {
            learning.add(net.trace(true));
            encoding.add(net.trace(false));
        }
    }

    /// What a pass makes small.
    interface PassObjective {
        /// @param examples of the pass, in its order
        Objective of(int[] examples);
    }

    void refresh(float[] theta) {
        crew.run(net.shape().layers(), (worker, block) -> net.refresh(theta, block));
    }

    /// Σ of the gradients of all shards; overwritten by the next call.
    float[] gradient() {
        return total;
    }

    /// Computes the gradient of one step.
    ///
    /// @param seed of the step's dropout
    /// @return the loss
    double learn(List<int[]> shards, PassObjective objective, long seed) {
        Arrays.fill(total, 0);
        double[] losses = new double[shards.size()];
        for (int from = 0; from < shards.size(); from += gradients.length) {
            int first = from;
            int count = Math.min(gradients.length, shards.size() - from);
            crew.run(
                    count,
                    (worker, i) -> {
                        float[] gradient =
                                gradients[i] == null ? new float[total.length] : gradients[i];
                        gradients[i] = gradient;
                        Arrays.fill(gradient, 0);
                        int shard = first + i;
                        losses[shard] =
                                shard(worker, shards.get(shard), objective, gradient, seed + shard);
                    });
            addUp(count);
        }
        return Arrays.stream(losses).sum();
    }

    private double shard(
            int worker, int[] examples, PassObjective objective, float[] gradient, long seed) {
        double loss = 0;
        int pass = 0;
        for (int[] some : passes(examples, examples.length)) {
            long own = seed * 31 + pass++;
            loss +=
                    net.learn(
                            learning.get(worker), tokens(some), objective.of(some), gradient, own);
        }
        return loss;
    }

    private void addUp(int count) {
        int chunk = Math.max(4096, (total.length + 15) / 16);
        crew.run(
                (total.length + chunk - 1) / chunk,
                (worker, i) -> {
                    int to = Math.min(total.length, (i + 1) * chunk);
                    for (int s = 0; s < count; s++) {
                        float[] gradient = gradients[s];
                        for (int j = i * chunk; j < to; j++) {
                            total[j] += gradient[j];
                        }
                    }
                });
    }

    /// The unit vectors of some examples, in their order, end to end.
    float[] encode(int[] examples) {
        int d = net.shape().dimensions();
        float[] units = new float[examples.length * d];
        Integer[] byLength = IntStream.range(0, examples.length).boxed().toArray(Integer[]::new);
        Arrays.sort(
                byLength,
                Comparator.comparingInt((Integer i) -> texts[examples[i]].length).reversed());
        int[] sorted = Arrays.stream(byLength).mapToInt(i -> examples[i]).toArray();
        List<int[]> passes = passes(sorted, 2 * Shards.EXAMPLES);
        int[] starts = new int[passes.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + passes.get(i - 1).length;
        }
        crew.run(
                passes.size(),
                (worker, i) -> {
                    float[] some = net.encode(encoding.get(worker), tokens(passes.get(i)));
                    for (int j = 0; j < passes.get(i).length; j++) {
                        System.arraycopy(some, j * d, units, byLength[starts[i] + j] * d, d);
                    }
                });
        return units;
    }

    /// Cut where the tokens or the examples become too many.
    private List<int[]> passes(int[] examples, int most) {
        List<int[]> passes = new ArrayList<>();
        int from = 0;
        int tokens = 0;
        for (int i = 0; i < examples.length; i++) {
            int length = texts[examples[i]].length;
            if (i > from && (tokens + length > PASS_TOKENS || i - from == most)) {
                passes.add(Arrays.copyOfRange(examples, from, i));
                from = i;
                tokens = 0;
            }
            tokens += length;
        }
        if (from < examples.length) {
            passes.add(Arrays.copyOfRange(examples, from, examples.length));
        }
        return passes;
    }

    private int[][] tokens(int[] examples) {
        return Arrays.stream(examples).mapToObj(i -> texts[i]).toArray(int[][]::new);
    }
}
