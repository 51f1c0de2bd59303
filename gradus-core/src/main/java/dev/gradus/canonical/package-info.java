/// Texts that are the same in every process for the same thing: what identities are made of. No
/// dependency.
@NullMarked
package dev.gradus.canonical;

import org.jspecify.annotations.NullMarked;
