/// What the model must do: the brief, the examples, the shape of the answer, the goal, the traffic,
/// and how the examples are split so that what chooses never sees what judges.
@NullMarked
package dev.gradus.task;

import org.jspecify.annotations.NullMarked;
