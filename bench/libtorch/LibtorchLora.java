import static dev.gradus.tune.train.StepBench.BATCH;
import static org.bytedeco.pytorch.global.torch.clip_grad_norm_;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Head;
import dev.gradus.tune.net.Kernels;
import dev.gradus.tune.net.Network;
import dev.gradus.tune.net.Trace;
import dev.gradus.tune.onnx.BertWeights;
import dev.gradus.tune.train.StepBench;
import dev.gradus.tune.train.StepBench.Examples;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/// The LoRA step of `bench/lora.sh` in libtorch, for `bench/lora-vs-libtorch.sh`:
/// `LibtorchLora check|packed|padded|grouped EXAMPLES EPOCHS`.
///
/// `check` compares vectors and gradients with ours, and ends with 1 where they differ. The others
/// print examples a second of each epoch: `packed` without padding outside the attention, `padded`
/// with, `grouped` padded with texts of like length together.
final class LibtorchLora {
    private static final double MOST_APART = 1e-4;

    private LibtorchLora() {}

    public static void main(String[] arguments) throws IOException {
        set_num_threads(1);
        String mode = arguments[0];
        Examples examples = StepBench.examples(Integer.parseInt(arguments[1]));
        BertWeights base = BertWeights.read(StepBench.files());
        Network net = new Network(Kernels.fastest(), base, true, Recipe.standard());
        Head head = new Head(net.parameters(), examples.labels(), base.hidden());
        float[] theta = new float[net.parameters().size()];
        net.begin(theta, 1);
        if (mode.equals("check")) {
            check(net, head, base, theta, examples);
            return;
        }
        TorchEncoder torch = new TorchEncoder(base, net.parameters(), theta, scale());
        train(torch, examples, mode, Integer.parseInt(arguments[2]));
    }

    private static float scale() {
        return (float) (Recipe.standard().alpha() / Recipe.standard().rank());
    }

    private static TorchBatch batch(Examples examples, int[] some, boolean packed) {
        return new TorchBatch(
                Arrays.stream(some).mapToObj(i -> examples.tokens()[i]).toArray(int[][]::new),
                Arrays.stream(some).mapToLong(i -> examples.labelOf()[i]).toArray(),
                packed);
    }

    private static void train(TorchEncoder torch, Examples examples, String mode, int epochs) {
        TensorVector trained = torch.trained();
        AdamWOptions options = new AdamWOptions(Recipe.standard().learningRate());
        options.weight_decay().put(Recipe.standard().weightDecay());
        AdamW optimizer = new AdamW(trained, options);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            int[] order = StepBench.order(examples.tokens().length, epoch);
            StepBench.time(
                    epoch,
                    mode.equals("grouped") ? grouped(order, examples) : order,
                    some -> {
                        try (PointerScope scope = new PointerScope()) {
                            Tensor loss =
                                    torch.loss(batch(examples, some, mode.equals("packed")));
                            loss.backward();
                            clip_grad_norm_(trained, Recipe.standard().clip());
                            optimizer.step();
                            optimizer.zero_grad();
                            return loss.item_float();
                        }
                    });
        }
    }

    /// Texts of like length in one batch, the batches in random order.
    private static int[] grouped(int[] order, Examples examples) {
        Integer[] byLength = Arrays.stream(order).boxed().toArray(Integer[]::new);
        Arrays.sort(byLength, (a, b) -> examples.tokens()[a].length - examples.tokens()[b].length);
        int whole = order.length / BATCH;
        int[] batches = StepBench.order(whole, -1);
        int[] result = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            int from = i < whole * BATCH ? batches[i / BATCH] * BATCH + i % BATCH : i;
            result[i] = byLength[from];
        }
        return result;
    }

    /// With adapters and a head that are not at their start, where half of the gradients are zero.
    private static void check(
            Network net, Head head, BertWeights base, float[] theta, Examples examples) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < theta.length; i++) {
            theta[i] += (float) (0.03 * random.nextGaussian());
        }
        for (int block = 0; block < base.layers().size(); block++) {
            net.refresh(theta, block);
        }
        int[][] tokens = Arrays.copyOf(examples.tokens(), BATCH);
        int[] labelOf = Arrays.copyOf(examples.labelOf(), BATCH);
        float[] even = new float[examples.labels()];
        Arrays.fill(even, 1);
        Trace trace = net.trace(true);
        float[] units = net.encode(trace, tokens);
        float[] gradient = new float[theta.length];
        net.learn(trace, tokens, head.crossEntropy(theta, labelOf, even, BATCH), gradient, 1);
        boolean same = true;
        for (boolean packed : new boolean[] {true, false}) {
            TorchEncoder torch = new TorchEncoder(base, net.parameters(), theta, scale());
            int[] order = new int[BATCH];
            Arrays.setAll(order, i -> i);
            TorchBatch batch = batch(examples, order, packed);
            double apart = apart(units, TorchEncoder.values(torch.encode(batch)));
            torch.loss(batch).backward();
            double slopes = apart(gradient, torch.gradient(net.parameters())) / largest(gradient);
            same &= apart < MOST_APART && slopes < MOST_APART;
            System.out.printf(
                    Locale.ROOT,
                    "%s: unit vectors differ by at most %.1e, gradients by %.1e of the largest%n",
                    packed ? "packed" : "padded",
                    apart,
                    slopes);
        }
        if (!same) {
            System.out.println("FAILED: the two do not compute the same");
            System.exit(1);
        }
    }

    private static double largest(float[] values) {
        return apart(values, new float[values.length]);
    }

    /// Infinite where a value is no number.
    private static double apart(float[] one, float[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = Math.abs((double) one[i] - other[i]);
            most = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(most, difference);
        }
        return most;
    }
}
