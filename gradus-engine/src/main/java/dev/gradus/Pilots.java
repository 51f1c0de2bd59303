package dev.gradus;

import dev.gradus.candidate.Method;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.stats.Seeds;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.ContentHash;
import dev.gradus.task.Example;
import dev.gradus.task.ModelName;
import dev.gradus.task.Recipe;
import dev.gradus.task.Splits;
import dev.gradus.task.Splitter;
import dev.gradus.task.Task;
import dev.gradus.tuning.Pilot;
import dev.gradus.tuning.TuningForecast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Small trials inside train, before anything is paid for. Train is halved; a quarter, a half and
/// all of one half teach a classifier on the frozen encoder and a tuned one, and both answer the
/// other half; then the halves change places. So every train example is answered by classifiers
/// that never saw it: with a fifth held out instead, the gain of the example task was as wide as
/// its interval. Near twins and groups never straddle the halves. Dev and test take no part. Each
/// size is durable once it is measured, and never trained again.
final class Pilots {
    private static final double[] SHARES = {0.25, 0.5, 1};
    private static final String PURPOSE = "pilot";
    private final Task task;
    private final Splits splits;
    private final Encoders encoders;
    private final Trainer trainer;
    private final Ledger ledger;
    private final Path work;
    private final long seed;
    private final TrainingWatch watch;

    /// @param work folder for what training leaves behind while it runs
    Pilots(
            Task task,
            Splits splits,
            Encoders encoders,
            Trainer trainer,
            Ledger ledger,
            Path work,
            long seed,
            TrainingWatch watch) {
        this.task = task;
        this.splits = splits;
        this.encoders = encoders;
        this.trainer = trainer;
        this.ledger = ledger;
        this.work = work;
        this.seed = seed;
        this.watch = watch;
    }

    /// @param forecast for all of train
    /// @param cpuSeconds that the tuned ones took
    /// @param seen examples times epochs that they trained on
    record Forecast(TuningForecast forecast, double cpuSeconds, long seen) {}

    /// One size of one half, as it is kept in the ledger: `frozen` and `tuned` are a 0 or 1 a
    /// held-out example.
    private record Measured(
            int examples, String frozen, String tuned, double cpuSeconds, long seen) {
        String line() {
            return examples + " " + frozen + " " + tuned + " " + cpuSeconds + " " + seen;
        }

        static Measured parse(String line) {
            String[] parts = line.split(" ");
            return new Measured(
                    Integer.parseInt(parts[0]),
                    parts[1],
                    parts[2],
                    Double.parseDouble(parts[3]),
                    Long.parseLong(parts[4]));
        }
    }

    /// Trains what the ledger does not have. Costs about 1.75 times one training run.
    ///
    /// @param frozen how the untuned encoder answers: as the best candidate below does, where that
    ///   is on this encoder
    Forecast forecast(ModelName base, Method frozen) {
        Splitter.Halves halves = Splitter.halves(task.answer(), splits.train(), seed);
        List<Example> held = new ArrayList<>(halves.second());
        held.addAll(halves.first());
        List<Pilot> pilots = new ArrayList<>();
        double cpuSeconds = 0;
        long seen = 0;
        for (double share : SHARES) {
            Measured one = measured(base, frozen, nested(halves.first(), share), halves.second());
            Measured other = measured(base, frozen, nested(halves.second(), share), halves.first());
            int size = (one.examples() + other.examples()) / 2;
            if (pilots.isEmpty() || size > pilots.getLast().trainExamples()) {
                pilots.add(
                        new Pilot(
                                size,
                                scores(one.frozen() + other.frozen()),
                                scores(one.tuned() + other.tuned())));
            }
            cpuSeconds += one.cpuSeconds() + other.cpuSeconds();
            seen += one.seen() + other.seen();
        }
        return new Forecast(
                TuningForecast.of(
                        pilots,
                        Arrays.stream(Encoders.groups(held)).boxed().toList(),
                        splits.train().size(),
                        Seeds.seed(seed, "tuning forecast")),
                cpuSeconds,
                seen);
    }

    private static List<Double> scores(String bits) {
        return bits.chars().mapToObj(bit -> bit == '1' ? 1.0 : 0.0).toList();
    }

    /// The first examples of each label in an order that a hash draws, so that a larger share holds
    /// every smaller one.
    private List<Example> nested(List<Example> part, double share) {
        Map<String, List<Example>> byLabel = new HashMap<>();
        part.stream()
                .sorted(
                        java.util.Comparator.comparing(example ->
                                ContentHash.of(PURPOSE, Long.toString(seed), example.input())))
                .forEach(example ->
                        byLabel.computeIfAbsent(example.expected(), one -> new ArrayList<>())
                                .add(example));
        java.util.Set<String> taken = new java.util.HashSet<>();
        byLabel.values()
                .forEach(of ->
                        of.subList(0, (int) Math.ceil(share * of.size()))
                                .forEach(example -> taken.add(example.id())));
        return part.stream().filter(example -> taken.contains(example.id())).toList();
    }

    private Measured measured(
            ModelName base, Method frozen, List<Example> taught, List<Example> held) {
        String key = key(base, frozen, taught, held);
        return ledger.choice(key)
                .map(Measured::parse)
                .orElseGet(() -> {
                    Measured fresh = measure(base, frozen, taught, held, key);
                    ledger.recordChoice(key, fresh.line());
                    return fresh;
                });
    }

    private String key(ModelName base, Method frozen, List<Example> taught, List<Example> held) {
        return ContentHash.of(
                PURPOSE,
                encoders.encoder(base).fingerprint(),
                task.plan().recipe().oneRun().toString(),
                frozen.fields().toString(),
                Long.toString(seed),
                ContentHash.of(taught),
                ContentHash.of(held));
    }

    private Measured measure(
            ModelName base, Method frozen, List<Example> taught, List<Example> held, String key) {
        Trainer.Trained tuned =
                watch.train(
                        trainer,
                        "pilot on " + taught.size() + " examples",
                        job(base, taught, held, work.resolve("pilot-" + key.substring(0, 16))));
        String answers = bits(tuned.probes(), held);
        Folders.delete(tuned.folder());
        return new Measured(
                taught.size(),
                bits(untuned(base, frozen, taught, held), held),
                answers,
                tuned.cpuSeconds(),
                (long) taught.size() * tuned.epochs().size());
    }

    private Trainer.Job job(ModelName base, List<Example> taught, List<Example> held, Path folder) {
        Recipe recipe = task.plan().recipe().oneRun();
        return new Trainer.Job(
                base,
                recipe,
                labels(),
                labelled(taught, labels()),
                held.stream().map(Example::input).toList(),
                Seeds.seed(seed, PURPOSE + " " + taught.size()),
                folder,
                java.util.Optional.empty());
    }

    private List<String> labels() {
        return task.answer().asLabels().map(AnswerShape.Labels::names).orElseThrow();
    }

    /// What a trainer learns from. Examples whose label is not one of the task's teach nothing.
    static List<Trainer.Labelled> labelled(List<Example> examples, List<String> labels) {
        Map<String, Integer> index = new HashMap<>();
        labels.forEach(label -> index.put(label, index.size()));
        int[] groups = Encoders.groups(examples);
        return IntStream.range(0, examples.size())
                .mapToObj(i ->
                        new Trainer.Labelled(
                                examples.get(i).input(),
                                index.getOrDefault(examples.get(i).expected(), -1),
                                groups[i]))
                .filter(one -> one.label() >= 0)
                .toList();
    }

    private List<Prediction> untuned(
            ModelName base, Method frozen, List<Example> taught, List<Example> held) {
        Training all = encoders.training(base);
        Map<String, Integer> place = new HashMap<>();
        splits.train().forEach(example -> place.put(example.id(), place.size()));
        int[] rows = taught.stream().mapToInt(example -> place(place, example)).toArray();
        VectorClassifier classifier =
                encoders.classifiers()
                        .fit(
                                frozen,
                                new Training(
                                        pick(all.vectors(), rows),
                                        IntStream.of(rows).map(i -> all.labels()[i]).toArray(),
                                        IntStream.of(rows).map(i -> all.groups()[i]).toArray(),
                                        all.nameVectors(),
                                        all.descriptionVectors(),
                                        all.described()));
        return held.stream()
                .map(example -> classifier.classify(all.vectors()[place(place, example)]))
                .toList();
    }

    private static int place(Map<String, Integer> places, Example example) {
        Integer place = places.get(example.id());
        if (place == null) {
            throw new IllegalStateException(example.id() + " is not in train");
        }
        return place;
    }

    private static float[][] pick(float[][] vectors, int[] rows) {
        return IntStream.of(rows).mapToObj(i -> vectors[i]).toArray(float[][]::new);
    }

    private String bits(List<Prediction> answers, List<Example> held) {
        List<String> labels = labels();
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < held.size(); i++) {
            boolean right = labels.get(answers.get(i).label()).equals(held.get(i).expected());
            bits.append(right ? '1' : '0');
        }
        return bits.toString();
    }
}
