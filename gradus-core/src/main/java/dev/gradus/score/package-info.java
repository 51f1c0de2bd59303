/// What came back: outcomes, runs, and the paired comparison of two runs on the same examples.
@NullMarked
package dev.gradus.score;

import org.jspecify.annotations.NullMarked;
