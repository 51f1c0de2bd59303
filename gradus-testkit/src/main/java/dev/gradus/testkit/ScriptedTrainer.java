package dev.gradus.testkit;

import dev.gradus.spi.Encoder;
import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.VectorClassifiers.Prediction;
import dev.gradus.task.ModelName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// A trainer that learns nothing: what its "tuned" encoder answers is told beforehand. It writes
/// real files where a trainer writes them, counts its runs, and opens what it kept as an encoder
/// source does.
public final class ScriptedTrainer implements Trainer, EncoderSource {
    private final EncoderSource bases;
    private final ToIntFunction<String> answers;
    private final Function<Encoder, Encoder> tuned;
    private final List<Job> jobs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Double> heldScores = new ArrayList<>(List.of(0.5));

    /// @param answers label index that the tuned encoder gives to a text
    /// @param tuned its vectors: the base's own to lose nothing
    public ScriptedTrainer(
            EncoderSource bases, ToIntFunction<String> answers, Function<Encoder, Encoder> tuned) {
        this.bases = bases;
        this.answers = answers;
        this.tuned = tuned;
    }

    /// Held-out scores of the runs to come, in their order; the last stays.
    public void heldScores(Double... scores) {
        heldScores.clear();
        heldScores.addAll(Arrays.asList(scores));
    }

    /// Every run so far.
    public List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /// What was written down with an adapter.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Optional<String> refusal(ModelName base) {
        return Optional.empty();
    }

    @Override
    public Optional<String> baseHash(ModelName base) {
        return Optional.of("00");
    }

    @Override
    public Trained train(Job job, Watch watch) {
        double held = heldScores.size() > 1 ? heldScores.removeFirst() : heldScores.getFirst();
        jobs.add(job);
        watch.at(1, 1, 0.5, OptionalDouble.of(held), 100);
        write(job.folder().resolve("head.safetensors"), "seed " + job.seed());
        return new Trained(
                job.folder(),
                List.of(new Epoch(1, 0.5, 0.6, held, 100)),
                1,
                held,
                job.probes().stream()
                        .map(text -> new Prediction(answers.applyAsInt(text), 0.9))
                        .toList(),
                2,
                1,
                "00",
                "");
    }

    @Override
    public void merge(Path adapter, ModelName base) {
        write(adapter.resolve("merged.onnx"), base.toString());
    }

    @Override
    public Kept keep(
            Path home, String task, Trained trained, Job job, String dataset, List<Seed> seeds) {
        String id = "a" + Long.toHexString(job.seed());
        Path folder = home.resolve("adapters").resolve(task).resolve("v1");
        write(
                folder.resolve("adapter.json"),
                "{\"id\": \"%s\", \"base_sha256\": \"00\", \"dataset\": {\"hash\": \"%s\", \"examples\": %d}}"
                        .formatted(id, dataset, job.train().size()));
        return new Kept(folder, id, 1);
    }

    @Override
    public void note(
            Path home,
            String task,
            Kept kept,
            OptionalDouble dev,
            OptionalDouble test,
            String decision) {
        notes.add(decision);
    }

    @Override
    public List<EncoderFacts> encoders() {
        return bases.encoders();
    }

    @Override
    public Encoder open(ModelName name) {
        return bases.open(name);
    }

    /// The head knows a text by its vector.
    @Override
    public Adapted openAdapted(ModelName base, Path adapter) {
        Map<String, Integer> known = new ConcurrentHashMap<>();
        Encoder encoder = tuned.apply(bases.open(base));
        Encoder remembering =
                new Remembering(
                        encoder,
                        (text, vector) ->
                                known.put(Arrays.toString(vector), answers.applyAsInt(text)));
        return new Adapted(
                remembering,
                vector -> new Prediction(known.getOrDefault(Arrays.toString(vector), 0), 0.9),
                jobs.getLast().labels());
    }

    private interface Seen {
        void text(String text, float[] vector);
    }

    private record Remembering(Encoder encoder, Seen seen) implements Encoder {
        @Override
        public ModelName name() {
            return encoder.name();
        }

        @Override
        public String fingerprint() {
            return encoder.fingerprint() + "/tuned";
        }

        @Override
        public int dimensions() {
            return encoder.dimensions();
        }

        @Override
        public Encoded encode(String text) {
            Encoded encoded = encoder.encode(text);
            seen.text(text, encoded.vector());
            return encoded;
        }

        @Override
        public List<Segment> plan(List<String> texts) {
            return encoder.plan(texts);
        }

        @Override
        public float[][] encode(Segment segment) {
            return encoder.encode(segment);
        }

        @Override
        public void close() {
            encoder.close();
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
