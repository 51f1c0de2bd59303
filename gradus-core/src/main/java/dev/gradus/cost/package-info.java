/// Money: what a call costs, what a month costs, and whether a dearer way pays back.
@NullMarked
package dev.gradus.cost;

import org.jspecify.annotations.NullMarked;
