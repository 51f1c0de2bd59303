package dev.gradus.tune.train;

import com.sun.management.OperatingSystemMXBean;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.gradus.embedded.EncoderFiles;
import dev.gradus.stats.Seeds;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Head;
import dev.gradus.tune.net.Kernels;
import dev.gradus.tune.net.Network;
import dev.gradus.tune.onnx.BertWeights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// The trainer's steps alone, on one core, for `bench/lora-vs-libtorch.sh`: `StepBench EXAMPLES
/// EPOCHS` prints examples a second of each epoch. The other side takes its examples and its clock
/// from here.
public final class StepBench {
    public static final int BATCH = 16;

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Examples examples;
    private final Network net;
    private final Head head;
    private final Learner learner;
    private final TrainingState state;
    private final float[] even;

    StepBench(Examples examples, Crew crew) {
        this.examples = examples;
        this.net =
                new Network(Kernels.fastest(), BertWeights.read(files()), true, Recipe.standard());
        this.head = new Head(net.parameters(), examples.labels(), net.shape().dimensions());
        this.learner = new Learner(net, crew, examples.tokens());
        this.state = new TrainingState(net.parameters().size());
        this.even = new float[examples.labels()];
        Arrays.fill(even, 1);
        net.begin(state.theta, 1);
        learner.refresh(state.theta);
    }

    /// @param labelOf index of each text's label
    public record Examples(int[][] tokens, int[] labelOf, int labels) {}

    /// One step of an epoch.
    public interface Step {
        /// @param some the examples of its batch
        /// @return the loss
        double learn(int[] some);
    }

    public static void main(String[] arguments) throws IOException {
        Examples examples = examples(Integer.parseInt(arguments[0]));
        try (Crew crew = new Crew(1)) {
            StepBench bench = new StepBench(examples, crew);
            for (int epoch = 1; epoch <= Integer.parseInt(arguments[1]); epoch++) {
                time(epoch, order(examples.tokens().length, epoch), bench::step);
            }
        }
    }

    public static EncoderFiles files() {
        return EncoderFiles.of(ModelName.parse("embedded/minilm-l6"));
    }

    /// The first so many of the example task's shuffled train file.
    public static Examples examples(int count) throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        Path file = Path.of("examples/card-support/train.csv");
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                texts.add(row.getField("text"));
                labels.add(row.getField("category"));
            }
        }
        List<String> names = List.copyOf(new TreeSet<>(labels));
        int[] some = Arrays.copyOf(order(texts.size(), 0), Math.min(count, texts.size()));
        return new Examples(
                files().tokenize(Arrays.stream(some).mapToObj(texts::get).toList()),
                Arrays.stream(some).map(i -> names.indexOf(labels.get(i))).toArray(),
                names.size());
    }

    /// 0 to count - 1, shuffled.
    public static int[] order(int count, int epoch) {
        SplittableRandom random = Seeds.generator(1, "bench order " + epoch);
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
        return order;
    }

    /// Takes the steps of an epoch, and prints what they took: by the clock, and by the CPU time of
    /// the whole process, which others on the machine touch less.
    public static void time(int epoch, int[] order, Step step) {
        long began = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        double loss = 0;
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            loss += step.learn(Arrays.copyOfRange(order, from, to));
        }
        System.out.printf(
                Locale.ROOT,
                "epoch %d: loss %.4f, %.1f examples/s, %.1f examples a CPU second%n",
                epoch,
                loss / Math.ceilDiv(order.length, BATCH),
                order.length * 1e9 / (System.nanoTime() - began),
                order.length * 1e9 / (SYSTEM.getProcessCpuTime() - cpu));
    }

    /// The loss; the learner then has its gradient.
    double learn(int[] some) {
        return learner.learn(
                Shards.of(some, examples.tokens()),
                pass ->
                        head.crossEntropy(
                                state.theta,
                                Arrays.stream(pass).map(i -> examples.labelOf()[i]).toArray(),
                                even,
                                some.length),
                1);
    }

    double step(int[] some) {
        double loss = learn(some);
        float[] gradient = learner.gradient();
        Recipe recipe = Recipe.standard();
        double norm = AdamW.norm(gradient);
        float scale = norm > recipe.clip() ? (float) (recipe.clip() / norm) : 1;
        state.updates++;
        AdamW.step(
                net.parameters(),
                state,
                gradient,
                scale,
                recipe.learningRate(),
                recipe.weightDecay(),
                state.updates);
        learner.refresh(state.theta);
        return loss;
    }
}
