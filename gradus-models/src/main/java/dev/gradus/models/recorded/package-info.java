/// Replies that were recorded, played again: cassettes, which hold one reply a line and are found
/// by the hash of the request, and the arms of an outcomes file. Nothing here opens a connection.
@NullMarked
package dev.gradus.models.recorded;

import org.jspecify.annotations.NullMarked;
