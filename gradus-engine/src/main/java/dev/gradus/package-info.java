/// The engine: finds the means, runs candidates durably, climbs, and writes the verdict down.
///
/// [Gradus] is the front door. Everything it does goes through the ledger first: a finished
/// encoding, a finished outcome, a choice made inside train is written before it counts, so that a
/// climb killed at any moment goes on where it was.
@NullMarked
package dev.gradus;

import org.jspecify.annotations.NullMarked;
