package dev.gradus.task;

import java.util.Arrays;
import java.util.Optional;

/// The scores that a task file can name.
public enum ScoreName {
    /// The label is the expected one.
    ACCURACY("accuracy", false),
    /// The texts are the same, white space at the ends apart.
    EXACT("exact", false),
    /// Mean over the labels of F1, of the whole set.
    MACRO_F1("macro-f1", false),
    /// The expected text stands in the answer.
    CONTAINS("contains", false),
    /// The share of the expected JSON fields that the answer has with the same value, as F1.
    JSON_FIELDS("json-fields", false),
    /// F1 of the words that both have, as in SQuAD.
    TOKEN_F1("token-f1", false),
    /// F1 of the longest common subsequence of words.
    ROUGE_L("rouge-l", false),
    /// The weighted share of the example's own checks that hold; `expected` lists them as JSON.
    CHECKS("checks", false),
    /// A number within a tolerance; without settings: equal.
    NUMERIC("numeric", false),
    REGEX("regex", true),
    SIMILARITY("similarity", true),
    JUDGE("judge", true),
    CEL("cel", true),
    COMMAND("command", true);

    private final String word;
    private final boolean needsSettings;

    ScoreName(String word, boolean needsSettings) {
        this.word = word;
        this.needsSettings = needsSettings;
    }

    /// The word of the task file.
    public String word() {
        return word;
    }

    /// True where the word alone does not say how to score.
    public boolean needsSettings() {
        return needsSettings;
    }

    /// True where the answers must be labels.
    public boolean needsLabels() {
        return this == ACCURACY || this == MACRO_F1;
    }

    /// True where each answer is right or wrong, so that 1 minus the score is the share of wrong
    /// answers. Of any other score it is none: an F1 of 0.8 does not say that a fifth is wrong.
    public boolean countsErrors() {
        return switch (this) {
            case ACCURACY, EXACT, CONTAINS, NUMERIC, REGEX -> true;
            case MACRO_F1,
                    JSON_FIELDS,
                    TOKEN_F1,
                    ROUGE_L,
                    CHECKS,
                    SIMILARITY,
                    JUDGE,
                    CEL,
                    COMMAND ->
                    false;
        };
    }

    public static Optional<ScoreName> parse(String word) {
        return Arrays.stream(values()).filter(name -> name.word.equals(word)).findFirst();
    }
}
