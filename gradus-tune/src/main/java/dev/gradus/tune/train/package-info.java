/// Training of an encoder: the job, the loop with its optimiser, checkpoints, and the process of
/// its own that it runs in.
@NullMarked
package dev.gradus.tune.train;

import org.jspecify.annotations.NullMarked;
