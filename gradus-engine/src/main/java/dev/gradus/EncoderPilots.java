package dev.gradus;

import dev.gradus.candidate.Method;
import dev.gradus.canonical.Canonical;
import dev.gradus.ladder.Means;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Small trials inside train, before anything is paid for. Train is halved; a quarter, a half and
/// all of one half teach a classifier on the frozen encoder and a tuned one, and both answer the
/// other half; then the halves change places. So every train example is answered by classifiers
/// that never saw it: with a fifth held out instead, the gain of the example task was as wide as
/// its interval. Near twins and groups never straddle the halves. Dev and test take no part. Each
/// size is trained with two seeds, as runs of one recipe differ; each run is durable once it is
/// measured, and never trained again.
final class EncoderPilots {
    private static final String FROZEN = "the classifier on the frozen encoder";
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
    private EncoderPilots(
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

    /// The pilot of the encoder that would be tuned; nothing came of it where nothing here can tune
    /// it: `gradus tune` says why.
    static Piloted run(LastRung last, Equipment equipment, TrainingWatch watch) {
        Optional<ModelName> base = last.inProcessBase();
        Optional<Trainer> trainer =
                last.sources()
                        .trainer()
                        .filter(one -> base.isPresent() && one.refusal(base.get()).isEmpty());
        ClimbRequest request = last.request();
        if (trainer.isEmpty() || request.outside().home().isEmpty()) {
            return Piloted.unwanted();
        }
        return Piloted.showed(
                new EncoderPilots(
                                request.task(),
                                last.splits(),
                                equipment.encoders(),
                                trainer.get(),
                                last.ledger(),
                                request.outside().home().get().resolve("tuning"),
                                request.options().seed(),
                                watch)
                        .forecast(base.get(), last.ownMethod(base.get()), equipment.means()));
    }

    /// Trains what the ledger does not have. Costs about 3.5 times one training run.
    ///
    /// @param own how the best candidate below answers, where that is on this encoder
    private PilotForecast forecast(ModelName base, Optional<Method> own, Means means) {
        Method frozen =
                own.orElseGet(() -> new Method.Linear(means.study().strength(base).value()));
        PilotCut cut = PilotCut.of(task, splits.train(), seed);
        Splitter.Halves halves = cut.halves();
        List<Example> held = new ArrayList<>(halves.second());
        held.addAll(halves.first());
        List<Pilot> sizes = new ArrayList<>();
        List<PilotSize> all = new ArrayList<>();
        for (double share : PilotCut.SHARES) {
            List<PilotSize> one =
                    measured(base, frozen, cut.nested(halves.first(), share), halves.second());
            List<PilotSize> other =
                    measured(base, frozen, cut.nested(halves.second(), share), halves.first());
            sizes.add(PilotSize.both(PilotSize.pilot(one), PilotSize.pilot(other)));
            all.addAll(one);
            all.addAll(other);
        }
        return new PilotForecast(
                PilotForecast.forecast(sizes, held, splits.train().size(), seed),
                new PilotForecast.Frozen(own.isPresent(), FROZEN),
                all.stream().mapToDouble(one -> Double.parseDouble(bill(one)[0])).sum(),
                all.stream().mapToLong(one -> Long.parseLong(bill(one)[1])).sum(),
                0,
                List.of());
    }

    private static String[] bill(PilotSize run) {
        return run.bill().split(" ");
    }

    /// One a seed.
    private List<PilotSize> measured(
            ModelName base, Method frozen, List<Example> taught, List<Example> held) {
        String first = key(base, frozen, taught, held);
        List<PilotSize> runs = new ArrayList<>();
        for (int run = 1; run <= PilotSize.RUNS; run++) {
            int number = run;
            // A pilot of one seed, as older ledgers have it, is the first run of this one.
            String key = run == 1 ? first : ContentHash.ofTexts(List.of(first, "run " + run));
            runs.add(
                    PilotSize.of(
                            ledger, key, () -> measure(base, frozen, taught, held, number, key)));
        }
        return runs;
    }

    private String key(ModelName base, Method frozen, List<Example> taught, List<Example> held) {
        return ContentHash.of(
                Canonical.text(PURPOSE),
                Canonical.text(encoders.encoder(base).fingerprint()),
                Canonical.printed(task.plan().recipe().oneRun().printed()),
                task.plan().limit().map(Canonical::duration).orElse(Canonical.text("")),
                Canonical.printed(frozen.printed()),
                Canonical.number(seed),
                Canonical.text(ContentHash.of(taught)),
                Canonical.text(ContentHash.of(held)));
    }

    private PilotSize measure(
            ModelName base,
            Method frozen,
            List<Example> taught,
            List<Example> held,
            int run,
            String key) {
        Trainer.Trained tuned =
                watch.train(
                        trainer,
                        "pilot on "
                                + taught.size()
                                + " examples, seed "
                                + run
                                + " of "
                                + PilotSize.RUNS,
                        job(
                                base,
                                taught,
                                held,
                                run,
                                work.resolve("pilot-" + key.substring(0, 16))));
        List<Double> answers = scores(tuned.probes(), held);
        Folders.delete(tuned.folder());
        return new PilotSize(
                taught.size(),
                scores(untuned(base, frozen, taught, held), held),
                answers,
                tuned.cpuSeconds() + " " + (long) taught.size() * tuned.epochs().size());
    }

    private Trainer.Job job(
            ModelName base, List<Example> taught, List<Example> held, int run, Path folder) {
        Recipe recipe = task.plan().recipe().oneRun();
        return new Trainer.Job(
                base,
                recipe,
                labels(),
                labelled(taught, labels()),
                held.stream().map(Example::input).toList(),
                Seeds.seed(seed, PURPOSE + " " + taught.size() + (run == 1 ? "" : " run " + run)),
                folder,
                task.plan().limit());
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

    private List<Double> scores(List<Prediction> answers, List<Example> held) {
        List<String> labels = labels();
        return IntStream.range(0, held.size())
                .mapToObj(i ->
                        labels.get(answers.get(i).label()).equals(held.get(i).expected())
                                ? 1.0
                                : 0.0)
                .toList();
    }
}
