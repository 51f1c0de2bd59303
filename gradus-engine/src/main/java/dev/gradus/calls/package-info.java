/// How chat models are called: as many at once as each provider takes, again where that may help,
/// never twice for the same question, never past the budget, and durable before it counts.
@NullMarked
package dev.gradus.calls;

import org.jspecify.annotations.NullMarked;
