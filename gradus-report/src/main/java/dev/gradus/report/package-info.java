/// The HTML report: a pure function of a verdict document. One dependency, jte, because its
/// compiler escapes every expression by the place it stands in; the charts are ours
/// (docs/decisions/010).
@NullMarked
package dev.gradus.report;

import org.jspecify.annotations.NullMarked;
