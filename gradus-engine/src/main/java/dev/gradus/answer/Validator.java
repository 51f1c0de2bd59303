package dev.gradus.answer;

import dev.gradus.task.Example;
import java.util.Optional;

/// A condition that an answer must meet before it counts. Thread-safe.
@FunctionalInterface
public interface Validator {
    /// What is wrong with the answer, in words that a model can act on; empty where nothing is.
    ///
    /// @throws dev.gradus.spi.GradusException.Data where the condition itself is wrong
    Optional<String> problem(Example example, String answer);
}
