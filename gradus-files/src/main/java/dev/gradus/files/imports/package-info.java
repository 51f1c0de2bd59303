/// Doors in: what other evaluation tools have in their files becomes a task folder, or outcomes.
/// Construct by construct it is said what a thing became, or why it did not. Nothing is fetched,
/// and no code of an imported file is run.
@NullMarked
package dev.gradus.files.imports;

import org.jspecify.annotations.NullMarked;
