package dev.gradus.check;

/// Counts the tokens of a text as a model does, or nearly so. Thread-safe.
public interface TokenCounter {
    int count(String text);

    /// How it counts, for people: `estimate: characters / 4`.
    String method();

    /// False for an estimate.
    boolean exact();

    /// `1,288 tokens (method)`, with "about" before an estimate.
    default String words(long tokens) {
        return (exact() ? "" : "about ") + Words.count(tokens, "token") + " (" + method() + ")";
    }

    /// Characters / 4, rounded up: an estimate for English.
    static TokenCounter byCharacters() {
        return new TokenCounter() {
            @Override
            public int count(String text) {
                return (text.length() + 3) / 4;
            }

            @Override
            public String method() {
                return "estimate: characters / 4";
            }

            @Override
            public boolean exact() {
                return false;
            }
        };
    }
}
