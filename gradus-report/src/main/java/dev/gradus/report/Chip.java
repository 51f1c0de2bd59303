package dev.gradus.report;

/// A status in a word. Its mark says it without colour; `meaning` says it in a sentence.
record Chip(String tone, String mark, String word, String meaning) {
    static Chip good(String word, String meaning) {
        return new Chip("good", "✓", word, meaning);
    }

    static Chip bad(String word, String meaning) {
        return new Chip("bad", "✗", word, meaning);
    }

    static Chip unsure(String word, String meaning) {
        return new Chip("unsure", "?", word, meaning);
    }

    static Chip quiet(String word, String meaning) {
        return new Chip("quiet", "·", word, meaning);
    }
}
