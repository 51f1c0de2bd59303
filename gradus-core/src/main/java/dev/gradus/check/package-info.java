/// What can be known before any model is called: defects of labels, data, splits and prompts, and
/// what the examples can and cannot show.
@NullMarked
package dev.gradus.check;

import org.jspecify.annotations.NullMarked;
