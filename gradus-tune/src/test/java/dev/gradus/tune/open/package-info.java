@NullMarked
package dev.gradus.tune.open;

import org.jspecify.annotations.NullMarked;
