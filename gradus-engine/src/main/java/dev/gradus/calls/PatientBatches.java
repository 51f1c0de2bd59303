package dev.gradus.calls;

import dev.gradus.calls.BatchLog.Entry;
import dev.gradus.spi.BatchModel;
import dev.gradus.spi.BatchState;
import dev.gradus.spi.CallFailure;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Model.Call;
import dev.gradus.task.ModelName;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/// Hands batches over and waits for them: tries again where that may help, and stops waiting at
/// once when it is told to.
final class PatientBatches {
    /// With a minute between them, a provider that cannot be reached for a third of an hour.
    private static final int MOST_SILENT = 20;

    private final Caller.Settings settings;
    private final Object bell = new Object();
    private volatile boolean stopped;

    PatientBatches(Caller.Settings settings) {
        this.settings = settings;
    }

    void stop() {
        synchronized (bell) {
            stopped = true;
            bell.notifyAll();
        }
    }

    void refuseWhereStopped() {
        if (stopped) {
            throw new Stopped();
        }
    }

    /// The id of the batch.
    ///
    /// @throws GradusException.Provider where the provider does not take it
    String submit(BatchModel model, Map<String, Call> calls, ObjLongConsumer<String> told) {
        for (int attempt = 1; ; attempt++) {
            refuseWhereStopped();
            told.accept(
                    String.format(
                            Locale.ROOT,
                            "handing a batch of %,d to %s",
                            calls.size(),
                            model.name().provider()),
                    0);
            try {
                return model.submit(calls);
            } catch (CallFailure failure) {
                if (!failure.kind().retryable() || attempt >= settings.backoff().attempts()) {
                    throw new GradusException.Provider(
                            "the batch was not taken: "
                                    + failure.getMessage()
                                    + " What was answered is kept: run the same command to go on,"
                                    + " or set batch: false to call one by one.",
                            failure.kind().retryable());
                }
                Duration wait = settings.backoff().after(attempt);
                Duration wanted = failure.retryAfter().orElse(wait);
                pause(wanted.compareTo(wait) > 0 ? wanted : wait);
            }
        }
    }

    /// How a batch ended, with the results that are wanted; empty where the provider no longer
    /// knows it.
    ///
    /// @throws GradusException.Provider where the provider does not say for long
    Optional<BatchState> ended(
            BatchModel model, Entry entry, Map<String, Call> wanted, ObjLongConsumer<String> told) {
        int silent = 0;
        for (int asked = 1; ; asked++) {
            refuseWhereStopped();
            try {
                BatchState state = model.poll(entry.batch(), wanted);
                silent = 0;
                if (!(state instanceof BatchState.InProgress progress)) {
                    return Optional.of(state);
                }
                told.accept(words(model.name(), entry, progress), progress.done());
            } catch (CallFailure failure) {
                if (failure.kind() == CallFailure.Kind.REJECTED) {
                    return Optional.empty();
                }
                silent++;
                if (!failure.kind().retryable() || silent >= MOST_SILENT) {
                    throw unsaid(model.name(), entry, failure);
                }
            }
            pause(settings.polling().after(asked));
        }
    }

    private static String words(ModelName name, Entry entry, BatchState.InProgress progress) {
        return String.format(
                Locale.ROOT,
                "waiting for a batch of %,d at %s, %,d done",
                entry.keys().size(),
                name.provider(),
                progress.done());
    }

    private static GradusException.Provider unsaid(
            ModelName name, Entry entry, CallFailure failure) {
        return new GradusException.Provider(
                "the batch "
                        + entry.batch()
                        + " is at "
                        + name.provider()
                        + ", which does not say how far it is: "
                        + failure.getMessage()
                        + " Run the same command to wait for it again.",
                failure.kind().retryable());
    }

    private void pause(Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        synchronized (bell) {
            for (long left = wait.toMillis(); left > 0 && !stopped; ) {
                try {
                    bell.wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting", interrupted);
                }
                left = (until - System.nanoTime()) / 1_000_000;
            }
        }
        refuseWhereStopped();
    }
}
