package dev.gradus.spi;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// How far a tuning job is, as its provider says.
///
/// @param status where it stands
/// @param model the tuned model's name at the provider; there once it has succeeded, unless the
///   provider forgot
/// @param trainedTokens that the provider charges for; empty until it says
/// @param error what the provider says went wrong, without secrets; empty where nothing did
/// @param finish when the provider thinks that it ends; empty where it does not say
public record JobState(
        Status status,
        Optional<String> model,
        OptionalLong trainedTokens,
        Optional<String> error,
        Optional<Instant> finish) {

    public JobState {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(trainedTokens, "trainedTokens");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(finish, "finish");
    }

    /// Where a job stands.
    public enum Status {
        VALIDATING_FILES,
        QUEUED,
        RUNNING,
        /// Somebody halted it at the provider.
        PAUSED,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /// True where nothing more comes.
        public boolean ended() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }

        /// As in `validating files`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
