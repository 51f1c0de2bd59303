/// What tests of every module share: inputs that are broken on purpose, scripted models, clocks,
/// contract kits.
@NullMarked
package dev.gradus.testkit;

import org.jspecify.annotations.NullMarked;
