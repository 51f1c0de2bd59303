/// Rules of the house that the compiler does not hold: they see every module, hence stand beside
/// the last one.
@NullMarked
package dev.gradus.house;

import org.jspecify.annotations.NullMarked;
