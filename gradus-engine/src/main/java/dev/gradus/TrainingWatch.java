package dev.gradus;

import dev.gradus.calls.Stopped;
import dev.gradus.spi.GradusException;
import dev.gradus.spi.Trainer;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/// Training, shown on the progress line and ended when the process is asked to end.
///
/// @param stopped true once it is
record TrainingWatch(Progress progress, BooleanSupplier stopped) {

    /// @param what is trained, for people
    /// @throws Stopped where the run was told to stop; its checkpoint stays
    Trainer.Trained train(Trainer trainer, String what, Trainer.Job job) {
        if (stopped.getAsBoolean()) {
            throw new Stopped();
        }
        progress.at(what, 0, 1);
        try {
            Trainer.Trained trained = trainer.train(job, new Shown(what));
            if (stopped.getAsBoolean()) {
                throw new Stopped();
            }
            progress.at(what, 1, 1);
            return trained;
        } catch (GradusException brokenOff) {
            if (stopped.getAsBoolean()) {
                throw new Stopped();
            }
            throw brokenOff;
        }
    }

    private final class Shown implements Trainer.Watch {
        private final String what;

        private Shown(String what) {
            this.what = what;
        }

        @Override
        public void at(long step, long steps, double loss, OptionalDouble heldScore, double rate) {
            String held =
                    heldScore.isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    ", held-out %.1f %%",
                                    100 * heldScore.getAsDouble())
                            : "";
            progress.at(
                    what,
                    step,
                    steps,
                    String.format(Locale.ROOT, "loss %.3f%s, %.0f examples/s", loss, held, rate));
        }

        @Override
        public boolean stop() {
            return stopped.getAsBoolean();
        }
    }
}
