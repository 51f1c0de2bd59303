/// Tuning at a provider, from the price before the first byte to the tuned model's name: over
/// `TuningJobs`, with patience, and without ever paying twice.
@NullMarked
package dev.gradus.models.tuning;

import org.jspecify.annotations.NullMarked;
