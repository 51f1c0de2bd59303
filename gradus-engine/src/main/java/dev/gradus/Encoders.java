package dev.gradus;

import dev.gradus.candidate.Candidate;
import dev.gradus.candidate.Method;
import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Ledger;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.spi.VectorClassifiers.Training;
import dev.gradus.spi.VectorClassifiers.VectorClassifier;
import dev.gradus.task.AnswerShape;
import dev.gradus.task.Example;
import dev.gradus.task.Label;
import dev.gradus.task.ModelName;
import dev.gradus.task.Splits;
import dev.gradus.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// The task's encoders, opened when first needed, with what each makes of the train examples.
final class Encoders implements AutoCloseable {
    private final Optional<EncoderSource> source;
    private final Optional<VectorClassifiers> classifiers;
    private final Ledger ledger;
    private final Workers workers;
    private final Progress progress;
    private final String freshness;
    private final List<Label> labels;
    private final Splits splits;
    private final AtomicLong cpuNanos;
    private final Map<ModelName, Encoder> open;
    private final Map<ModelName, VectorStore> vectors;
    private final Map<ModelName, Training> trainings = new HashMap<>();
    private final AdapterFolders adapters;
    private final Map<String, EncoderSource.Adapted> adapted;
    private final Map<String, VectorStore> adaptedVectors;
    private final Optional<Part> part;

    /// Some of the train examples of others.
    private record Part(Encoders whole, int[] rows) {}

    Encoders(
            Task task,
            Splits splits,
            Optional<EncoderSource> source,
            Optional<VectorClassifiers> classifiers,
            Ledger ledger,
            Workers workers,
            Progress progress,
            String freshness,
            AdapterFolders adapters) {
        this.adapters = adapters;
        this.labels = task.answer().asLabels().map(AnswerShape.Labels::labels).orElse(List.of());
        this.splits = splits;
        this.source = source;
        this.classifiers = classifiers;
        this.ledger = ledger;
        this.workers = workers;
        this.progress = progress;
        this.freshness = freshness;
        this.cpuNanos = new AtomicLong();
        this.open = new HashMap<>();
        this.vectors = new HashMap<>();
        this.adapted = new HashMap<>();
        this.adaptedVectors = new HashMap<>();
        this.part = Optional.empty();
    }

    private Encoders(Encoders whole, int[] rows, Splits splits) {
        this.adapters = whole.adapters;
        this.labels = whole.labels;
        this.splits = splits;
        this.source = whole.source;
        this.classifiers = whole.classifiers;
        this.ledger = whole.ledger;
        this.workers = whole.workers;
        this.progress = whole.progress;
        this.freshness = whole.freshness;
        this.cpuNanos = whole.cpuNanos;
        this.open = whole.open;
        this.vectors = whole.vectors;
        this.adapted = whole.adapted;
        this.adaptedVectors = whole.adaptedVectors;
        this.part = Optional.of(new Part(whole, rows.clone()));
    }

    /// The same encoders, taught by some of the train examples alone. Nothing is opened or encoded
    /// twice; these need no closing.
    ///
    /// @param rows of train, in rising order
    /// @param splits whose train is those rows
    Encoders taughtBy(int[] rows, Splits splits) {
        return new Encoders(this, rows, splits);
    }

    /// The same, by the splits alone: each of their train examples is one of train.
    Encoders taughtBy(Splits some) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < splits.train().size(); row++) {
            rows.putIfAbsent(splits.train().get(row).input(), row);
        }
        return taughtBy(
                some.train().stream()
                        .mapToInt(one ->
                                Objects.requireNonNull(rows.get(one.input()), "not one of train"))
                        .toArray(),
                some);
    }

    /// Of the task; empty where its answers are no labels.
    List<String> labelNames() {
        return labels.stream().map(Label::name).toList();
    }

    VectorClassifiers classifiers() {
        return classifiers.orElseThrow();
    }

    /// CPU time of the calls made one by one in this process.
    long cpuNanos() {
        return cpuNanos.get();
    }

    VectorStore vectors(ModelName name) {
        return vectors.computeIfAbsent(name, one -> store(encoder(one)));
    }

    Encoder encoder(ModelName name) {
        return open.computeIfAbsent(name, one -> source.orElseThrow().open(one));
    }

    /// What makes a label of a vector: the adapter's own head, or a classifier fitted on train.
    VectorClassifier classifier(Candidate.Encoded candidate) {
        return candidate.method() instanceof Method.Adapted method
                ? adapted(candidate.model(), method).head()
                : classifiers().fit(candidate.method(), training(candidate.model()));
    }

    /// The vectors that the candidate reads.
    VectorStore vectors(Candidate.Encoded candidate) {
        return candidate.method() instanceof Method.Adapted method
                ? adaptedVectors.computeIfAbsent(
                        candidate.model() + "/" + method.adapter(),
                        one -> store(adapted(candidate.model(), method).encoder()))
                : vectors(candidate.model());
    }

    private EncoderSource.Adapted adapted(ModelName model, Method.Adapted method) {
        return adapted.computeIfAbsent(
                model + "/" + method.adapter(), one -> openAdapted(model, method));
    }

    /// A head counts labels: with another list, or another order of it, it would answer wrong.
    private EncoderSource.Adapted openAdapted(ModelName model, Method.Adapted method) {
        Path folder = adapters.folder(method.adapter());
        EncoderSource.Adapted opened = source.orElseThrow().openAdapted(model, folder);
        if (!opened.labels().equals(labels.stream().map(Label::name).toList())) {
            opened.encoder().close();
            throw new GradusException.Data(
                    "the adapter in "
                            + folder
                            + " was tuned for other labels, or the same in another order, than the"
                            + " task has now. Bring the labels back, or tune again.");
        }
        return opened;
    }

    private VectorStore store(Encoder encoder) {
        return new VectorStore(encoder, ledger, workers, progress, freshness, cpuNanos);
    }

    Training training(ModelName name) {
        return trainings.computeIfAbsent(name, this::learnFrom);
    }

    /// The vectors of the train examples, in their order.
    float[][] train(ModelName name) {
        if (part.isPresent()) {
            float[][] whole = part.get().whole().training(name).vectors();
            return IntStream.of(part.get().rows())
                    .mapToObj(row -> whole[row])
                    .toArray(float[][]::new);
        }
        return vectors(name)
                .bulk(splits.train().stream().map(Example::input).toList(), "encoding train");
    }

    private Training learnFrom(ModelName name) {
        VectorStore store = vectors(name);
        List<Example> train = splits.train();
        float[][] inputs = train(name);
        Map<String, Integer> index = new LinkedHashMap<>();
        labels.forEach(label -> index.put(label.name(), index.size()));
        int[] expected =
                train.stream()
                        .mapToInt(example -> index.getOrDefault(example.expected(), -1))
                        .toArray();
        List<String> names = labels.stream().map(label -> spoken(label.name())).toList();
        List<String> descriptions =
                labels.stream()
                        .map(label -> label.description().orElse(spoken(label.name())))
                        .toList();
        return new Training(
                inputs,
                expected,
                groups(train),
                texts(store, names),
                texts(store, descriptions),
                labels.stream().allMatch(label -> label.description().isPresent()));
    }

    /// What a whole climb would encode with this encoder, and how much of it is durable already.
    DryRun.Load load(ModelName name) {
        List<String> single = new ArrayList<>();
        labels.forEach(label -> single.add(spoken(label.name())));
        labels.forEach(label -> label.description().ifPresent(single::add));
        splits.dev().forEach(example -> single.add(example.input()));
        splits.test().forEach(example -> single.add(example.input()));
        return vectors(name).load(single, splits.train().stream().map(Example::input).toList());
    }

    /// Labels are written for machines; encoders read words.
    static String spoken(String label) {
        return label.replace('_', ' ').replace('-', ' ').strip();
    }

    private static float[][] texts(VectorStore store, List<String> texts) {
        return store.single(texts, "encoding labels").stream()
                .map(VectorStore.Call::vector)
                .toArray(float[][]::new);
    }

    /// Examples of one group, or with the same text, stay in one fold.
    static int[] groups(List<Example> train) {
        Map<String, Integer> seen = new HashMap<>();
        List<Integer> groups = new ArrayList<>(train.size());
        for (Example example : train) {
            String key =
                    example.group()
                            .map(group -> "g:" + group)
                            .orElseGet(() ->
                                    "t:"
                                            + example.input()
                                                    .strip()
                                                    .toLowerCase(java.util.Locale.ROOT));
            groups.add(seen.computeIfAbsent(key, fresh -> seen.size()));
        }
        return groups.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void close() {
        open.values().forEach(Encoder::close);
        adapted.values().forEach(one -> one.encoder().close());
    }
}
