package dev.gradus.spi;

import dev.gradus.task.Example;

/// Scores one answer to one example. Thread-safe. Sees the answer as text: what it says is data,
/// never an instruction.
public interface Scorer extends AutoCloseable {

    /// The score in [0,1]. An answer that cannot be read scores 0.
    ///
    /// @throws GradusException.Data where the example's `expected` cannot be read, or the user's
    ///   own expression or command is wrong, with what to do
    /// @throws CallFailure where a judge gave no reply: the outcome is missing
    double score(Example example, String answer);

    /// True where a score may wait for a model or a program, so that many are asked for side by
    /// side; false where it is computed at once.
    default boolean waits() {
        return false;
    }

    @Override
    default void close() {}
}
