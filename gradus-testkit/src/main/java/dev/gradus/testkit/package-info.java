/// What tests of every module share: inputs that are broken on purpose, a provider of chat models
/// that fails as it is told (`FaultServer`), contract kits that every implementation passes.
@NullMarked
package dev.gradus.testkit;

import org.jspecify.annotations.NullMarked;
