import dev.gradus.files.LoadedTask;
import dev.gradus.files.TaskFile;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.TuningPlan;
import dev.gradus.tune.open.OpenOptions;
import dev.gradus.tune.open.OpenProgress;
import dev.gradus.tune.open.OpenRecipes;
import dev.gradus.tune.open.OpenTrainer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Writes the TRL recipe of a task's train split and runs it, for `bench/python/open_check.py`:
/// `OpenTuning TASK sft|dpo|grpo BASE INTO STEP`, which asks it to stop at
/// that step, or never at 0. Says how far it is
/// on standard error, and what came of it as one line of JSON.
final class OpenTuning {
    private OpenTuning() {}

    public static void main(String[] args) {
        LoadedTask loaded = TaskFile.read(Path.of(args[0]));
        Splits splits =
                Splitter.split(loaded.task().answer(), loaded.examples(), loaded.test(), 1);
        OpenOptions.Method method = OpenOptions.Method.valueOf(args[1].toUpperCase(Locale.ROOT));
        boolean sft = method == OpenOptions.Method.SFT;
        Path into = Path.of(args[3]);
        // Two layers of random weights take fifteen times the rate of a model that knows something.
        Recipe tiny =
                new Recipe(
                        Recipe.Kind.LORA,
                        16,
                        32,
                        0,
                        sft ? 3e-3 : 1e-3,
                        sft ? 8 : 1,
                        sft ? 16 : 8,
                        0.03,
                        0,
                        1,
                        4,
                        Recipe.Start.CENTROIDS,
                        1,
                        0.1);
        OpenOptions options =
                OpenOptions.of(loaded.task().withPlan(planned(args[2])))
                        .withMethod(method)
                        .withMaxLength(128)
                        .withRecipe(tiny);
        if (method == OpenOptions.Method.GRPO) {
            options = options.withMaxLength(16);
        }
        OpenRecipes.Written written =
                OpenRecipes.write(
                        loaded.task(), splits.train(), OpenRecipes.Tool.TRL, into, options);
        System.err.printf(
                "%s: %d rows learned from, %d held out%n",
                args[1], written.report().learned(), written.report().held());
        System.err.println(written.command());
        OpenTrainer.Tuned tuned =
                new OpenTrainer(name -> Optional.ofNullable(System.getenv(name)))
                        .run(into, Optional.empty(), new Told(Long.parseLong(args[4])));
        // The note is one of ours: letters, digits and spaces.
        System.out.printf(
                Locale.ROOT,
                "{\"step\": %d, \"steps\": %d, \"seconds\": %.1f, \"note\": \"%s\"}%n",
                tuned.last().step(),
                tuned.last().steps(),
                tuned.seconds(),
                tuned.note());
    }

    private static TuningPlan planned(String base) {
        TuningPlan plan = TuningPlan.standard();
        return plan.withBase(new ModelName("vllm", base));
    }

    /// A line whenever the held-out loss changes; asks to stop at a step.
    private static final class Told implements OpenTrainer.Watch {
        private final long last;
        private long step;
        private double told = -1;

        Told(long last) {
            this.last = last;
        }

        @Override
        public boolean stop() {
            return last > 0 && step >= last;
        }

        @Override
        public void at(OpenProgress progress) {
            step = progress.step();
            double held = progress.heldLoss().orElse(-1);
            if (held != told) {
                told = held;
                System.err.println(progress);
            }
        }
    }
}
