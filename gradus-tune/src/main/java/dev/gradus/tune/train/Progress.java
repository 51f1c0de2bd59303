package dev.gradus.tune.train;

import java.util.OptionalDouble;

/// Told how far a run is; may ask it to stop.
interface Progress {
    void at(long step, long steps, double loss, OptionalDouble heldScore, double rate);

    /// True once a checkpoint should be written and the run end.
    boolean stop();
}
