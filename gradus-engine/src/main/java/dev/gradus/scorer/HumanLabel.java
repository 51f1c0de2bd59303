package dev.gradus.scorer;

import java.util.Objects;
import java.util.Optional;

/// What a person said of an answer.
///
/// @param input that was answered
/// @param expected the reference answer; empty where the file has none
/// @param answer that was judged
/// @param human 0 for bad to 1 for good
/// @param arm whose answer it is; empty where the file does not say
public record HumanLabel(
        String input, String expected, String answer, double human, Optional<String> arm) {
    public HumanLabel {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(arm, "arm");
        if (!(human >= 0 && human <= 1)) {
            throw new IllegalArgumentException("a person's label is 0 to 1, not " + human);
        }
    }
}
