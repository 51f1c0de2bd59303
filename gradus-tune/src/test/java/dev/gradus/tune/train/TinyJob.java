package dev.gradus.tune.train;

import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.tune.net.Kernels;
import dev.gradus.tune.net.TinyBert;
import dev.gradus.tune.onnx.BertWeights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// A job that a random encoder learns in a second: a text's label is in its words.
final class TinyJob {
    static final int LABELS = 3;
    static final int LAYERS = 2;
    static final long SEED = 7;

    private TinyJob() {}

    static Recipe recipe(Recipe.Kind kind, Recipe.Start start, double rate, int epochs) {
        return new Recipe(kind, 4, 8, 0.1, rate, epochs, 20, 0.1, 0.01, 1, 99, start, 1, 0.2);
    }

    static TrainingJob of(Recipe recipe, Optional<Duration> limit) {
        SplittableRandom random = new SplittableRandom(SEED);
        int count = 90;
        int[][] texts = new int[count][];
        int[] labels = new int[count];
        int[] groups = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % LABELS;
            groups[i] = i / 2;
            texts[i] = random.ints(random.nextInt(3, 9), 0, TinyBert.WORDS - 10).toArray();
            // Two words of the label's own among the others.
            texts[i][1] = TinyBert.WORDS - 1 - labels[i];
            texts[i][2] = TinyBert.WORDS - 4 - labels[i];
        }
        return new TrainingJob(
                new ModelName("embedded", "tiny"),
                "0".repeat(64),
                recipe,
                List.of("a", "b", "c"),
                texts,
                labels,
                groups,
                new int[][] {texts[0], texts[1], texts[2]},
                SEED,
                limit);
    }

    static boolean run(TrainingJob job, Path folder, Progress progress, int workers) {
        return run(job, TinyBert.weights(LAYERS, SEED), folder, progress, workers);
    }

    static boolean run(
            TrainingJob job, BertWeights base, Path folder, Progress progress, int workers) {
        return new TrainingRun(job, base, true, folder, Kernels.fastest(), workers, 0)
                .run(progress, new StillClock());
    }

    /// A clock that stands still.
    record StillClock() implements RunClock {
        @Override
        public double cpuSeconds() {
            return 1;
        }

        @Override
        public double wallSeconds() {
            return 2;
        }
    }

    /// Never asks to stop.
    record Silent() implements Progress {
        @Override
        public void at(long step, long steps, double loss, OptionalDouble held, double rate) {}

        @Override
        public boolean stop() {
            return false;
        }
    }
}
