/// The statistics of paired evaluation: what may be claimed from scores on a set of examples.
@NullMarked
package dev.gradus.stats;

import org.jspecify.annotations.NullMarked;
