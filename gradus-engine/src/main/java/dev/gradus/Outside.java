package dev.gradus;

import dev.gradus.calls.Polling;
import dev.gradus.spi.CallRecorder;
import dev.gradus.spi.ModelSource;
import dev.gradus.spi.PriceBook;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What a climb knows of the world outside the task file.
///
/// @param prices of models
/// @param place the task's folder and the environment that keys are read from
/// @param mostCallsAtOnce of one provider, 1 or more
/// @param recorder told every call with its reply
/// @param polling of batches
/// @param home folder of the ledger, where adapters and the work of training stay; empty where
///   nothing may be written beside the ledger
public record Outside(
        PriceBook prices,
        ModelSource.Place place,
        int mostCallsAtOnce,
        CallRecorder recorder,
        Polling polling,
        Optional<Path> home) {
    /// Beyond this a client gains nothing on most providers.
    public static final int CALLS_AT_ONCE = 128;

    public Outside {
        Objects.requireNonNull(prices, "prices");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(recorder, "recorder");
        Objects.requireNonNull(polling, "polling");
        Objects.requireNonNull(home, "home");
        if (mostCallsAtOnce < 1) {
            throw new IllegalArgumentException("at least 1 call at once, not " + mostCallsAtOnce);
        }
    }

    public Outside(
            PriceBook prices, ModelSource.Place place, int mostCallsAtOnce, CallRecorder recorder) {
        this(prices, place, mostCallsAtOnce, recorder, Polling.standard(), Optional.empty());
    }

    /// With a home for adapters.
    public Outside at(Path folder) {
        return new Outside(prices, place, mostCallsAtOnce, recorder, polling, Optional.of(folder));
    }

    /// No prices, no environment, nothing recorded.
    public static Outside none() {
        return new Outside(
                PriceBook.empty(),
                new ModelSource.Place(Path.of(""), name -> Optional.empty()),
                CALLS_AT_ONCE,
                CallRecorder.NONE);
    }
}
