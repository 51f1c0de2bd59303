package dev.gradus.scorer;

import dev.gradus.task.Example;
import java.util.Objects;
import java.util.Optional;

/// What a person said of an answer.
///
/// @param example that was answered; where the file of labels names no expected answer, and no
///   example of the task has its input, its expected answer is empty
/// @param answer that was judged
/// @param human 0 for bad to 1 for good
/// @param arm whose answer it is; empty where the file does not say
public record HumanLabel(Example example, String answer, double human, Optional<String> arm) {
    public HumanLabel {
        Objects.requireNonNull(example, "example");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(arm, "arm");
        if (!(human >= 0 && human <= 1)) {
            throw new IllegalArgumentException("a person's label is 0 to 1, not " + human);
        }
    }

    HumanLabel of(Example other) {
        return new HumanLabel(other, answer, human, arm);
    }
}
