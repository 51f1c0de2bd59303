/// Trainers, adapters and recipes: the last rung, the scalpel.
@NullMarked
package dev.gradus.tune;

import org.jspecify.annotations.NullMarked;
