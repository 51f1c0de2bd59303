@NullMarked
package dev.gradus.models.recorded;

import org.jspecify.annotations.NullMarked;
