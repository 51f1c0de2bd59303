package dev.gradus.task;

import java.util.Arrays;
import java.util.Optional;

/// How an answer is scored against what was expected. Each answer gets a score in [0,1]; `MACRO_F1`
/// is a score of the whole set and is recomputed, never averaged.
public enum ScoreName {
    ACCURACY("accuracy"),
    EXACT("exact"),
    MACRO_F1("macro-f1");

    private final String word;

    ScoreName(String word) {
        this.word = word;
    }

    /// The word of the task file.
    public String word() {
        return word;
    }

    /// True where the score belongs to the whole set of answers and no answer has one of its own.
    public boolean ofTheSet() {
        return this == MACRO_F1;
    }

    public static Optional<ScoreName> parse(String word) {
        return Arrays.stream(values()).filter(name -> name.word.equals(word)).findFirst();
    }
}
