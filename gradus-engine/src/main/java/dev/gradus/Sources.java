package dev.gradus;

import dev.gradus.spi.EncoderSource;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.ModelTuner;
import dev.gradus.spi.Trainer;
import dev.gradus.spi.VectorClassifiers;
import java.util.List;
import java.util.Optional;

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
}
