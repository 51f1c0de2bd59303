package dev.gradus.models.tuning;

import java.util.Objects;
import java.util.Optional;

/// What a provider knows a tuning by.
///
/// @param mark of what was ordered: base, examples, method, settings
/// @param trainingFile at the provider
/// @param validationFile at the provider; empty until it is there, and where none is held out
/// @param job empty until one was started, or where the reply that would have named it was lost
public record KeptJob(
        String mark, String trainingFile, Optional<String> validationFile, Optional<String> job) {
    public KeptJob {
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(trainingFile, "trainingFile");
        Objects.requireNonNull(validationFile, "validationFile");
        Objects.requireNonNull(job, "job");
    }

    KeptJob withValidationFile(String file) {
        return new KeptJob(mark, trainingFile, Optional.of(file), job);
    }

    KeptJob withJob(String id) {
        return new KeptJob(mark, trainingFile, validationFile, Optional.of(id));
    }
}
