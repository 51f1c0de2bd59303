/// What this module and the one that tunes its encoders share: the files of an adapter. Not a
/// promise to anybody else.
@NullMarked
package dev.gradus.embedded.internal;

import org.jspecify.annotations.NullMarked;
