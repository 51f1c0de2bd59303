/// The command line: one class a command.
///
/// Third parties: picocli for options and help texts (Apache-2.0, compiled for 25 in
/// `third-party/picocli` so that it can enter the AOT cache).
@NullMarked
package dev.gradus.cli;

import org.jspecify.annotations.NullMarked;
