package dev.gradus.models.tuning;

import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import java.time.Duration;
import java.util.function.Supplier;

/// Tries an exchange again where that can help, as long as the provider asks to wait.
///
/// @param pause that is waited with
record Attempts(Pause pause) {
    private static final int MOST = 5;

    /// Waits.
    interface Pause {
        void of(Duration time);
    }

    /// The result of an exchange that may be repeated without harm.
    ///
    /// @param end of the message where it came to nothing
    /// @throws GradusException.Provider where it came to nothing
    <T> T of(Supplier<T> exchange, String end) {
        for (int attempt = 1; ; attempt++) {
            try {
                return exchange.get();
            } catch (CallFailure failure) {
                if (!failure.kind().retryable() || attempt == MOST) {
                    throw told(failure, end);
                }
                pause.of(wait(failure, attempt));
            }
        }
    }

    /// The provider's word, else 2, 4, 8, 16 seconds.
    static Duration wait(CallFailure failure, int attempt) {
        Duration own = Duration.ofSeconds(1L << Math.min(attempt, 6));
        return failure.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
    }

    static GradusException.Provider told(CallFailure failure, String end) {
        return new GradusException.Provider(failure.getMessage() + end, failure.kind().retryable());
    }
}
