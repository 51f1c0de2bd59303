/// The end of a climb: the gates, the reasons and the figures, in one versioned record.
@NullMarked
package dev.gradus.verdict;

import org.jspecify.annotations.NullMarked;
