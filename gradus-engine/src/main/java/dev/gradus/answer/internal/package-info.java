/// What answers and scorers share: JSON as plain values, schemas, patterns of bounded work, CEL
/// expressions, commands. Not for use outside the engine.
@NullMarked
package dev.gradus.answer.internal;

import org.jspecify.annotations.NullMarked;
