package dev.gradus.tune;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.gradus.spi.Trainer.Epoch;
import dev.gradus.spi.Trainer.Job;
import dev.gradus.spi.Trainer.Labelled;
import dev.gradus.spi.Trainer.Trained;
import dev.gradus.spi.Trainer.Watch;
import dev.gradus.stats.Seeds;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Trains on examples of `examples/card-support`, as the command line would, and prints what it
/// took: see `bench/lora.sh`. Settings come as `key=value`; test accuracy is printed only with
/// `test=yes`, and no setting may be chosen by it.
final class LoraBench {
    private LoraBench() {}

    private record Row(String text, String label) {}

    public static void main(String[] arguments) throws IOException {
        Path example = Path.of(arguments[0]);
        Map<String, String> settings = new java.util.HashMap<>();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            String[] parts = argument.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        long seeds = Long.parseLong(settings.getOrDefault("seeds", "1"));
        for (long seed = 1; seed <= seeds; seed++) {
            run(example, settings, seed);
        }
    }

    private static void run(Path example, Map<String, String> settings, long seed)
            throws IOException {
        List<Row> train = rows(example.resolve("train.csv"));
        List<String> labels = List.copyOf(new TreeSet<>(train.stream().map(Row::label).toList()));
        int count = Integer.parseInt(settings.getOrDefault("examples", "800"));
        List<Row> some = shuffled(train, seed).subList(0, Math.min(count, train.size()));
        boolean test = settings.getOrDefault("test", "no").equals("yes");
        List<Row> asked = test ? rows(example.resolve("test.csv")) : List.of();
        List<Labelled> labelled = new ArrayList<>();
        for (Row row : some) {
            labelled.add(new Labelled(row.text(), labels.indexOf(row.label()), labelled.size()));
        }
        Path folder = Files.createTempDirectory("gradus-lora");
        Memory memory = new Memory();
        Trained trained =
                new EncoderTrainer()
                        .train(
                                new Job(
                                        ModelName.parse(
                                                settings.getOrDefault(
                                                        "base", "embedded/minilm-l6")),
                                        recipe(settings),
                                        labels,
                                        labelled,
                                        asked.stream().map(Row::text).toList(),
                                        seed,
                                        folder,
                                        Optional.empty()),
                                memory);
        print(settings, seed, labelled.size(), trained, memory);
        if (test) {
            long right = 0;
            for (int i = 0; i < asked.size(); i++) {
                String answer = labels.get(trained.probes().get(i).label());
                right += answer.equals(asked.get(i).label()) ? 1 : 0;
            }
            System.out.printf("  test accuracy %.2f %%%n", 100.0 * right / asked.size());
        }
    }

    private static Recipe recipe(Map<String, String> settings) {
        Recipe.Kind kind = Recipe.Kind.valueOf(settings.getOrDefault("kind", "LORA"));
        Recipe standard = Recipe.standard(kind);
        return new Recipe(
                kind,
                Integer.parseInt(settings.getOrDefault("rank", "8")),
                Double.parseDouble(settings.getOrDefault("alpha", "16")),
                Double.parseDouble(settings.getOrDefault("dropout", "0")),
                Double.parseDouble(settings.getOrDefault("rate", "" + standard.learningRate())),
                Integer.parseInt(settings.getOrDefault("epochs", "" + standard.epochs())),
                Integer.parseInt(settings.getOrDefault("batch", "" + standard.batch())),
                standard.warmup(),
                standard.weightDecay(),
                standard.clip(),
                Integer.parseInt(settings.getOrDefault("patience", "1000")),
                Recipe.Start.valueOf(settings.getOrDefault("start", "CENTROIDS")),
                1,
                standard.held());
    }

    private static void print(
            Map<String, String> settings, long seed, int count, Trained trained, Memory memory) {
        System.out.printf(
                "%s seed %d: %d examples, %.1f s wall, %.1f s CPU, held %.2f %% (epoch %d), peak %d MB %s%n",
                new java.util.TreeMap<>(settings),
                seed,
                count,
                trained.wallSeconds(),
                trained.cpuSeconds(),
                100 * trained.heldScore(),
                trained.bestEpoch(),
                memory.peak >> 10,
                trained.note());
        for (Epoch epoch : trained.epochs()) {
            System.out.printf(
                    "  epoch %d: loss %.4f, held %.4f / %.2f %%, %.1f examples/s%n",
                    epoch.number(),
                    epoch.loss(),
                    epoch.heldLoss(),
                    100 * epoch.heldScore(),
                    epoch.examplesPerSecond());
        }
    }

    private static List<Row> shuffled(List<Row> rows, long seed) {
        List<Row> shuffled = new ArrayList<>(rows);
        SplittableRandom random = Seeds.generator(seed, "bench sample");
        for (int i = shuffled.size() - 1; i > 0; i--) {
            java.util.Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }

    private static List<Row> rows(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            csv.forEach(row -> rows.add(new Row(row.getField("text"), row.getField("category"))));
        }
        return rows;
    }

    /// The most resident memory of the training process, from Linux's own account of it.
    private static final class Memory implements Watch {
        private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
        private long peak;

        @Override
        public void at(
                long step,
                long steps,
                double loss,
                java.util.OptionalDouble held,
                double examplesPerSecond) {
            ProcessHandle.current().children().forEach(child -> peak = Math.max(peak, of(child)));
        }

        private static long of(ProcessHandle child) {
            try {
                String status = Files.readString(Path.of("/proc", "" + child.pid(), "status"));
                var found = PEAK.matcher(status);
                return found.find() ? Long.parseLong(found.group(1)) : 0;
            } catch (IOException gone) {
                return 0;
            }
        }
    }
}
