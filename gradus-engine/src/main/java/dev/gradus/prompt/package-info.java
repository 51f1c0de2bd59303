/// Prompt templates: Jinja-like, in a sandbox.
///
/// Dependency: Pebble 4.1 (BSD-3-Clause) lexes, parses and evaluates; it brings unbescape and
/// SLF4J's interface alone. What a template may do is cut down to what a prompt needs, and where
/// Pebble's meaning differs from Jinja's (truth of lists, `elif`, `in`, `loop.index`, `replace`,
/// maps in loops, line ends after `}}`) this package gives Jinja's. No type of Pebble shows in a
/// public signature.
@NullMarked
package dev.gradus.prompt;

import org.jspecify.annotations.NullMarked;
