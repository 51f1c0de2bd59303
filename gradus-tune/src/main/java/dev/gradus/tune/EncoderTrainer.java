package dev.gradus.tune;

import dev.gradus.embedded.EncoderFiles;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer;
import dev.gradus.task.ModelName;
import dev.gradus.tune.onnx.MergedGraph;
import dev.gradus.tune.train.EncoderTraining;
import java.nio.file.Path;
import java.util.Optional;

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
    public Trained train(Job job, Watch watch) {
        return EncoderTraining.train(job, watch);
    }

    @Override
    public void merge(Path adapter, ModelName base) {
        MergedGraph.write(adapter, base);
    }
}
