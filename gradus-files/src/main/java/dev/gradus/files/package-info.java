/// Everything that is read from files or written to them: the task file, examples, labels, recorded
/// outcomes, and the JSON of candidates. Every error names the file, the line and, where there is
/// one, the column.
///
/// Dependencies: snakeyaml-engine (YAML 1.2 events with positions), FastCSV (RFC 4180 at hundreds
/// of MB/s), Jackson (JSON), Hardwood (Parquet by logical type, without Hadoop). None of their
/// types shows in a public signature.
@NullMarked
package dev.gradus.files;

import org.jspecify.annotations.NullMarked;
