/// The order is the product: the rungs from the cheapest lever to the dearest, the rule that keeps
/// a candidate, the rule that stops the climb.
@NullMarked
package dev.gradus.ladder;

import org.jspecify.annotations.NullMarked;
