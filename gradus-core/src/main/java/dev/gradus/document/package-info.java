/// Typed documents: what Gradus writes as JSON is a record first, and its tree is read off the
/// record, so that no key is written by hand twice. No dependency.
@NullMarked
package dev.gradus.document;

import org.jspecify.annotations.NullMarked;
