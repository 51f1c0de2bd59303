/// Long lists in little memory: elements as compressed bytes, made anew when they are asked for.
@NullMarked
package dev.gradus.packed;

import org.jspecify.annotations.NullMarked;
