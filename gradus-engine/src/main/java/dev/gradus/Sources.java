package dev.gradus;

import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.EncoderSource.EncoderFacts;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.ModelTuner;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.VectorClassifiers;
import dev.gradus.task.ModelName;
import dev.gradus.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The means that stand on the class path.
///
/// @param encoders in-process
/// @param classifiers on their vectors
/// @param models chat models, by provider
/// @param trainer of in-process encoders
/// @param tuner of chat models
record Sources(
        Optional<EncoderSource> encoders,
        Optional<VectorClassifiers> classifiers,
        List<ModelSource> models,
        Optional<Trainer> trainer,
        Optional<ModelTuner> tuner) {

    /// Nothing that tunes.
    Sources(
            Optional<EncoderSource> encoders,
            Optional<VectorClassifiers> classifiers,
            List<ModelSource> models) {
        this(encoders, classifiers, models, Optional.empty(), Optional.empty());
    }

    /// Nothing that tunes chat models.
    Sources(
            Optional<EncoderSource> encoders,
            Optional<VectorClassifiers> classifiers,
            List<ModelSource> models,
            Optional<Trainer> trainer) {
        this(encoders, classifiers, models, trainer, Optional.empty());
    }

    static Sources found() {
        return new Sources(
                Found.first(EncoderSource.class),
                Found.first(VectorClassifiers.class),
                Found.all(ModelSource.class),
                Found.first(Trainer.class),
                Found.first(ModelTuner.class));
    }

    /// The task's in-process encoders, each known and installed.
    List<ModelName> usable(Task task) {
        List<ModelName> inProcess = task.models().stream().filter(ModelName::inProcess).toList();
        if (inProcess.isEmpty() || encoders.isEmpty() || classifiers.isEmpty()) {
            return List.of();
        }
        List<EncoderFacts> known = encoders.get().encoders();
        for (ModelName name : inProcess) {
            EncoderFacts facts =
                    known.stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    new GradusException.Data(
                                            "gradus.yaml names the model "
                                                    + name
                                                    + ", which is not known. Known in this process: "
                                                    + known.stream()
                                                            .map(one -> one.name().toString())
                                                            .collect(Collectors.joining(", "))
                                                    + "."));
            if (!facts.installed()) {
                throw new GradusException.Provider(
                        name
                                + " is not installed. Fetch it once ("
                                + facts.megabytes()
                                + " MB): ./gradus models get "
                                + name,
                        false);
            }
        }
        return inProcess;
    }
}
