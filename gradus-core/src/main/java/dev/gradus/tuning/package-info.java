/// The rules of the last rung: what a pilot says of tuning before it is paid for, what the tuned
/// model lost, and whether it is promoted. Sums and tests only; training is done elsewhere.
@NullMarked
package dev.gradus.tuning;

import org.jspecify.annotations.NullMarked;
