/// Everything needed to answer, as plain immutable data with a content hash: the unit that is
/// measured, compared, promoted and served.
@NullMarked
package dev.gradus.candidate;

import org.jspecify.annotations.NullMarked;
