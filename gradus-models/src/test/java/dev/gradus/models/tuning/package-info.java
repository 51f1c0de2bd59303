@NullMarked
package dev.gradus.models.tuning;

import org.jspecify.annotations.NullMarked;
