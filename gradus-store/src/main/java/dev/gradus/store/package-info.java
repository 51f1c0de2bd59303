/// The ledger as one SQLite file.
///
/// Third parties, and why:
///
/// - `sqlite-jdbc`: one file, no server, transactions that survive a kill, readable by any SQLite
///   tool.
/// - No Flyway, although its community edition knows SQLite: with one migration it took 440 to 840
///   ms at every start on a busy 2-core machine, our runner 3 to 24 ms (the same JVM, after the
///   driver was loaded). [Migrations] has 105.
/// - No jdbi: 1.1 MB and a second library (geantyref) against the 110 lines of [Session].
@NullMarked
package dev.gradus.store;

import org.jspecify.annotations.NullMarked;
