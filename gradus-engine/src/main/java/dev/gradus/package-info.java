/// The engine: finds the means, runs candidates durably, climbs, and writes the verdict down.
///
/// [Gradus] is the front door. Everything it does goes through the ledger first: a finished
/// encoding, a finished outcome, a choice made inside train is written before it counts, so that a
/// climb killed at any moment goes on where it was.
///
/// Dependency: jtokkit (MIT), OpenAI's own token tables in pure Java: prompts and inputs are
/// counted before any call. None of its types shows in a public signature.
@NullMarked
package dev.gradus;

import org.jspecify.annotations.NullMarked;
