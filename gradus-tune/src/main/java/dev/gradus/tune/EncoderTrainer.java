package dev.gradus.tune;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer;
import dev.gradus.task.ModelName;
import dev.gradus.tune.AdapterManifest.Provenance;
import dev.gradus.tune.AdapterManifest.SeedScore;
import dev.gradus.tune.onnx.MergedGraph;
import dev.gradus.tune.train.EncoderTraining;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Tunes the sentence encoders of `gradus-embedded` on this machine's cores, in a process of its
/// own.
public final class EncoderTrainer implements Trainer {
    /// For `ServiceLoader`.
    public EncoderTrainer() {}

    @Override
    public Optional<String> refusal(ModelName base) {
        if (!base.inProcess()) {
            return Optional.of(
                    "%s does not run in this process: name an embedded/ encoder under tuning.base."
                            .formatted(base));
        }
        try {
            EncoderFiles.of(EncoderFiles.of(base).fullPrecision());
            return Optional.empty();
        } catch (GradusException.Usage | GradusException.Provider absent) {
            return Optional.of(String.valueOf(absent.getMessage()));
        }
    }

    @Override
    public Optional<String> baseHash(ModelName base) {
        return refusal(base).isPresent()
                ? Optional.empty()
                : Optional.of(EncoderFiles.of(EncoderFiles.of(base).fullPrecision()).checksum());
    }

    @Override
    public Trained train(Job job, Watch watch) {
        return EncoderTraining.train(job, watch);
    }

    @Override
    public void merge(Path adapter, ModelName base) {
        MergedGraph.write(adapter, base);
    }

    @Override
    public Kept keep(
            Path home, String task, Trained trained, Job job, String dataset, List<Seed> seeds) {
        AdapterRegistry registry = new AdapterRegistry(home, task, InstantSource.system());
        AdapterManifest kept =
                registry.add(
                        trained.folder(),
                        new Provenance(
                                EncoderFiles.of(job.base()).fullPrecision(),
                                trained.baseHash(),
                                dataset,
                                job.train().size(),
                                job.recipe(),
                                seeds.stream()
                                        .map(one -> new SeedScore(one.seed(), one.heldScore()))
                                        .toList(),
                                job.seed()));
        return new Kept(registry.folder(kept), kept.id(), kept.version());
    }

    @Override
    public void note(
            Path home,
            String task,
            Kept kept,
            OptionalDouble dev,
            OptionalDouble test,
            String decision) {
        AdapterRegistry registry = new AdapterRegistry(home, task, InstantSource.system());
        AdapterManifest manifest =
                registry.find(kept.id())
                        .orElseThrow(() ->
                                new GradusException.Data(
                                        kept.folder()
                                                + " is gone: somebody took it away while it was"
                                                + " measured. Tune again."));
        registry.withEvaluation(
                manifest,
                new AdapterManifest.Evaluation(manifest.evaluation().held(), dev, test),
                Optional.of(decision));
    }
}
