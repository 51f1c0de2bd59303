@NullMarked
package dev.gradus.models.local;

import org.jspecify.annotations.NullMarked;
