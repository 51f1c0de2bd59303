/// The order is the product: the rungs from the cheapest lever to the dearest, the rule that keeps
/// a candidate, the rule that stops the climb.
///
/// Read it in this order: [Ladder] is the table of contents; each [Rung] proposes candidates;
/// [KeepRule] decides which one is kept; [GoalCheck] says whether the goal is met; [Climb] is the
/// journey, and [Ascent] what it leaves behind.
@NullMarked
package dev.gradus.ladder;

import org.jspecify.annotations.NullMarked;
