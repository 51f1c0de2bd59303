/// Trainers, adapters and recipes: the last rung, the scalpel.
///
/// Dependency: Jackson (`tools.jackson.core:jackson-databind`) reads and writes the JSON files that
/// PEFT and the registry of adapters have.
@NullMarked
package dev.gradus.tune;

import org.jspecify.annotations.NullMarked;
