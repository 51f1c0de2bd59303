package dev.gradus.answer;

import java.util.Objects;

/// A reply read as an answer.
///
/// @param valid true where it has the shape that the task asks for
/// @param answer in its one written form: the label as the task lists it, compact JSON with sorted
///   keys, or the stripped text; where it is not valid, the stripped reply
/// @param problem what is wrong, in words that a model can act on; empty where it is valid
public record Reading(boolean valid, String answer, String problem) {
    public Reading {
        Objects.requireNonNull(answer, "answer");
        if (valid != problem.isEmpty()) {
            throw new IllegalArgumentException("a reading has a problem, or it is valid");
        }
    }

    static Reading of(String answer) {
        return new Reading(true, answer, "");
    }

    static Reading wrong(String reply, String problem) {
        return new Reading(false, reply.strip(), problem);
    }
}
