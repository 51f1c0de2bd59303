package dev.gradus;

import dev.gradus.calls.Stopped;
import dev.gradus.spi.ModelTuner;
import java.util.Locale;
import java.util.OptionalDouble;

/// A provider's job on the progress line; the wait for it ends when the process is asked to end.
///
/// @param what it is, for people
record JobWatch(TrainingWatch watch, String what) implements ModelTuner.Watch {

    /// Follows the order's job to its end.
    ///
    /// @throws Stopped where the run was told to stop; the job goes on at the provider
    static ModelTuner.Tuned follow(
            TrainingWatch watch, String what, ModelTuner tuner, ModelTuner.Order order) {
        return tuner.tune(order, new JobWatch(watch, what)).orElseThrow(Stopped::new);
    }

    @Override
    public void at(ModelTuner.Progress now) {
        StringBuilder figures = new StringBuilder(now.job() + " " + now.status());
        loss(figures, ", loss ", now.loss());
        loss(figures, ", held-out loss ", now.heldLoss());
        now.money().ifPresent(money -> figures.append(", ").append(money));
        now.left()
                .ifPresent(
                        left -> figures.append(", ").append(left.toMinutes()).append(" min left"));
        watch.progress().at(what, now.step().orElse(0), now.steps().orElse(1), figures.toString());
    }

    private static void loss(StringBuilder figures, String name, OptionalDouble loss) {
        loss.ifPresent(
                value -> figures.append(name).append(String.format(Locale.ROOT, "%.3f", value)));
    }

    @Override
    public boolean stop() {
        return watch.stopped().getAsBoolean();
    }
}
